"""What every page knows: the site, the reader, the theme, and the page's address in each language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from network.models import City
from network.policies import NOBODY, standing_of

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Reader:
    """The signed-in person as header and footer need them: `city` where they write for exactly one."""

    city: City | None = None
    writes: bool = False
    reviews: bool = False
    operates: bool = False


@dataclass(frozen=True)
class Translation:
    """The page in a language: code, the language's own name, path, absolute address."""

    code: str
    name: str
    path: str
    url: str


def reader_of(request: HttpRequest) -> Reader:
    """Two queries at most for a signed-in person, none for a visitor."""
    standing = standing_of(getattr(request, "user", None))
    if standing == NOBODY:
        return Reader()
    belongs = standing.cities or standing.advises
    return Reader(
        city=City.objects.filter(pk__in=belongs).first() if len(belongs) == 1 else None,
        writes=bool(standing.cities & standing.members),
        reviews=standing.reviewer or standing.operator,
        operates=standing.operator,
    )


def translations_of(request: HttpRequest) -> list[Translation]:
    """The same page in every language, with the query string; the home page where an address has no translation."""
    found = []
    here, language = request.get_full_path(), (get_language() or settings.LANGUAGE_CODE)[:2]
    for code, name in settings.LANGUAGES:
        path = translate_url(here, code)
        if path == here and code != language:
            with override(code):
                path = reverse("home")
        found.append(Translation(code, name, path, f"{settings.SITE_URL}{path.partition('?')[0]}"))
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all pages; what costs a query is read only where a template asks for it."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "site_name": settings.SITE_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "is_demo_site": settings.DEMO,
        "theme": theme if theme in THEMES else "",
        "language": (get_language() or settings.LANGUAGE_CODE)[:2],
        "canonical": f"{settings.SITE_URL}{request.path}",
        "translations": SimpleLazyObject(lambda: translations_of(request)),
        "reader": SimpleLazyObject(lambda: reader_of(request)),
    }
