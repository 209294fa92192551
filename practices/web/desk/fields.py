"""Form fields that read what people type: "214 000,50", "2024-05", "rowery, ścieżki"."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.models.version import partial_date
from practices.text.tags import parse_tags

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_MONTH_FIRST = re.compile(r"^(\d{1,2})[./](\d{4})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./](\d{1,2})[./](\d{4})$")


def shown_decimal(value: Decimal | str | int | None) -> str:
    """A number as people write it: "214000,5"; no trailing zeros, no thousands separators."""
    if value is None or value == "":
        return ""
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


class AmountField(forms.DecimalField):
    """A decimal with a comma or a point; spaces between thousands are allowed."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        example = options.pop("example", "12500")
        options.setdefault(
            "error_messages",
            {
                "invalid": _("Wpisz liczbę cyframi, na przykład %(example)s") % {"example": example},
                "min_value": _("Wpisz liczbę nie mniejszą niż %(limit_value)s"),
                "max_digits": _("Ta liczba jest za długa"),
                "max_decimal_places": _("Wpisz najwyżej tyle miejsc po przecinku: %(max)s"),
                "max_whole_digits": _("Ta liczba jest za duża"),
            },
        )
        super().__init__(**options)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number typed, or nothing."""
        text = _SPACES.sub("", str(value or "")).replace(",", ".").replace("−", "-")
        if not text:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number

    def prepare_value(self, value: Any) -> Any:
        """Numbers from the database with a decimal comma; what was typed, as it was typed."""
        return shown_decimal(value) if isinstance(value, Decimal) else value


class PartialDateField(forms.CharField):
    """A year, a month or a day, kept as ISO 8601 ("2024-05"); also reads "05.2024" and "17.05.2024"."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 10)
        options.setdefault("help_text", _("Rok, miesiąc albo dzień: 2024, 2024-05, 2024-05-17."))
        super().__init__(validators=[partial_date], **options)

    def to_python(self, value: Any) -> str:
        """The date in ISO order where it can be read; otherwise what was typed, for the validator to refuse."""
        text = super().to_python(value) or ""
        if found := _DAY_FIRST.match(text):
            return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
        if found := _MONTH_FIRST.match(text):
            return f"{found[2]}-{int(found[1]):02}"
        return text


class TagsField(forms.CharField):
    """Tags separated by commas, semicolons or new lines; shown back as typed, kept as a list without repetitions."""

    def clean(self, value: Any) -> list[str]:
        """The names in the order typed."""
        return parse_tags(re.sub(r"[;\n]", ",", super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """A list joined with commas; what was typed, as it was typed."""
        return ", ".join(value) if isinstance(value, (list, tuple)) else value
