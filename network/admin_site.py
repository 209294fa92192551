"""The operators' panel: Django's admin behind the platform's own door."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, URLField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.errors import Refused, Words
from network.models import User
from network.policies import Action, may

# People have one address and no groups; tags are ours.
_LEFT_OUT = {"account", "auth", "taggit"}
Row = TypeVar("Row", bound=Model)


# Django's admin classes take a type only for the checker.
if TYPE_CHECKING:
    _ModelAdmin = ModelAdmin[Any]
    Inline = TabularInline[Any, Any]
else:
    _ModelAdmin, Inline = ModelAdmin, TabularInline


class OperatorsSite(AdminSite):
    """For operators only; they sign in like everybody else."""

    site_header = _("Panel operatora")
    site_title = _("Panel operatora")
    index_title = _("Co chcesz zrobić?")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Without other people's pages for models that mean nothing here or are written only by our services."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in _LEFT_OUT]
        super().register(shown, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Active operators."""
        return may(request.user, Action.OPERATE)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The platform's sign-in page, with its limits on attempts; who is signed in already is told who may."""
        if request.user.is_authenticated:
            raise PermissionDenied(gettext("Panel jest dla operatorów sieci."))
        return redirect_to_login(request.GET.get("next", request.get_full_path()))


class OperatorsAdmin(_ModelAdmin):
    """What all pages of the panel share: the policies decide, and rows are looked at, not edited, unless a page says so."""

    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    may_add = False
    may_change = False
    may_delete = False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A service's refusal is a message on the same page."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under the plural's name: Django's own heading does not inflect."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def each(self, request: HttpRequest, rows: Iterable[Row], do: Callable[[Row], object], done: Words) -> None:
        """Do something to each row; says how many were done, and of each refusal why."""
        count = 0
        for row in rows:
            try:
                do(row)
            except Refused as refused:
                self.message_user(request, f"{row}: {refused}", messages.ERROR)
            else:
                count += 1
        if count:
            self.message_user(request, f"{done} ({count})", messages.SUCCESS)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Operators."""
        return may(request.user, Action.OPERATE)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Operators."""
        return may(request.user, Action.OPERATE)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Operators, where the page allows it."""
        return self.may_add and may(request.user, Action.OPERATE)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Operators, where the page allows it."""
        return self.may_change and may(request.user, Action.OPERATE)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Operators, where the page allows it."""
        return self.may_delete and may(request.user, Action.OPERATE)


class SeenInline(Inline):
    """Rows beside another page's, to look at; whoever the panel lets in may."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever the panel lets in."""
        return True


def operator_of(request: HttpRequest) -> User:
    """The signed-in operator, for the services."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
