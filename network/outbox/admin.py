"""The outbox in the operators' panel: what waits, what is parked and why, retry and drop."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import OutboxRow
from .services import drop_parked, retry_parked

# Django's admin classes take a type only for the checker.
if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[OutboxRow]
else:
    _ModelAdmin = admin.ModelAdmin


class ParkedFilter(admin.SimpleListFilter):
    """Parked rows, or those that still wait."""

    title = _("stan")
    parameter_name = "parked"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """The two answers."""
        return [("1", gettext("odłożone, czekają na człowieka")), ("0", gettext("w kolejce"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[OutboxRow]") -> "QuerySet[OutboxRow]":
        """The rows of the chosen answer."""
        if self.value() in {"0", "1"}:
            return queryset.filter(parked_at__isnull=self.value() == "0")
        return queryset


@admin.register(OutboxRow)
class OutboxRowAdmin(_ModelAdmin):
    """Looked at, retried, dropped; never edited. The panel itself lets in only operators."""

    list_display = ("topic", "key", "created_at", "attempts", "not_before", "parked_at", "short_error")
    list_filter = ("topic", ParkedFilter)
    search_fields = ("=key", "error")
    ordering = ("-parked_at", "id")
    actions = ("retry", "drop")

    @admin.display(description=_("błąd"))
    def short_error(self, row: OutboxRow) -> str:
        """The beginning of what went wrong."""
        return row.error[:120]

    @admin.action(description=_("Spróbuj ponownie (tylko odłożone)"))
    def retry(self, request: HttpRequest, rows: "QuerySet[OutboxRow]") -> None:
        """Back into the queue."""
        count = retry_parked(ids=list(rows.values_list("pk", flat=True)))
        self.message_user(request, gettext("Wróciły do kolejki: %(count)d") % {"count": count}, messages.SUCCESS)

    @admin.action(description=_("Porzuć (tylko odłożone)"))
    def drop(self, request: HttpRequest, rows: "QuerySet[OutboxRow]") -> None:
        """Forgotten; the gate reports what is then missing."""
        count = drop_parked(ids=list(rows.values_list("pk", flat=True)))
        self.message_user(request, gettext("Porzucone: %(count)d") % {"count": count}, messages.SUCCESS)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever the panel lets in."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever the panel lets in."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: services write rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: rows are retried or dropped."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: only parked rows may be dropped, by the action."""
        return False
