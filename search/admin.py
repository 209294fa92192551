"""Synonyms and past searches in the operators' panel; the services write, and the next question follows."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.admin_site import OperatorsAdmin, operator_of
from network.errors import Refused
from search.indexing.vocabulary import live_vocabulary
from search.models import PastSearch, SynonymGroup
from search.suggesting.remembering import block
from search.synonyms.editing import (
    Contents,
    add_group,
    change_group,
    checked,
    contents_of,
    delete_group,
    entries_of,
    taken,
)
from search.synonyms.groups import expression

# Django's forms take a type only for the checker.
if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[SynonymGroup]
else:
    _ModelForm = forms.ModelForm


class SynonymGroupForm(_ModelForm):
    """A group as a text with an entry in each line; what the services would refuse is said at the field."""

    class Meta:
        model = SynonymGroup
        fields = ("words", "one_way", "language", "active", "note")
        widgets = {"words": forms.Textarea(attrs={"rows": 8, "cols": 60})}

    def clean(self) -> dict[str, Any]:
        """The same checks as on writing."""
        values: dict[str, Any] = super().clean() or {}
        if "words" in values:
            try:
                checked(contents_from(values), taken(but=self.instance.pk))
            except Refused as refused:
                self.add_error("words", str(refused))
        return values


def contents_from(values: dict[str, Any]) -> Contents:
    """What a form says of a group; a field that was refused by itself is as if left out."""
    return Contents(
        entries_of(values["words"]),
        values.get("language", ""),
        values.get("one_way", False),
        values.get("active", True),
        values.get("note", ""),
    )


class ShippedFilter(admin.SimpleListFilter):
    """Of the packaged list, or added here."""

    title = _("pochodzenie")
    parameter_name = "shipped"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        """The two answers."""
        return [("1", gettext("lista startowa")), ("0", gettext("dodane tutaj"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[SynonymGroup]") -> "QuerySet[SynonymGroup]":
        """The groups of the chosen answer."""
        return queryset.filter(shipped__isnull=self.value() == "0") if self.value() in {"0", "1"} else queryset


@admin.register(SynonymGroup)
class SynonymGroupAdmin(OperatorsAdmin):
    """Added, changed, switched off; removed only where operators made it, as the packaged ones would come back."""

    may_add = may_change = may_delete = True
    form = SynonymGroupForm
    list_display = ("__str__", "language", "one_way", "active", "is_changed", "note")
    list_filter = ("active", "language", "one_way", ShippedFilter)
    search_fields = ("words", "note")
    fields = ("words", "one_way", "language", "active", "note", "analysed", "origin", "updated_at")
    readonly_fields = ("analysed", "origin", "updated_at")
    actions = ("switch_on", "switch_off")

    @admin.display(description=_("jak to widzi wyszukiwarka"))
    def analysed(self, group: SynonymGroup) -> SafeString | str:
        """Each entry's terms, and in how many practices its rarest one is."""
        if not group.pk:
            return gettext("Zapisz, żeby zobaczyć.")
        vocabulary = live_vocabulary()
        rows: list[tuple[str, str]] = []
        for entry in group.entries:
            found = expression(entry, group.language).terms
            counts = {lang: min(vocabulary.df(lang, term) for term in terms) for lang, terms in found.items()}
            told = (
                gettext("{language}: {terms} (teksty: najwyżej {count})").format(
                    language=lang, terms=" ".join(terms), count=counts[lang]
                )
                for lang, terms in found.items()
            )
            rows.append((entry, "; ".join(told)))
        return format_html("<ul>{}</ul>", format_html_join("", "<li><strong>{}</strong> – {}</li>", rows))

    @admin.display(description=_("pochodzenie"))
    def origin(self, group: SynonymGroup) -> str:
        """Whether it is of the packaged list, and still as that has it."""
        if not group.shipped:
            return gettext("dodane tutaj")
        return gettext("lista startowa, zmieniona tutaj") if self.is_changed(group) else gettext("lista startowa")

    @admin.display(description=_("dodane lub zmienione tutaj"), boolean=True)
    def is_changed(self, group: SynonymGroup) -> bool:
        """Whether a new version of the packaged list leaves it alone."""
        return not group.shipped or contents_of(group).digest != group.shipped_as

    def save_model(
        self, request: HttpRequest, obj: SynonymGroup, form: "forms.ModelForm[SynonymGroup]", change: bool
    ) -> None:
        """By the service."""
        actor, contents = operator_of(request), contents_from(form.cleaned_data)
        written = (
            change_group(actor=actor, group=obj, contents=contents)
            if change
            else add_group(actor=actor, contents=contents)
        )
        obj.pk, obj.words = written.pk, written.words

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators, but for the packaged groups."""
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.shipped)

    def delete_model(self, request: HttpRequest, obj: SynonymGroup) -> None:
        """By the service."""
        delete_group(actor=operator_of(request), group=obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[SynonymGroup]") -> None:
        """By the service, one by one."""
        for group in queryset:
            self.delete_model(request, group)

    @admin.action(description=_("Włącz"))
    def switch_on(self, request: HttpRequest, groups: "QuerySet[SynonymGroup]") -> None:
        """Use them from the next question on."""
        self._switch(request, groups, True)

    @admin.action(description=_("Wyłącz"))
    def switch_off(self, request: HttpRequest, groups: "QuerySet[SynonymGroup]") -> None:
        """Use them no more; they stay on the list."""
        self._switch(request, groups, False)

    def _switch(self, request: HttpRequest, groups: Iterable[SynonymGroup], active: bool) -> None:
        actor = operator_of(request)

        def switch(group: SynonymGroup) -> None:
            change_group(actor=actor, group=group, contents=replace(contents_of(group), active=active))

        self.each(request, groups, switch, _("Włączono") if active else _("Wyłączono"))


@admin.register(PastSearch)
class PastSearchAdmin(OperatorsAdmin):
    """What is offered to people while they type, because several have asked it; none can be added, each can be blocked."""

    list_display = ("text", "language", "askers", "last_asked_on", "blocked")
    list_filter = ("blocked", "language")
    search_fields = ("text", "key")
    fields = ("text", "language", "askers", "last_asked_on", "blocked")
    readonly_fields = fields
    actions = ("block", "unblock")

    @admin.action(description=_("Nigdy nie podpowiadaj"))
    def block(self, request: HttpRequest, searches: "QuerySet[PastSearch]") -> None:
        """Suggest them no more; they stay on the list, or asking would bring them back."""
        self.each(request, searches, lambda search: block(search, blocked=True), _("Zablokowano"))

    @admin.action(description=_("Podpowiadaj znów"))
    def unblock(self, request: HttpRequest, searches: "QuerySet[PastSearch]") -> None:
        """Suggest them again."""
        self.each(request, searches, lambda search: block(search, blocked=False), _("Odblokowano"))
