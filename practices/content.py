"""The content of a version as values: what the form, the import and the cloning hand to `practices.services.content`.

Frozen and complete: whoever writes content writes all of it, so nothing of an older saving can remain by accident.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Localised = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The prose of one language; paragraphs separated by empty lines, no markup."""

    title: str = ""
    summary: str = ""
    challenge: str = ""
    solution: str = ""
    results: str = ""
    lessons: str = ""
    conditions: str = ""
    partners: str = ""
    target_groups: str = ""
    legal_basis: str = ""
    participation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorContent:
    """A measured result: `baseline` before, `value` after."""

    name: Localised = field(default_factory=dict)
    baseline: Decimal | None = None
    value: Decimal | None = None
    unit: str = ""
    measured_on: str = ""
    source: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostContent:
    """A cost in whole units of `currency`."""

    what: Localised = field(default_factory=dict)
    amount: Decimal
    currency: str = "PLN"
    price_year: int | None = None
    yearly: bool = False
    funding_source: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockContent:
    """A part that another city can take on its own."""

    name: Localised = field(default_factory=dict)
    description: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkContent:
    """A document, image, video or page elsewhere; `block` is the index of its building block."""

    kind: str = "website"
    url: str
    title: Localised = field(default_factory=dict)
    alt: Localised = field(default_factory=dict)
    author: str = ""
    licence: str = ""
    language: str = ""
    accessible: bool | None = None
    block: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeContent:
    """All the content of a version. `themes` are slugs in the author's order, `tags` names as typed."""

    original_language: str = "pl"
    texts: Mapping[str, Text] = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: str = ""
    started_on: str = ""
    ended_on: str = ""
    staff_fte: Decimal | None = None
    months_to_implement: int | None = None
    sdgs: tuple[int, ...] = ()
    licence: str = "CC-BY-4.0"
    contact_unit: str = ""
    contact_role: str = ""
    contact_mailbox: str = ""
    contact_person: str = ""
    contact_person_email: str = ""
    contact_person_phone: str = ""
    indicators: tuple[IndicatorContent, ...] = ()
    costs: tuple[CostContent, ...] = ()
    blocks: tuple[BlockContent, ...] = ()
    links: tuple[LinkContent, ...] = ()


# The fields that a version keeps itself, under the same names.
VERSION_FIELDS = (
    "original_language", "status", "started_on", "ended_on", "staff_fte", "months_to_implement", "licence",
    "contact_unit", "contact_role", "contact_mailbox", "contact_person", "contact_person_email", "contact_person_phone",
)  # fmt: skip
