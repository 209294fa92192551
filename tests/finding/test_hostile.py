"""Whatever is typed is answered, by the engine and by the database."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.finding.find import count_hits, find
from search.finding.page import Degraded
from search.query.request import MAX_QUERY, SearchRequest
from tests.factories import a_city, a_published_practice, a_text
from tests.finding.asking import index_everything

_PIECES = st.sampled_from(
    ['"', "-", "„", "tag:", "theme:", "city:", "*", "~2", "AND", "OR", "(", ")", "\\", "%", "_", "'", ";", "lipa", "Zmyślin",
     "\x00", "\ud800", "\u0301", "ß", "İ", "ﬁ", "𝕝𝕚𝕡𝕒", "🌳", "lip\u00ada", "\u200b", "=", "theme=woda", " "]
)  # fmt: skip
TYPED = st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=25).map("".join)
SORTS, LANGUAGES = st.sampled_from(["relevance", "newest"]), st.sampled_from(["pl", "en", "zz"])
SLUGS = st.lists(st.text(max_size=8), max_size=2)
_MANY = "".join(chr(0x4E00 + n) + "." for n in range(MAX_QUERY // 2))


@pytest.fixture(params=[Degraded.NO, Degraded.ENGINE])
def degraded(request: pytest.FixtureRequest, engine_down: Callable[[], None]) -> Iterator[Degraded]:
    city = a_city("Zmyślin", population=9_000, voivodeship="18")
    a_published_practice(city, tags=("dach",), texts={"pl": a_text(), "en": a_text("Lindens"), "uk": a_text("Липа")})
    index_everything()
    if request.param == Degraded.ENGINE:
        engine_down()
    yield request.param


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(q=TYPED, tags=SLUGS, cities=SLUGS, sort=SORTS, lang=LANGUAGES)
@example(q=_MANY, tags=[], cities=[], sort="relevance", lang="pl")
@example(q="-" + _MANY[:-1], tags=[], cities=[], sort="relevance", lang="pl")
@example(q=f'"{_MANY[:-2]}"', tags=[], cities=[], sort="relevance", lang="pl")
@example(q=f'-"{_MANY[:-3]}"', tags=[], cities=[], sort="relevance", lang="pl")
@example(q=" ".join(f"tag:{n}" for n in range(64)), tags=[], cities=[], sort="newest", lang="pl")
@example(q=" ".join(f'-"a{n} b{n}"' for n in range(64)), tags=[], cities=[], sort="newest", lang="pl")
@example(
    q="a" * MAX_QUERY, tags=[str(n) for n in range(50)], cities=[str(n) for n in range(50)], sort="newest", lang="pl"
)
def test_any_text_is_answered(
    q: str, tags: list[str], cities: list[str], sort: str, lang: str, degraded: Degraded
) -> None:
    page = find(SearchRequest(q=q, facets={"tag": tuple(tags), "city": tuple(cities)}, sort=sort, lang=lang))  # type: ignore[arg-type]
    assert page.degraded is degraded
    assert page.count == len(page.results) <= 1
    count_hits(page.request)
