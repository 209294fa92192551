"""A practice as its page shows it. Made from content alone, so that the preview of a draft is the same page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from practices.content import LinkContent, PracticeContent
from practices.languages import TEXT_FIELDS
from practices.web.figures import IndicatorRow, Money, indicator_rows, money_totals

Localised = Mapping[str, str]


@dataclass(frozen=True)
class Prose:
    """A text and its language; falsy where there is none."""

    text: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class CostRow:
    """A cost as a table's row."""

    what: str
    amount: Decimal
    currency: str
    yearly: bool
    price_year: int | None
    source: str


@dataclass(frozen=True)
class Block:
    """A part to take on its own, with its links."""

    name: str
    description: str
    links: tuple["LinkRow", ...] = ()


@dataclass(frozen=True)
class LinkRow:
    """A document, image, film or page elsewhere."""

    kind: str
    url: str
    title: str
    alt: str
    author: str
    licence: str
    language: str
    accessible: bool | None


@dataclass(frozen=True)
class Contact:
    """Whom to ask; the person's three fields are empty for those who may not see them."""

    unit: str
    role: str
    mailbox: str
    person: str = ""
    person_email: str = ""
    person_phone: str = ""
    has_person: bool = False

    def __bool__(self) -> bool:
        return any((self.unit, self.role, self.mailbox, self.has_person))


@dataclass(frozen=True)
class Record:
    """Everything a practice's page says, in `language` where it has words in it, else in the original."""

    language: str
    original_language: str
    languages: tuple[tuple[str, str], ...]
    prose: dict[str, Prose]
    content: PracticeContent
    indicators: tuple[IndicatorRow, ...]
    costs: tuple[CostRow, ...]
    totals: tuple[Money, ...]
    has_yearly_costs: bool
    price_years: tuple[int, ...]
    blocks: tuple[Block, ...]
    links: tuple[LinkRow, ...]
    contact: Contact
    population: int | None = None
    sections: tuple[tuple[str, str], ...] = field(default=())

    @property
    def has_charts(self) -> bool:
        """Whether any indicator was measured before and after."""
        return any(row.chart for row in self.indicators)

    @property
    def per_inhabitant(self) -> Money | None:
        """The first year's cost per inhabitant, where all costs share a currency and the population is known."""
        if len(self.totals) != 1 or not self.population:
            return None
        amount = self.totals[0].amount / self.population
        places = Decimal(1) if amount >= 10 else Decimal("0.01")
        return Money(amount.quantize(places), self.totals[0].currency)


def record_of(
    content: PracticeContent, *, language: str, population: int | None = None, show_person: bool = False
) -> Record:
    """The record of `content` in `language`; `show_person` only where the policy lets the reader see the name."""
    texts = content.texts
    chosen = language if language in texts and texts[language].title else content.original_language
    blocks, links = _blocks_and_links(content, chosen)
    costs = tuple(
        CostRow(
            _text(cost.what, chosen), cost.amount, cost.currency, cost.yearly, cost.price_year,
            _text(cost.funding_source, chosen),
        )
        for cost in content.costs
    )  # fmt: skip
    record = Record(
        language=chosen,
        original_language=content.original_language,
        languages=tuple((code, language_name(code)) for code in sorted(texts) if texts[code].title),
        prose={name: _prose(content, name, chosen) for name in TEXT_FIELDS},
        content=content,
        indicators=indicator_rows(content.indicators, chosen),
        costs=costs,
        has_yearly_costs=any(cost.yearly for cost in costs),
        totals=money_totals([(cost.amount, cost.currency) for cost in costs]),
        price_years=tuple(sorted({cost.price_year for cost in costs if cost.price_year})),
        blocks=blocks,
        links=links,
        contact=_contact(content, show_person),
        population=population,
    )
    return Record(**{**vars(record), "sections": tuple(_sections(record))})


def language_name(code: str) -> str:
    """The language's own name: "polski", "English"; the code where Django does not know it."""
    try:
        return str(LANG_INFO[code]["name_local"])
    except KeyError:
        return code


def _text(texts: Localised, language: str) -> str:
    return (
        texts.get(language) or texts.get("pl") or texts.get("en") or next((text for text in texts.values() if text), "")
    )


def _prose(content: PracticeContent, name: str, language: str) -> Prose:
    for code in (language, content.original_language):
        text = content.texts.get(code)
        words = getattr(text, name) if text else ""
        if words:
            return Prose(words, code)
    return Prose()


def _blocks_and_links(content: PracticeContent, language: str) -> tuple[tuple[Block, ...], tuple[LinkRow, ...]]:
    rows = [(link.block, _link(link, language)) for link in content.links]
    blocks = tuple(
        Block(
            _text(block.name, language),
            _text(block.description, language),
            tuple(row for place, row in rows if place == index),
        )
        for index, block in enumerate(content.blocks)
    )
    return blocks, tuple(row for _place, row in rows)


def _link(link: LinkContent, language: str) -> LinkRow:
    return LinkRow(
        link.kind, link.url, _text(link.title, language) or link.url, _text(link.alt, language), link.author,
        link.licence, link.language, link.accessible,
    )  # fmt: skip


def _contact(content: PracticeContent, show_person: bool) -> Contact:
    person = (content.contact_person, content.contact_person_email, content.contact_person_phone)
    return Contact(
        content.contact_unit, content.contact_role, content.contact_mailbox,
        *(person if show_person else ("", "", "")), has_person=any(person),
    )  # fmt: skip


def _sections(record: Record) -> list[tuple[str, str]]:
    prose, content = record.prose, record.content
    costs = record.costs or content.staff_fte or content.months_to_implement
    details = any(prose[name] for name in ("target_groups", "partners", "participation", "legal_basis")) or content.sdgs
    offered: list[tuple[str, str, object]] = [
        ("wyzwanie", _("Wyzwanie"), prose["challenge"]),
        ("rozwiazanie", _("Rozwiązanie"), prose["solution"] or record.blocks),
        ("wyniki", _("Wyniki"), prose["results"] or record.indicators),
        ("koszty", _("Koszty"), costs),
        ("nie-wyszlo", _("Co się nie udało"), prose["lessons"]),
        ("warunki", _("Warunki przeniesienia"), prose["conditions"]),
        ("szczegoly", _("Kto brał udział i dla kogo"), details),
        ("dokumenty", _("Dokumenty i odnośniki"), record.links),
        ("kontakt", _("Kontakt"), record.contact),
    ]
    return [(anchor, title) for anchor, title, there in offered if there]
