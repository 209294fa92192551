"""Practices, tags and themes in the operators' panel; published content is looked at, and only services change it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.admin import CityAdmin
from network.admin_site import OperatorsAdmin, SeenInline, operator_of
from network.models import City
from practices.models import Practice, PracticeText, PracticeVersion, Tag, Theme, WorkflowEvent
from practices.paths import draft_path, practice_path
from practices.services.cities import rename_city
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.tags import merge_tags, rename_tag, undo_merge
from practices.services.themes import move_theme, rename_theme


class VersionInline(SeenInline):
    """The versions and how far each is."""

    model = PracticeVersion
    fk_name = "practice"
    fields = readonly_fields = ("page", "state", "evidence_level", "assignee", "submitted_at", "published_at")
    ordering = ("-number",)

    @admin.display(description=_("wersja"))
    def page(self, version: PracticeVersion) -> SafeString:
        """The number, leading to the version's page."""
        return format_html('<a href="{}">{}</a>', str(draft_path(version.pk)), version.number)


class EventInline(SeenInline):
    """The log of who did what."""

    model = WorkflowEvent
    fields = readonly_fields = ("happened_at", "step", "actor", "reason")
    ordering = ("-happened_at", "-id")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[WorkflowEvent]":
        """Without the savings in between."""
        return super().get_queryset(request).exclude(step="save").select_related("actor")


@admin.register(Practice)
class PracticeAdmin(OperatorsAdmin):
    """Found and looked at; archived, brought back and withdrawn by the services."""

    list_display = ("title", "place", "state", "source", "first_published_at", "public_page")
    list_filter = ("state", "source")
    search_fields = ("slug", "city__name", "organisation", "=source_id", "live__texts__title")
    list_select_related = ("city",)
    fields = readonly_fields = (
        "title", "place", "state", "slug", "source", "source_id", "source_url", "scope", "country", "search_version",
        "created_at", "first_published_at", "updated_at", "archived_at", "withdrawn_at", "public_page",
    )  # fmt: skip
    inlines = (VersionInline, EventInline)
    actions = ("archive", "unarchive", "withdraw")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Practice]":
        """With the title of the live version's original."""
        texts = PracticeText.objects.filter(version=OuterRef("live"), language=OuterRef("live__original_language"))
        practices: QuerySet[Practice] = super().get_queryset(request)
        return practices.annotate(live_title=Subquery(texts.values("title")[:1]))

    @admin.display(description=_("tytuł"), ordering="live_title")
    def title(self, practice: Any) -> str:
        """The public title, else the address."""
        return str(practice.live_title or practice.slug)

    @admin.display(description=_("miasto albo organizacja"))
    def place(self, practice: Practice) -> str:
        """Whose it is."""
        return str(practice.city or practice.organisation)

    @admin.display(description=_("strona publiczna"))
    def public_page(self, practice: Practice) -> SafeString | str:
        """A link, where there is one."""
        if practice.live_id is None or practice.state == "withdrawn":
            return ""
        return format_html('<a href="{}">{}</a>', str(practice_path(practice.pk, practice.slug)), gettext("zobacz"))

    @admin.action(description=_("Przenieś do archiwum"))
    def archive(self, request: HttpRequest, practices: "QuerySet[Practice]") -> None:
        """Out of search and lists."""
        actor = operator_of(request)
        self.each(request, practices, lambda one: archive(actor=actor, practice=one), _("Przeniesiono do archiwum"))

    @admin.action(description=_("Przywróć z archiwum"))
    def unarchive(self, request: HttpRequest, practices: "QuerySet[Practice]") -> None:
        """Back into search and lists."""
        actor = operator_of(request)
        self.each(request, practices, lambda one: unarchive(actor=actor, practice=one), _("Przywrócono z archiwum"))

    @admin.action(description=_("Wycofaj (z powodem, na zawsze)"))
    def withdraw(self, request: HttpRequest, practices: "QuerySet[Practice]") -> HttpResponse | None:
        """Asks for a reason first."""
        reason = request.POST.get("reason", "").strip()
        if reason:
            actor = operator_of(request)
            self.each(
                request,
                practices,
                lambda one: withdraw_practice(actor=actor, practice=one, reason=reason),
                _("Wycofano"),
            )
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Wycofać te praktyki?"),
            "rows": practices,
            "missing": "asked" in request.POST,
        }
        return TemplateResponse(request, "admin/practices/withdraw.html", context)


@admin.register(Tag)
class TagAdmin(OperatorsAdmin):
    """Renamed, merged and taken apart again; what versions carry is never rewritten."""

    may_change = True
    list_display = ("name", "slug", "canonical", "used")
    list_filter = (("canonical", admin.EmptyFieldListFilter),)
    search_fields = ("name", "slug", "key")
    list_select_related = ("canonical",)
    fields = ("name", "slug", "key", "canonical")
    readonly_fields = ("slug", "key", "canonical")
    actions = ("merge", "undo")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Tag]":
        """With how many versions carry each."""
        tags: QuerySet[Tag] = super().get_queryset(request)
        counted: QuerySet[Tag] = tags.annotate(used=Count("uses"))
        return counted

    @admin.display(description=_("użycia"), ordering="used")
    def used(self, tag: Any) -> int:
        """In how many versions the tag stands."""
        return int(tag.used)

    def save_model(self, request: HttpRequest, obj: Tag, form: "forms.ModelForm[Tag]", change: bool) -> None:
        """By the service, so that search follows."""
        if "name" in form.changed_data:
            rename_tag(actor=operator_of(request), tag=obj, name=obj.name)

    @admin.action(description=_("Scal w jeden"))
    def merge(self, request: HttpRequest, tags: "QuerySet[Tag]") -> HttpResponse | None:
        """Asks which of the chosen tags the others shall mean."""
        rows = list(tags.order_by(F("used").desc(), "name"))
        if len(rows) < 2:
            self.message_user(request, gettext("Zaznacz co najmniej dwa tagi."), messages.ERROR)
            return None
        into = next((tag for tag in rows if str(tag.pk) == request.POST.get("into")), None)
        if into is not None:
            actor = operator_of(request)
            others = [tag for tag in rows if tag.pk != into.pk]
            self.each(request, others, lambda tag: merge_tags(actor=actor, tag=tag, into=into), _("Scalono"))
            return None
        context = {**self.admin_site.each_context(request), "title": gettext("Scal tagi"), "rows": rows}
        return TemplateResponse(request, "admin/practices/merge.html", context)

    @admin.action(description=_("Cofnij scalenie"))
    def undo(self, request: HttpRequest, tags: "QuerySet[Tag]") -> None:
        """Each means itself again."""
        actor = operator_of(request)
        self.each(request, tags, lambda tag: undo_merge(actor=actor, tag=tag), _("Cofnięto scalenie"))


@admin.register(Theme)
class ThemeAdmin(OperatorsAdmin):
    """The controlled list: names and places change by the services, descriptions as they are; nothing is deleted."""

    may_change = True
    list_display = ("name_pl", "name_en", "slug", "parent", "position")
    search_fields = ("name_pl", "name_en", "slug")
    list_select_related = ("parent",)
    fields = ("name_pl", "name_en", "parent", "description_pl", "description_en", "eurovoc", "position", "slug")
    readonly_fields = ("slug",)

    def save_model(self, request: HttpRequest, obj: Theme, form: "forms.ModelForm[Theme]", change: bool) -> None:
        """What practices show goes through the services, so that search follows."""
        actor, changed = operator_of(request), set(form.changed_data)
        plain = changed - {"name_pl", "name_en", "parent"}
        if changed & {"name_pl", "name_en"}:
            rename_theme(actor=actor, theme=obj, name_pl=obj.name_pl, name_en=obj.name_en)
        if "parent" in changed:
            move_theme(actor=actor, theme=obj, parent=obj.parent)
        if plain:
            obj.save(update_fields=sorted(plain))


_NAMES = {"name", "locative", "genitive"}
admin.site.unregister(City)


@admin.register(City)
class NamedCityAdmin(CityAdmin):
    """A city whose names can change too: its practices and search follow."""

    readonly_fields: ClassVar[tuple[str, ...]] = tuple(sorted({*CityAdmin.readonly_fields} - _NAMES))

    def save_model(self, request: HttpRequest, obj: City, form: "forms.ModelForm[City]", change: bool) -> None:
        """By the services."""
        if _NAMES & set(form.changed_data):
            actor = operator_of(request)
            rename_city(actor=actor, city=obj, name=obj.name, locative=obj.locative, genitive=obj.genitive)
        super().save_model(request, obj, form, change)
