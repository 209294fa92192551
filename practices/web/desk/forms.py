"""The form's single fields: texts in one language, and what does not depend on a language.

Nothing is required for a draft (`practices.requirements` says what is needed to submit):
only what cannot be read is an error.
"""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.errors import Words
from practices.goals import SDG_NAMES
from practices.models import Status
from practices.selectors.themes import theme_tree

from .fields import AmountField, PartialDateField, TagsField
from .theme_choices import ThemeBranch, theme_branches
from .vocabulary import LICENCES

_TEXT_LIMIT = 50_000


def _prose(label: Words, rows: int, help_text: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=_TEXT_LIMIT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("Skróć do %(limit_value)d znaków. Teraz jest ich %(show_value)d")},
    )


class PatientForm(forms.Form):
    """Fields that never cut what is pasted: a text that is too long is kept, and an error says by how much."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)


class TextsForm(PatientForm):
    """All prose of a version in one language."""

    title = forms.CharField(
        label=_("Tytuł"),
        required=False,
        max_length=300,
        help_text=_("Co zrobiliście, nie nazwa projektu. Do 120 znaków."),
        error_messages={"max_length": _("Skróć tytuł do %(limit_value)d znaków. Teraz jest ich %(show_value)d")},
    )
    summary = _prose(_("Streszczenie"), 3, _("Jedno lub dwa zdania, które zrozumie ktoś spoza urzędu. Do 300 znaków."))
    challenge = _prose(_("Wyzwanie"), 4, _("Co przeszkadzało i komu?"))
    solution = _prose(_("Rozwiązanie"), 6, _("Co zrobiliście, krok po kroku. Akapity oddziel pustym wierszem."))
    results = _prose(_("Wyniki"), 4, _("Co się zmieniło i skąd to wiadomo."))
    lessons = _prose(
        _("Co się nie udało albo co zrobilibyście inaczej"),
        4,
        _("To najczęściej czytana część. Nie obniża oceny praktyki."),
    )
    conditions = _prose(
        _("Warunki przeniesienia"), 4, _("Co musi mieć inne miasto, żeby zrobić to samo: zgody, ludzi, miejsce.")
    )
    partners = _prose(_("Partnerzy"), 2, _("Kto robił to z wami."))
    target_groups = _prose(_("Dla kogo"), 2, _("Kto na tym korzysta."))
    legal_basis = _prose(_("Podstawa prawna"), 2, _("Ustawy, uchwały, zarządzenia."))
    participation = _prose(_("Udział mieszkańców"), 3, _("Jak mieszkańcy wpływali na to, co powstało."))


class DetailsForm(PatientForm):
    """What a version says once, in every language."""

    themes = forms.MultipleChoiceField(
        label=_("Tematy"),
        required=False,
        help_text=_(
            "Wybierz od jednego do trzech, najlepiej podtematów. Podtemat należy do swojego tematu, więc tematu nie trzeba już zaznaczać."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Nie ma tematu „%(value)s”. Wybierz z listy")},
    )
    tags = TagsField(label=_("Tagi"), required=False, help_text=_("Oddziel przecinkami."))
    status = forms.ChoiceField(label=_("Stan"), required=False)
    started_on = PartialDateField(label=_("Początek"), required=False)
    ended_on = PartialDateField(label=_("Koniec"), required=False)
    staff_fte = AmountField(
        label=_("Zespół, etaty"), required=False, min_value=0, max_digits=7, decimal_places=2, example="0,5"
    )
    months_to_implement = forms.IntegerField(
        label=_("Czas wdrożenia, miesiące"),
        required=False,
        min_value=0,
        max_value=600,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Wpisz liczbę miesięcy cyframi, na przykład 14"),
            "min_value": _("Wpisz liczbę nie mniejszą niż %(limit_value)s"),
            "max_value": _("Wpisz liczbę nie większą niż %(limit_value)s"),
        },
    )
    sdgs = forms.TypedMultipleChoiceField(
        label=_("Cele zrównoważonego rozwoju"),
        required=False,
        coerce=int,
        choices=[(number, name) for number, name in SDG_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    licence = forms.ChoiceField(label=_("Licencja opisu"), required=False)
    contact_unit = forms.CharField(label=_("Wydział lub jednostka"), required=False, max_length=200)
    contact_role = forms.CharField(label=_("Stanowisko"), required=False, max_length=200)
    contact_mailbox = forms.EmailField(
        label=_("Adres jednostki"),
        required=False,
        help_text=_("Publiczny. Skrzynka wydziału, nie osoby."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"invalid": _("Podaj adres e-mail ze znakiem @, na przykład biuro@miasto.example")},
    )
    contact_person = forms.CharField(
        label=_("Osoba"), required=False, max_length=200, help_text=_("Widzą ją tylko zalogowani członkowie sieci.")
    )
    contact_person_email = forms.EmailField(
        label=_("E-mail osoby"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"invalid": _("Podaj adres e-mail ze znakiem @, na przykład anna@miasto.example")},
    )
    contact_person_phone = forms.CharField(label=_("Telefon osoby"), required=False, max_length=40)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = get_language() or "pl"
        self._families = theme_tree()
        themes = (theme for top, children in self._families for theme in (top, *children))
        self._field("themes").choices = [(theme.slug, theme.name(language)) for theme in themes]
        self._field("status").choices = [("", _("nie wybrano")), *Status.choices]
        licences = dict(LICENCES)
        own = (self.initial or {}).get("licence")
        if own and own not in licences:
            licences[own] = own
        self._field("licence").choices = list(licences.items())

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def theme_branches(self) -> list[ThemeBranch]:
        """The themes as the page shows them: sub-themes under their theme."""
        return theme_branches(self._families, self["themes"], get_language() or "pl")

    def clean_themes(self) -> list[str]:
        """Up to three slugs."""
        chosen: list[str] = self.cleaned_data["themes"]
        if len(chosen) > 3:
            raise forms.ValidationError(
                _("Zostaw najwyżej trzy tematy. Teraz wybranych jest %(count)d"), params={"count": len(chosen)}
            )
        return chosen

    def clean_licence(self) -> str:
        """The chosen licence, or the network's."""
        return self.cleaned_data["licence"] or "CC-BY-4.0"

    def clean(self) -> dict[str, Any]:
        """The end is not before the start, as far as both are known."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("started_on") or "", data.get("ended_on") or ""
        shared = min(len(start), len(end))
        if shared and end[:shared] < start[:shared]:
            self.add_error("ended_on", _("Koniec jest wcześniejszy niż początek. Sprawdź obie daty"))
        return data
