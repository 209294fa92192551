"""The outbox in the operators' panel: what waits, what is parked and why, retry and drop."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import OutboxRow
from .services import drop_parked, retry_parked
from .subjects import Subject, consequences, subjects_of, words_of

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

    list_display = ("subject", "what", "created_at", "attempts", "not_before", "parked_at", "short_error")
    list_filter = ("topic", ParkedFilter)
    search_fields = ("=key", "error")
    ordering = ("-parked_at", "id")
    actions = ("retry", "drop")
    fields = ("subject_page", "what", "created_at", "attempts", "not_before", "leased_until", "parked_at", "error")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With the subjects of all its rows, asked for at once."""
        shown: Any = super().get_changelist_instance(request)
        shown.result_list = list(shown.result_list)
        subjects = subjects_of(shown.result_list)
        for row in shown.result_list:
            row.known_subject = subjects[row.pk]
        return shown

    @admin.display(description=_("czego dotyczy"))
    def subject(self, row: OutboxRow) -> str:
        """The practice, city or message, by its name."""
        return _subject(row).title

    @admin.display(description=_("czego dotyczy"))
    def subject_page(self, row: OutboxRow) -> SafeString | str:
        """The same, leading to its page."""
        found = _subject(row)
        return format_html('<a href="{}">{}</a>', found.url, found.title) if found.url else found.title

    @admin.display(description=_("zadanie"), ordering="topic")
    def what(self, row: OutboxRow) -> str:
        """What is to be done for it."""
        return str(words_of(row.topic).label)

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
    def drop(self, request: HttpRequest, rows: "QuerySet[OutboxRow]") -> HttpResponse | None:
        """Forgotten, after a page that says what is then missing."""
        parked = list(rows.filter(parked_at__isnull=False))
        if "asked" in request.POST or not parked:
            count = drop_parked(ids=[row.pk for row in parked])
            self.message_user(request, gettext("Porzucone: %(count)d") % {"count": count}, messages.SUCCESS)
            return None
        subjects = subjects_of(parked)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Porzuć odłożone"),
            "rows": [(row, subjects[row.pk].title, words_of(row.topic).label) for row in parked],
            "consequences": consequences(row.topic for row in parked),
        }
        return TemplateResponse(request, "admin/outbox/drop.html", context)

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


def _subject(row: OutboxRow) -> Subject:
    known: Subject | None = getattr(row, "known_subject", None)
    return known or subjects_of([row])[row.pk]
