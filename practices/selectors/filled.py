"""Which text fields of a language are filled, computed by the database so that lists need not read whole texts."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from practices.languages import TEXT_FIELDS


def filled() -> Combinable:
    """An annotation of `PracticeText`: a bit for each of `TEXT_FIELDS` that is not empty."""
    bits: list[Combinable] = [
        Case(When(~Q(**{name: ""}), then=Value(1 << i)), default=Value(0), output_field=IntegerField())
        for i, name in enumerate(TEXT_FIELDS)
    ]
    total = bits[0]
    for bit in bits[1:]:
        total = total + bit
    return total


def fields_filled(mask: int) -> dict[str, str]:
    """The mask as `complete_languages` and the requirements read texts: "x" for a filled field, "" for an empty one."""
    return {name: "x" if mask >> i & 1 else "" for i, name in enumerate(TEXT_FIELDS)}
