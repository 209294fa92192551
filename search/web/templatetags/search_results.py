"""Tags of the results page."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from search.finding.snippets import Segment
from search.query.request import SearchRequest
from search.recommending.reasons import Reason
from search.web.results import PageLink

register = template.Library()


@register.simple_tag
def segments(parts: Sequence[Segment]) -> SafeString:
    """A passage with its matches marked; every piece is escaped."""
    return format_html_join("", "{}", ((_piece(part),) for part in parts))


def _piece(part: Segment) -> str | SafeString:
    return format_html("<mark>{}</mark>", part.text) if part.matched else part.text


@register.simple_tag
def hidden_search(asked: SearchRequest, without: str) -> SafeString:
    """The search as hidden fields of a form that changes one parameter (and begins at the first page)."""
    parameters = asked.to_params(without=("lang", "page_size", "page", without))
    pairs = [(name, value) for name, values in parameters.items() for value in values]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs) if pairs else mark_safe("")


@register.simple_tag
def next_page(pages: Sequence[PageLink]) -> PageLink | None:
    """The page after the current one, if there is one."""
    numbered = [page for page in pages if page.number]
    place = next((i for i, page in enumerate(numbered) if page.current), len(numbered))
    return numbered[place + 1] if place + 1 < len(numbered) else None


@register.simple_tag
def sentence(reason: Reason) -> str:
    """A reason as a sentence in the page's language."""
    return reason.sentence((get_language() or "pl")[:2])
