"""What a higher room adds to a page of a lower one.

A page lives with its subject (a city's with `network`, a practice's with `practices`); what others know about the
subject comes as a panel: a function registered for the page, called with the request and the subject, that answers with
a template and its context, or with nothing.

    @panel("city")
    def peers(request: HttpRequest, city: City) -> Panel | None: ...

Register in the application's `ready()` by importing the module. Pages and their subjects: "home" (None), "city" (City),
"practice" (practices.web.practice.PracticePage), "theme" (practices.selectors.themes.ThemeCount).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A template and its context; `place` on the page, from above downwards: "facts", "start", "main" or "end"."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    place: str = "end"


PanelSource = Callable[[HttpRequest, Any], Panel | None]
_SOURCES: dict[str, list[PanelSource]] = {}


def panel(page: str) -> Callable[[PanelSource], PanelSource]:
    """Register a function for a page; panels appear in the order of registration."""

    def register(source: PanelSource) -> PanelSource:
        sources = _SOURCES.setdefault(page, [])
        if source not in sources:
            sources.append(source)
        return source

    return register


def panels_of(page: str, request: HttpRequest, subject: object) -> list[Panel]:
    """The panels that have something to say about the subject."""
    found = (source(request, subject) for source in _SOURCES.get(page, []))
    return [item for item in found if item is not None]


def by_place(panels: list[Panel]) -> dict[str, list[Panel]]:
    """The panels under the names of their places."""
    places: dict[str, list[Panel]] = {}
    for item in panels:
        places.setdefault(item.place, []).append(item)
    return places
