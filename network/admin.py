"""Cities, memberships, people, roles and invitations in the operators' panel; the services write."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.admin_site import OperatorsAdmin, SeenInline, operator_of
from network.models import City, Invitation, Membership, Role, RoleAssignment, User
from network.policies import forget_standing
from network.services.cities import update_city_profile
from network.services.invitations import invite
from network.services.memberships import join_network, leave_network
from network.services.roles import grant_role, revoke_role


class MembershipInline(SeenInline):
    """When the city joined and left: actions on the list of cities."""

    model = Membership


class MemberFilter(admin.SimpleListFilter):
    """Members of the network now."""

    title = _("członkostwo")
    parameter_name = "member"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """The two answers."""
        return [("1", gettext("w sieci")), ("0", gettext("poza siecią"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[City]") -> "QuerySet[City]":
        """The cities of the chosen answer."""
        open_now = Exists(Membership.objects.filter(city=OuterRef("pk"), left_on__isnull=True))
        if self.value() == "1":
            return queryset.filter(open_now)
        return queryset.filter(~open_now) if self.value() == "0" else queryset


@admin.register(City)
class CityAdmin(OperatorsAdmin):
    """The register is loaded from a file; here only the profile changes (names: `practices.admin`, as practices follow)."""

    may_change = True
    list_display = ("name", "kind", "voivodeship", "population", "in_network", "is_demo")
    list_filter = (MemberFilter, "is_demo", "country", "voivodeship")
    search_fields = ("name", "slug", "teryt")
    fields = (
        "about", "website", "name", "locative", "genitive", "slug", "country", "teryt", "geonames", "kind", "powiat",
        "voivodeship", "population", "latitude", "longitude", "is_demo", "updated_at",
    )  # fmt: skip
    readonly_fields: ClassVar[tuple[str, ...]] = fields[2:]
    inlines = (MembershipInline,)
    actions = ("join", "leave")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[City]":
        """Cities with whether they are members now."""
        open_now = Membership.objects.filter(city=OuterRef("pk"), left_on__isnull=True)
        cities: QuerySet[City] = super().get_queryset(request)
        return cities.annotate(member_now=Exists(open_now))

    @admin.display(description=_("w sieci"), boolean=True)
    def in_network(self, city: Any) -> bool:
        """Whether the city takes part now."""
        return bool(city.member_now)

    def save_model(self, request: HttpRequest, obj: City, form: "forms.ModelForm[City]", change: bool) -> None:
        """By the service."""
        if {"about", "website"} & set(form.changed_data):
            update_city_profile(actor=operator_of(request), city=obj, about=obj.about, website=obj.website)

    @admin.action(description=_("Przyjmij do sieci od dziś"))
    def join(self, request: HttpRequest, cities: "QuerySet[City]") -> None:
        """Begin a membership today."""
        actor = operator_of(request)
        self.each(request, cities, lambda city: join_network(actor=actor, city=city), _("Przyjęto do sieci"))

    @admin.action(description=_("Zakończ członkostwo dzisiaj"))
    def leave(self, request: HttpRequest, cities: "QuerySet[City]") -> None:
        """End the membership today; what was published stays."""
        actor = operator_of(request)
        self.each(request, cities, lambda city: leave_network(actor=actor, city=city), _("Zakończono członkostwo"))


@admin.register(Membership)
class MembershipAdmin(OperatorsAdmin):
    """The history of memberships; changed by the actions on cities."""

    list_display = ("city", "joined_on", "left_on")
    list_filter = (("left_on", admin.EmptyFieldListFilter),)
    search_fields = ("city__name",)
    list_select_related = ("city",)


class RoleInline(SeenInline):
    """The person's roles; they are given on their own page."""

    model = RoleAssignment
    fields = readonly_fields = ("role", "city", "may_submit")


@admin.register(User)
class PersonAdmin(OperatorsAdmin):
    """People come by invitation and set their own passwords; here they are found, corrected, switched off and on."""

    may_change = True
    list_display = ("name", "email", "is_active", "language", "last_login")
    list_filter = ("is_active", "roles__role")
    search_fields = ("name", "email")
    ordering = ("name",)
    fields = ("name", "email", "language", "is_active", "date_joined", "last_login")
    readonly_fields = ("email", "date_joined", "last_login")
    inlines = (RoleInline,)

    def save_model(self, request: HttpRequest, obj: User, form: "forms.ModelForm[User]", change: bool) -> None:
        """Nobody switches themselves off."""
        if obj == request.user and not obj.is_active:
            obj.is_active = True
            self.message_user(request, gettext("Własnego konta nie można wyłączyć."), messages.ERROR)
        super().save_model(request, obj, form, change)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(OperatorsAdmin):
    """Roles are given and taken; of one that is held only the right to submit changes."""

    may_add = may_change = may_delete = True
    list_display = ("user", "role", "city", "may_submit")
    list_filter = ("role", "may_submit")
    search_fields = ("user__name", "user__email", "city__name")
    list_select_related = ("user", "city")
    autocomplete_fields = ("user", "city")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Who, what and where are fixed once given."""
        return ("user", "role", "city") if obj is not None else ()

    def save_model(
        self, request: HttpRequest, obj: RoleAssignment, form: "forms.ModelForm[RoleAssignment]", change: bool
    ) -> None:
        """By the service."""
        given = grant_role(
            actor=operator_of(request), user=obj.user, role=Role(obj.role), city=obj.city, may_submit=obj.may_submit
        )
        obj.pk = given.pk

    def delete_model(self, request: HttpRequest, obj: RoleAssignment) -> None:
        """By the service."""
        revoke_role(actor=operator_of(request), assignment=obj)
        forget_standing(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[RoleAssignment]") -> None:
        """By the service, one by one."""
        for assignment in queryset.select_related("user", "city"):
            self.delete_model(request, assignment)


@admin.register(Invitation)
class InvitationAdmin(OperatorsAdmin):
    """Sent from here to any role; a deleted one can no longer be accepted."""

    may_add = may_delete = True
    list_display = ("email", "role", "city", "invited_by", "created_at", "expires_at", "accepted_at")
    list_filter = ("role", ("accepted_at", admin.EmptyFieldListFilter))
    search_fields = ("email", "city__name")
    list_select_related = ("city", "invited_by")
    autocomplete_fields = ("city",)
    fields = ("email", "role", "city")

    def save_model(
        self, request: HttpRequest, obj: Invitation, form: "forms.ModelForm[Invitation]", change: bool
    ) -> None:
        """By the service, which sends the e-mail."""
        sent = invite(actor=operator_of(request), email=obj.email, role=Role(obj.role), city=obj.city)
        obj.pk = sent.invitation.pk
