"""What content may be kept at all, even in a draft: bounds and forms. What publication needs is
`practices.requirements`.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from network.errors import Words
from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent, PracticeContent, Text
from practices.errors import Problem, Refused
from practices.models import LinkKind, Status
from practices.text.cleaning import clean_line, clean_map, clean_prose
from practices.text.tags import LONGEST_TAG, distinct, tag_key

_Part = TypeVar("_Part")

LONGEST_PROSE = 50_000
LONGEST_LINE = 5_000
MOST_PARTS = 50
MOST_LANGUAGES = 12
MOST_TAGS = 30
MOST_THEMES = 3

_LANGUAGE = re.compile(r"[a-z]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_is_url = URLValidator(schemes=["http", "https"])


def checked(content: PracticeContent) -> PracticeContent:
    """The content cleaned; raises `Refused` ("invalid") with a problem for every field that cannot be kept."""
    clean = _Checker()
    result = clean.content(content)
    if clean.problems:
        raise Refused("invalid", _("Nie zapisano: popraw zaznaczone pola."), clean.problems)
    return result


class _Checker:
    """Cleans field by field and remembers what was wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, field: str, message: Words, language: str = "") -> None:
        self.problems.append(Problem(field, language, message))

    def content(self, content: PracticeContent) -> PracticeContent:
        return replace(
            content,
            original_language=self.language("original_language", content.original_language),
            texts=self.texts(content.texts),
            themes=self.themes(content.themes),
            tags=self.tags(content.tags),
            status=self.choice("status", content.status, Status.values),
            started_on=self.date("started_on", content.started_on),
            ended_on=self.date("ended_on", content.ended_on),
            staff_fte=self.amount("staff_fte", content.staff_fte, "99999.99"),
            months_to_implement=self.whole("months_to_implement", content.months_to_implement, 0, 600),
            sdgs=self.sdgs(content.sdgs),
            licence=self.line("licence", content.licence, 60) or "CC-BY-4.0",
            contact_unit=self.line("contact_unit", content.contact_unit, 200),
            contact_role=self.line("contact_role", content.contact_role, 200),
            contact_mailbox=self.mailbox("contact_mailbox", content.contact_mailbox),
            contact_person=self.line("contact_person", content.contact_person, 200),
            contact_person_email=self.mailbox("contact_person_email", content.contact_person_email),
            contact_person_phone=self.line("contact_person_phone", content.contact_person_phone, 40),
            indicators=tuple(self.indicator(i, part) for i, part in self.parts("indicators", content.indicators)),
            costs=tuple(self.cost(i, part) for i, part in self.parts("costs", content.costs)),
            blocks=tuple(self.block(i, part) for i, part in self.parts("blocks", content.blocks)),
            links=tuple(self.link(i, part, len(content.blocks)) for i, part in self.parts("links", content.links)),
        )

    def parts(self, field: str, parts: tuple[_Part, ...]) -> list[tuple[int, _Part]]:
        if len(parts) > MOST_PARTS:
            self.wrong(field, _("Za dużo pozycji: najwyżej 50."))
        return list(enumerate(parts[:MOST_PARTS]))

    def indicator(self, i: int, part: IndicatorContent) -> IndicatorContent:
        at = f"indicators.{i}"
        return replace(
            part,
            name=self.named(f"{at}.name", part.name),
            baseline=self.number(f"{at}.baseline", part.baseline, "99999999999999", 4),
            value=self.number(f"{at}.value", part.value, "99999999999999", 4),
            unit=self.line(f"{at}.unit", part.unit, 40),
            measured_on=self.date(f"{at}.measured_on", part.measured_on),
            source=self.localised(f"{at}.source", part.source),
        )

    def cost(self, i: int, part: CostContent) -> CostContent:
        at = f"costs.{i}"
        if not _CURRENCY.fullmatch(part.currency):
            self.wrong(f"{at}.currency", _("Wpisz walutę trzema literami, na przykład PLN."))
        return replace(
            part,
            what=self.named(f"{at}.what", part.what),
            amount=self.amount(f"{at}.amount", part.amount, "99999999999999") or Decimal(0),
            price_year=self.whole(f"{at}.price_year", part.price_year, 1990, 2100),
            funding_source=self.localised(f"{at}.funding_source", part.funding_source),
        )

    def block(self, i: int, part: BlockContent) -> BlockContent:
        description = {code: clean_prose(text) for code, text in part.description.items()}
        return replace(
            part,
            name=self.named(f"blocks.{i}.name", part.name),
            description=self.bounded(f"blocks.{i}.description", {c: text for c, text in description.items() if text}),
        )

    def link(self, i: int, part: LinkContent, blocks: int) -> LinkContent:
        at = f"links.{i}"
        url = clean_line(part.url)
        try:
            _is_url(url)
        except ValidationError:
            self.wrong(f"{at}.url", _("Wpisz pełny adres, zaczynający się od https:// albo http://."))
        if part.block is not None and not 0 <= part.block < blocks:
            self.wrong(f"{at}.block", _("Wskaż część, która jest na liście."))
        return replace(
            part,
            kind=self.choice(f"{at}.kind", part.kind, LinkKind.values),
            url=self.line(f"{at}.url", url, 1000),
            title=self.named(f"{at}.title", part.title),
            alt=self.localised(f"{at}.alt", part.alt),
            author=self.line(f"{at}.author", part.author, 200),
            licence=self.line(f"{at}.licence", part.licence, 60),
            language=self.language(f"{at}.language", part.language) if part.language else "",
        )

    def texts(self, texts: Mapping[str, Text]) -> dict[str, Text]:
        if len(texts) > MOST_LANGUAGES:
            self.wrong("texts", _("Za dużo języków: najwyżej 12."))
        kept = {}
        for language, text in texts.items():
            self.language("texts", language)
            values = {f.name: clean_prose(getattr(text, f.name)) for f in fields(Text)}
            values["title"] = clean_line(text.title)
            if len(values["title"]) > 300:
                self.wrong("title", _("Skróć tytuł."), language)
            for name, value in values.items():
                if len(value) > LONGEST_PROSE:
                    self.wrong(name, _("Skróć tekst do 50 000 znaków."), language)
            if any(values.values()):
                kept[language] = Text(**values)
        return kept

    def themes(self, themes: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(dict.fromkeys(themes))
        if len(kept) > MOST_THEMES:
            self.wrong("themes", _("Zostaw najwyżej trzy tematy."))
        return kept

    def tags(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        kept = tuple(distinct(part for tag in tags for part in tag.split(",")))
        if len(kept) > MOST_TAGS:
            self.wrong("tags", _("Zostaw najwyżej 30 tagów."))
        for tag in kept:
            if max(len(tag), len(tag_key(tag))) > LONGEST_TAG:
                self.wrong("tags", format_lazy("{}: „{}…”", _("Skróć tag do 100 znaków"), tag[:30]))
        return kept

    def sdgs(self, goals: tuple[int, ...]) -> tuple[int, ...]:
        if any(not 1 <= goal <= 17 for goal in goals):
            self.wrong("sdgs", _("Cele mają numery od 1 do 17."))
        return tuple(sorted(set(goals)))

    def line(self, field: str, text: str, longest: int) -> str:
        line = clean_line(text)
        if len(line) > longest:
            self.wrong(field, format_lazy(_("Skróć do {longest} znaków."), longest=longest))
        return line

    def named(self, field: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        kept = self.localised(field, texts)
        if not kept:
            self.wrong(field, _("Nazwij tę pozycję albo ją usuń."))
        return kept

    def localised(self, field: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        return self.bounded(field, clean_map(texts))

    def bounded(self, field: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        for language, text in texts.items():
            self.language(field, language)
            if len(text) > LONGEST_LINE:
                self.wrong(field, _("Skróć tekst do 5000 znaków."), language)
        return texts

    def language(self, field: str, code: str) -> str:
        if not _LANGUAGE.fullmatch(code):
            self.wrong(field, _("Podaj język dwiema małymi literami, na przykład pl albo en."))
        return code

    def choice(self, field: str, value: str, allowed: list[str]) -> str:
        if value and value not in allowed:
            self.wrong(field, _("Wybierz jedną z podanych możliwości."))
        return value

    def date(self, field: str, value: str) -> str:
        text = clean_line(value)
        if text and not _PARTIAL_DATE.fullmatch(text):
            self.wrong(field, _("Wpisz rok, miesiąc lub dzień: 2024, 2024-05 albo 2024-05-17."))
        return text

    def mailbox(self, field: str, value: str) -> str:
        text = self.line(field, value, 254)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                self.wrong(field, _("Wpisz adres e-mail, na przykład sekretariat@miasto.pl."))
        return text

    def whole(self, field: str, value: int | None, least: int, most: int) -> int | None:
        if value is not None and not least <= value <= most:
            self.wrong(field, format_lazy(_("Wpisz liczbę od {least} do {most}."), least=least, most=most))
        return value

    def amount(self, field: str, value: Decimal | None, most: str) -> Decimal | None:
        if value is not None and value.is_finite() and value < 0:
            self.wrong(field, _("Wpisz zero albo liczbę dodatnią."))
        return self.number(field, value, most, 2)

    def number(self, field: str, value: Decimal | None, most: str, places: int) -> Decimal | None:
        if value is None:
            return None
        if not value.is_finite() or abs(value) > Decimal(most):
            self.wrong(field, _("Ta liczba jest za duża albo nie jest liczbą."))
            return None
        return value.quantize(Decimal(1).scaleb(-places))
