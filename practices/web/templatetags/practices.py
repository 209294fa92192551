"""What a list and a page say about a practice: evidence, freshness, themes, notes."""

import datetime

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from network.web.templatetags.formats import day, in_month, of_month
from network.web.templatetags.site import icon
from practices.models import EvidenceLevel, LinkKind, Status, Theme
from practices.selectors.cards import PracticeCard, ThemeRef
from practices.selectors.themes import ThemeCount
from practices.web.record import language_name

register = template.Library()

STRENGTH = {level.value: strength for strength, level in enumerate(EvidenceLevel, start=1)}
_SOON = datetime.timedelta(days=60)


@register.simple_tag(takes_context=True)
def evidence(context: Context, level: str) -> SafeString | str:
    """The badge of an evidence level ("claimed"...); nothing where no reviewer has set one."""
    strength = STRENGTH.get(level)
    if strength is None:
        return ""
    return format_html(
        '<span class="ev ev-{}">{}<span class="vh">{}</span>{}</span>',
        strength, icon(context, f"ev{strength}"), _("Dowód: "), EvidenceLevel(level).label,
    )  # fmt: skip


def freshness_of(review_by: datetime.date | None, confirmed_on: datetime.date | None) -> tuple[str, str] | None:
    """State ("ok", "soon", "stale") and its sentence; None where nothing is known yet."""
    if review_by is not None:
        left = review_by - timezone.localdate()
        if left < datetime.timedelta(0):
            return "stale", _("Niepotwierdzona od %(month)s") % {"month": of_month(review_by)}
        if left <= _SOON:
            return "soon", _("Do potwierdzenia do %(day)s") % {"day": day(review_by)}
    if confirmed_on:
        return "ok", _("Potwierdzona %(in_month)s") % {"in_month": in_month(confirmed_on)}
    if review_by is not None:
        return "ok", _("Przegląd do %(month)s") % {"month": of_month(review_by)}
    return None


@register.simple_tag(takes_context=True)
def freshness(
    context: Context, review_by: datetime.date | None, confirmed_on: datetime.date | None = None
) -> SafeString | str:
    """Whether somebody has said lately that it is still so."""
    found = freshness_of(review_by, confirmed_on)
    if found is None:
        return ""
    state, words = found
    picture = {"ok": "check", "soon": "clock", "stale": "warn"}[state]
    return format_html('<span class="fresh fresh-{}">{}{}</span>', state, icon(context, picture), words)


@register.filter
def theme_name(theme: Theme | ThemeRef | ThemeCount) -> str:
    """The theme's name in the page's language."""
    return theme.name_pl if (get_language() or "pl").startswith("pl") else theme.name_en


@register.filter
def theme_description(theme: Theme | ThemeCount) -> str:
    """What belongs to the theme and what to its neighbours, in the page's language."""
    return theme.description((get_language() or "pl")[:2])


@register.filter
def status_label(status: str) -> str:
    """ "w toku" for "running"; empty for nothing."""
    return str(Status(status).label) if status else ""


@register.filter
def in_other_language(card: PracticeCard) -> str:
    """The language of the card's texts where it is not the page's: for a `lang` attribute."""
    return card.language if card.language != (get_language() or "pl")[:2] else ""


@register.filter
def link_kind(kind: str) -> str:
    """ "dokument" for "document"."""
    return str(LinkKind(kind).label) if kind in LinkKind.values else kind


@register.filter
def licence(code: str) -> str:
    """ "CC BY 4.0" for "CC-BY-4.0"; others as they are."""
    return f"CC {code[3:]}".replace("-4.0", " 4.0").replace("-3.0", " 3.0") if code.startswith("CC-BY") else code


@register.filter
def own_language(code: str) -> str:
    """The language's own name."""
    return language_name(code)
