"""The form's repeating rows: indicators, costs, building blocks, links. A row left empty is left out."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.models import LinkKind

from .fields import AmountField, PartialDateField
from .vocabulary import DOCUMENT_LICENCES, LANGUAGE_NAMES

MOST_ROWS = 50


class RowForm(forms.Form):
    """One row; `needed` names the field without which a row that says anything else cannot be kept."""

    needed = ""
    needed_message: Any = ""
    # Choices with a value from the start: they alone do not make a row worth keeping.
    preset: tuple[str, ...] = ()
    # The fields that are texts in the language of the page.
    localised: tuple[str, ...] = ()

    # The row's texts in the other languages travel with it, so that rows can be added and removed in any language.
    others = forms.CharField(required=False, max_length=60_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in the row, in any language."""
        typed = (name for name in self.fields if name not in self.preset)
        if self.is_bound:
            return not any(self[name].data not in (None, "", "{}") for name in typed)
        return not any(self.initial.get(name) for name in typed)

    def clean_others(self) -> dict[str, dict[str, str]]:
        """Field -> language -> text."""
        return self._read_others(self.cleaned_data["others"])

    def others_as_typed(self) -> dict[str, dict[str, str]]:
        """The row's texts in the other languages, before anything is checked."""
        return self._read_others(self["others"].value())

    def _read_others(self, text: str | None) -> dict[str, dict[str, str]]:
        """Nothing where it was tampered with beyond reading."""
        try:
            others = json.loads(text or "{}")
        except ValueError:
            return {}
        return {
            name: {str(code): str(text) for code, text in texts.items()}
            for name, texts in (others.items() if isinstance(others, dict) else ())
            if name in self.localised and isinstance(texts, dict)
        }

    def clean(self) -> dict[str, Any]:
        """A row that says something says its main thing."""
        data: dict[str, Any] = super().clean() or {}
        said = data.get(self.needed) or (data.get("others") or {}).get(self.needed)
        if not self.is_empty and self.needed not in self.errors and not said:
            self.add_error(self.needed, self.needed_message)
        return data

    def texts(self, name: str, language: str) -> dict[str, str]:
        """A localised field in all its languages, as cleaned."""
        texts = {code: text for code, text in self.cleaned_data["others"].get(name, {}).items() if code != language}
        if own := self.cleaned_data.get(name):
            texts[language] = own
        return texts


class IndicatorForm(RowForm):
    """A measured result."""

    needed = "name"
    needed_message = _("Napisz, co mierzycie, albo usuń ten wskaźnik")
    localised = ("name", "source")

    name = forms.CharField(label=_("Co mierzycie"), required=False, max_length=300)
    baseline = AmountField(label=_("Przed"), required=False, max_digits=18, decimal_places=4, example="51,4")
    value = AmountField(label=_("Po"), required=False, max_digits=18, decimal_places=4, example="38,2")
    unit = forms.CharField(label=_("Jednostka"), required=False, max_length=40)
    measured_on = PartialDateField(label=_("Kiedy zmierzono"), required=False)
    source = forms.CharField(label=_("Źródło i sposób pomiaru"), required=False, max_length=1000)


class CostForm(RowForm):
    """A cost, once or every year."""

    needed = "what"
    needed_message = _("Napisz, za co była ta kwota, albo usuń pozycję")
    preset = ("currency", "yearly")
    localised = ("what", "funding_source")

    what = forms.CharField(label=_("Pozycja"), required=False, max_length=300)
    amount = AmountField(
        label=_("Kwota"), required=False, min_value=0, max_digits=16, decimal_places=2, example="12500"
    )
    currency = forms.CharField(
        label=_("Waluta"),
        required=False,
        max_length=3,
        initial="PLN",
        error_messages={"max_length": _("Wpisz trzyliterowy kod waluty, na przykład PLN albo EUR")},
    )
    yearly = forms.TypedChoiceField(
        label=_("Rodzaj"),
        required=False,
        choices=[("", _("jednorazowo")), ("1", _("co roku"))],
        coerce=lambda value: value == "1",
        empty_value="",
    )
    price_year = forms.IntegerField(
        label=_("Ceny z roku"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": _("Wpisz rok czterema cyframi, na przykład 2025"),
            "min_value": _("Wpisz rok nie wcześniejszy niż %(limit_value)s"),
            "max_value": _("Wpisz rok nie późniejszy niż %(limit_value)s"),
        },
    )
    funding_source = forms.CharField(label=_("Źródło pieniędzy"), required=False, max_length=300)

    def clean_currency(self) -> str:
        """Three capital letters; złoty where nothing is written."""
        code = (self.cleaned_data["currency"] or "PLN").strip().upper()
        if len(code) != 3 or not (code.isascii() and code.isalpha()):
            raise forms.ValidationError(_("Wpisz trzyliterowy kod waluty, na przykład PLN albo EUR"))
        return code

    def clean(self) -> dict[str, Any]:
        """A cost has an amount."""
        data = super().clean()
        data["yearly"] = data.get("yearly") is True
        if not self.is_empty and "amount" not in self.errors and data.get("amount") is None:
            self.add_error("amount", _("Wpisz kwotę cyframi, na przykład 12500"))
        return data


class BlockForm(RowForm):
    """A part that another city can take on its own."""

    needed = "name"
    needed_message = _("Nazwij tę część albo ją usuń")
    localised = ("name", "description")

    name = forms.CharField(label=_("Nazwa części"), required=False, max_length=300)
    description = forms.CharField(
        label=_("Opis"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(RowForm):
    """A document, image, film or page elsewhere."""

    needed = "url"
    needed_message = _("Wklej adres strony albo pliku albo usuń to łącze")
    preset = ("kind", "licence", "language", "accessible", "block")
    localised = ("title", "alt")

    title = forms.CharField(label=_("Nazwa"), required=False, max_length=300)
    url = forms.URLField(
        label=_("Adres"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": _("Wklej cały adres, na przykład https://miasto.example/uchwala.pdf")},
    )
    kind = forms.ChoiceField(label=_("Rodzaj"), required=False, choices=LinkKind.choices, initial=LinkKind.DOCUMENT)
    licence = forms.ChoiceField(label=_("Licencja"), required=False)
    language = forms.ChoiceField(label=_("Język"), required=False)
    accessible = forms.TypedChoiceField(
        label=_("Dostępny cyfrowo"),
        required=False,
        choices=[("", _("nie wiadomo")), ("1", _("tak")), ("0", _("nie"))],
        coerce=lambda value: value == "1",
        empty_value=None,
    )
    alt = forms.CharField(
        label=_("Opis zdjęcia"), required=False, max_length=1000, help_text=_("Co widać, dla osób, które nie widzą.")
    )
    author = forms.CharField(label=_("Autor"), required=False, max_length=200)
    block = forms.ChoiceField(label=_("Należy do części"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        initial = self.initial or {}
        # A closed list would refuse what an imported record says in its own words.
        self._offer("licence", DOCUMENT_LICENCES, initial.get("licence"))
        self._offer("language", {"": _("nie podano"), **LANGUAGE_NAMES}, initial.get("language"))
        self._offer("block", {"": _("żadnej"), **{str(n): _("część %d") % (n + 1) for n in range(MOST_ROWS)}}, None)

    def _offer(self, name: str, choices: dict[str, Any], own: str | None) -> None:
        offered = dict(choices)
        if own:
            offered.setdefault(own, own)
        field: Any = self.fields[name]
        field.choices = list(offered.items())


ROW_FORMS: dict[str, type[RowForm]] = {
    "indicators": IndicatorForm,
    "costs": CostForm,
    "blocks": BlockForm,
    "links": LinkForm,
}
