"""The list under a search box while somebody types: a fragment that the box's script asks for; without it the box is a plain one."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.suggesting.suggest import Kind, Suggestion, suggest
from search.web.addresses import target

_ID = re.compile("[a-z][a-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion with its address; `number` counts through all groups, from 1."""

    number: int
    suggestion: Suggestion
    url: str


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The suggestions of one kind."""

    kind: Kind
    title: str
    lines: list[Line]


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The groups that have something, for `q`; `box` is the id of the search box, which its lines' ids begin with."""
    language = (get_language() or "pl")[:2]
    found = suggest(request.GET.get("q", ""), language)
    box = request.GET.get("box", "")
    context = {
        "groups": _groups(found.lines, language),
        "count": len(found.lines),
        "box": box if _ID.fullmatch(box) else "q",
    }
    response = render(request, "search/suggestions.html", context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _groups(found: list[Suggestion], language: str) -> list[LineGroup]:
    groups: dict[Kind, LineGroup] = {}
    for number, suggestion in enumerate(found, start=1):
        kind = suggestion.kind
        groups.setdefault(kind, LineGroup(kind, _title(kind), [])).lines.append(
            Line(number, suggestion, target(suggestion, language))
        )
    return list(groups.values())


def _title(kind: Kind) -> str:
    return {
        "practice": _("Praktyki"),
        "search": _("Inni pytali"),
        "tag": _("Tagi"),
        "theme": _("Tematy"),
        "city": _("Miasta"),
    }[kind]
