"""Every address that exists, what is asked for behind it, and what each role is answered."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from tests.access.world import BAIT, LEFT, ROLES, SEE_DRAFTS, SEE_REVIEWS, WRITERS, World

# Whatever the panel makes of it (some of its pages only take forms), but no failure.
ANY = 0
# Status by role.
Answers = Mapping[str, int]


@dataclass(frozen=True)
class Case:
    """One address to read, and what becomes of it."""

    route: str
    address: str
    answers: Answers


def everyone(status: int = 200) -> Answers:
    """The same for all."""
    return dict.fromkeys(ROLES, status)


def only(*allowed: tuple[frozenset[str], int]) -> Answers:
    """These roles are let in; visitors are sent to sign in, all others are refused."""
    refused = {role: 302 if role == "anonymous" else 403 for role in ROLES}
    return refused | {role: status for roles, status in allowed for role in roles}


def signed_in(status: int = 200) -> Answers:
    """Anyone with an account."""
    return only((frozenset(ROLES) - {"anonymous"}, status))


SUBMITTERS = frozenset({"submitting editor", "coordinator"})
CLOSERS = frozenset({"coordinator", "operator"})
LEFT_CLOSERS = frozenset({"left coordinator", "operator"})
REVIEWERS = frozenset({"reviewer", "operator"})
OPERATOR = frozenset({"operator"})

# A version that may be looked at, by where it is.
_SEEN: Mapping[str, frozenset[str]] = {
    "draft": SEE_DRAFTS, "submitted": SEE_REVIEWS, "returned": SEE_REVIEWS, "former": SEE_REVIEWS, "live": SEE_REVIEWS,
    "next": SEE_DRAFTS, "withdrawn": SEE_REVIEWS, "left draft": LEFT | OPERATOR,
}  # fmt: skip
_WRITTEN = ("draft", "returned", "next")


def _looked_at(version: str) -> Answers:
    return only((_SEEN[version], 200))


def _edited(version: str) -> Answers:
    """The form for those who may write; others who may look are led to where they can."""
    return only((_SEEN[version], 302), *([(WRITERS, 200)] if version in _WRITTEN else []))


_PUBLIC = {
    "published": 200, "archived": 200, "left": 200, "withdrawn": 410, "withdrawn just now": 410, "draft": 404,
    "left draft": 404,
}  # fmt: skip
_CITIES = ("home", "other", "left")

# Route -> (what fills it, answers). Values: a practice, version or city by its name in the world.
_FILLED: Mapping[str, Mapping[str, Answers]] = {
    "api/v1/practices/<int:id>/": {name: everyone(status) for name, status in _PUBLIC.items()},
    "api/v1/practices/<int:id>/similar/": {name: everyone(status) for name, status in _PUBLIC.items()},
    "praktyki/<int:id>-<slug:slug>/": {name: everyone(status) for name, status in _PUBLIC.items()},
    "api/v1/cities/<slug:slug>/": {name: everyone() for name in _CITIES},
    "api/v1/cities/<slug:slug>/recommendations/": {name: everyone() for name in _CITIES},
    "api/v1/cities/<slug:slug>/peers/": {name: everyone() for name in _CITIES},
    "miasta/<slug:slug>/": {name: everyone() for name in (*_CITIES, "outside")},
    "tematy/<slug:slug>/": {"theme": everyone()},
    "moje-miasto/<slug:slug>/": {"home": only((SEE_DRAFTS, 200)), "left": only((LEFT | OPERATOR, 200))},
    "moje-miasto/<slug:slug>/zaproszenia/": {"home": everyone(405)},
    "moje-miasto/<slug:slug>/osoby/<int:assignment>/": {"home": everyone(405)},
    "szkice/<int:version>/": {name: _edited(name) for name in _SEEN},
    "szkice/<int:version>/podglad/": {name: _looked_at(name) for name in _SEEN},
    "szkice/<int:version>/stan/": {name: _looked_at(name) for name in _SEEN},
    "szkice/<int:version>/wyslij/": {"draft": only((SUBMITTERS, 200)), "left draft": only()},
    "szkice/<int:version>/porzuc/": {"draft": only((WRITERS, 200)), "left draft": only()},
    "szkice/<int:version>/wiadomosc/": {"submitted": everyone(405)},
    "recenzje/<int:version>/": {"submitted": only((REVIEWERS, 200)), "draft": only((REVIEWERS, 404))},
    "recenzje/<int:version>/przydziel/": {"submitted": everyone(405)},
    "praktyki/<int:practice>/edycja/": {"published": only((WRITERS, 302)), "draft": only((WRITERS, 302)), "left": only()},
    "praktyki/<int:practice>/archiwum/": {"published": only((CLOSERS, 200)), "left": only((LEFT_CLOSERS, 200))},
    "praktyki/<int:practice>/przywroc/": {"archived": only((CLOSERS, 200))},
    "praktyki/<int:practice>/wycofaj/": {"published": only((CLOSERS, 200)), "archived": only((CLOSERS, 200))},
    "zaproszenie/<str:token>/": {"token": everyone(), "no token": everyone(404)},
    "szukaj/wartosci/<slug:facet>/": {"tag": everyone(), "none": everyone(404)},
    "konto/haslo/<uidb36>-<key>/": {"no token": everyone()},
}  # fmt: skip

_FIXED: Mapping[str, Answers] = {
    "": everyone(), "szukaj/": everyone(), "tematy/": everyone(), "miasta/": everyone(),
    "health/": everyone(), "metrics": {**everyone(403), "operator": 200}, "robots.txt": everyone(), "favicon.ico": everyone(301),
    "api/v1/schema/": everyone(), "api/v1/docs/": everyone(), "api/v1/practices/": everyone(), "api/v1/changes/": everyone(),
    "api/v1/cities/": everyone(), "api/v1/themes/": everyone(), "api/v1/tags/": everyone(), "api/v1/search/": everyone(),
    "api/v1/search/export/": everyone(), "api/v1/search/map/": everyone(), "api/v1/suggest/": everyone(), "szukaj/podpowiedzi/": everyone(),
    "moje-miasto/": signed_in(), "powiadomienia/przeczytane/": everyone(405), "wyglad/": everyone(405),
    "praktyki/nowa/": only((WRITERS | {"other editor", "other coordinator"}, 200)),
    "recenzje/": only((REVIEWERS, 200)),
    "stan-systemu/": only((OPERATOR, 200)), "stan-systemu/sprawdz/": everyone(405), "stan-systemu/ponow/": everyone(405),
    "stan-systemu/porzuc/": only((OPERATOR, 302)), "stan-systemu/wlacz/": only((OPERATOR, 302)),
    "stan-systemu/wroc/": only((OPERATOR, 302)),
    "konto/zaloguj/": {**everyone(302), "anonymous": 200}, "konto/wyloguj/": {**everyone(), "anonymous": 302},
    "konto/nowe/": {**everyone(302), "anonymous": 200},
    "konto/haslo/": everyone(), "konto/haslo/wyslane/": everyone(), "konto/haslo/zmienione/": everyone(),
    "konto/nieaktywne/": everyone(),
}  # fmt: skip

# Read in these ways too: what is hidden must not be found, counted or suggested.
_ASKED: Mapping[str, tuple[str, ...]] = {
    "szukaj/": (f"?q={BAIT}", "?tag=zazolcony", "?sort=newest"),
    "api/v1/search/": (f"?q={BAIT}", f"?q=tag:{BAIT}", "?page_size=100"),
    "api/v1/search/export/": (f"?q={BAIT}", "?format=json", "?format=ris"),
    "api/v1/search/map/": (f"?q={BAIT}",),
    "api/v1/suggest/": (f"?q={BAIT}", f"?q={BAIT[:3]}", "?q=za"), "szukaj/podpowiedzi/": (f"?q={BAIT}", f"?q={BAIT[:3]}", "?q=za"),
    "szukaj/wartosci/<slug:facet>/": (f"?find={BAIT}", f"?q={BAIT}"),
    "api/v1/tags/": ("?q=xq",), "miasta/": ("?q=z",),
    "praktyki/<int:id>-<slug:slug>/": ("?lang=en", "?wersja=1"),
    "recenzje/": ("?q=xq",),
}  # fmt: skip


def routes() -> list[str]:
    """Every route of the project, with the Polish addresses."""
    with override("pl"):
        return [_plain(route) for route in _walk(get_resolver().url_patterns, "")]


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def _plain(route: str) -> str:
    named = re.sub(r"\(\?P(<\w+>)(?:\[[^]]*\]|\.|[^()[])*\)", r"\1", route)
    return named.replace("^", "").replace("$", "")


def cases(route: str, world: World) -> list[Case]:
    """What to read at a route; a route that stands in no table is an error."""
    if route.startswith("admin/"):
        return [_admin(route)]
    filled = {"": _FIXED[route]} if route in _FIXED else _FILLED[route]
    return [
        Case(route, f"/{_address(route, name, world)}{way}", answers)
        for name, answers in filled.items()
        for way in ("", *_ASKED.get(route, ()))
    ]


def _address(route: str, name: str, world: World) -> str:
    city, version, practice = world.cities.get(name), world.versions.get(name), world.practices.get(name)
    shown = practice.slug if practice and _PUBLIC.get(name) == 200 else "x"
    values = {
        "slug": shown if "<int:id>" in route else city.slug if city else "woda",
        "version": version.pk if version else 0,
        "practice": practice.pk if practice else 0,
        "id": practice.pk if practice else 0,
        "assignment": world.assignment,
        "token": world.token if name == "token" else "nie-ma",
        "uidb36": "1",
        "key": "set-password",
        "facet": name,
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


def _admin(route: str) -> Case:
    """The operators' panel: sign in first, then operators alone."""
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(_admin_value(route, found[1])), route)
    if route == "admin/login/":
        return Case(route, f"/{filled}", {**everyone(403), "anonymous": 302})
    return Case(route, f"/{filled}", {**everyone(302), "operator": ANY})


def _admin_value(route: str, name: str) -> object:
    if name == "object_id" and not route.startswith("admin/r/"):
        _, app, model, *_ = route.split("/")
        found = apps.get_model(app, model)._default_manager.order_by("pk").first()
        return found.pk if found else 0
    return {"app_label": "practices", "url": "nie-ma/", "content_type_id": 1, "object_id": 1}[name]
