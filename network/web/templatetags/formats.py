"""Dates, numbers and texts as a reader of the page's language expects them."""

import datetime
import re
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from network.polish import NBSP
from network.polish import number as format_number
from network.register import voivodeship_name
from network.web.countries import COUNTRIES

register = template.Library()

_IN_MONTH = (
    "w styczniu", "w lutym", "w marcu", "w kwietniu", "w maju", "w czerwcu", "w lipcu", "w sierpniu", "we wrześniu",
    "w październiku", "w listopadzie", "w grudniu",
)  # fmt: skip
_OF_MONTH = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
    "listopada", "grudnia",
)  # fmt: skip


def _language() -> str:
    return (get_language() or "pl")[:2]


def _polish() -> bool:
    return _language() == "pl"


@register.filter
def number(value: float | Decimal | None) -> str:
    """ "38 412" or "62,5" in Polish, "38,412" or "62.5" in English; empty for nothing."""
    if value is None or value == "":
        return ""
    return format_number(value, _language())


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """ "14 września 2026", with non-breaking spaces."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.datetime):
        value = localtime(value)
    return date_format(value, "j E Y").replace(" ", NBSP)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """ "dziś, 14:32", "wczoraj, 8:05", "3 listopada 2026, 2:14"."""
    if value is None:
        return ""
    here = localtime(value)
    days = (localtime(timezone.now()).date() - here.date()).days
    name = {0: _("dziś"), 1: _("wczoraj")}.get(days) or day(here)
    return f"{name}, {date_format(here, 'G:i' if _polish() else 'H:i')}"


@register.filter
def duration(value: datetime.timedelta) -> str:
    """ "4 s", "12 min", "3 godz.", "9 dni": one unit, rounded down."""
    seconds = int(value.total_seconds())
    if seconds < 60:
        return f"{seconds}{NBSP}s"
    if seconds < 3600:
        return f"{seconds // 60}{NBSP}min"
    if seconds < 172_800:
        return _("%(hours)d godz.") % {"hours": seconds // 3600}
    return _("%(days)d dni") % {"days": seconds // 86_400}


@register.filter
def partial_date(value: str) -> str:
    """A date of the precision that is known: "2025", "maj 2025", "17 maja 2025"."""
    parts = [int(part) for part in value.split("-")] if value else []
    if len(parts) == 3:
        return day(datetime.date(*parts))
    if len(parts) == 2:
        name = str(MONTHS[parts[1]])
        return f"{name.lower() if _polish() else name}{NBSP}{parts[0]}"
    return str(parts[0]) if parts else ""


@register.filter
def in_month(value: datetime.date) -> str:
    """ "we wrześniu 2026"; "in September 2026"."""
    if _polish():
        return f"{_IN_MONTH[value.month - 1]} {value.year}".replace(" ", NBSP)
    return f"in{NBSP}{date_format(value, 'F')}{NBSP}{value.year}"


@register.filter
def of_month(value: datetime.date) -> str:
    """ "maja 2025", after "od" or "do"; "May 2025"."""
    name = _OF_MONTH[value.month - 1] if _polish() else date_format(value, "F")
    return f"{name}{NBSP}{value.year}"


@register.filter
def money(value: float | Decimal | None, currency: str = "PLN") -> str:
    """ "1 240 000 zł", "62 EUR"; grosze only where there are any."""
    if value is None:
        return ""
    amount = Decimal(value)
    places = 0 if amount == amount.to_integral() else 2
    unit = "zł" if currency == "PLN" and _polish() else currency
    return f"{format_number(amount, _language(), places=places)}{NBSP}{unit}"


@register.filter
def voivodeship(teryt: str) -> str:
    """ "podkarpackie" for "18", in the page's language."""
    return voivodeship_name(teryt, _language())


@register.filter
def country(code: str) -> str:
    """The country's name in the page's language, or its code where we have no name for it."""
    return str(COUNTRIES.get(code.upper(), code))


@register.filter
def localised(texts: dict[str, str] | None, language: str = "") -> str:
    """A text of a language map: in `language` (the page's by default), else in Polish, English, any."""
    if not texts:
        return ""
    for choice in (language, _language(), "pl", "en"):
        if choice and texts.get(choice):
            return texts[choice]
    return next((text for text in texts.values() if text), "")


_LIST_LINE = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s+")


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs separated by empty lines as HTML; a block of lines that all begin with a dash becomes a list."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if block.strip()]
    return mark_safe("".join(_block(block) for block in blocks))  # noqa: S308  (every piece is escaped)


def _block(block: str) -> str:
    lines = block.splitlines()
    if len(lines) > 1 and all(_LIST_LINE.match(line) for line in lines):
        return "<ul>" + "".join(f"<li>{escape(_LIST_LINE.sub('', line))}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(escape(line) for line in lines) + "</p>"
