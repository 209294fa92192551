"""A search request: validated, bounded, and canonical, so that one search has one URL.

Nothing here knows whether the theme, tag or city exists: an unknown slug is a search without hits, not an error.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, Self, cast

from search.query.bands import COST_BANDS, STAFF_BANDS
from search.query.freshness import FRESHNESS_BANDS
from search.query.parser import parse
from search.query.syntax import Query

Sort = Literal["relevance", "newest", "evidence", "cost-per-inhabitant"]

POPULATION_BANDS = ("0-20k", "20-50k", "50-100k", "100-300k", "300k+")
KINDS = ("city-with-powiat-rights", "urban", "urban-rural")
STATUSES = ("planned", "running", "finished", "stopped")
EVIDENCE_LEVELS = ("claimed", "monitored", "before-after", "external")
GOALS = tuple(str(number) for number in range(1, 18))
DOCUMENTS = ("yes",)
SORTS: tuple[Sort, ...] = ("relevance", "newest", "evidence", "cost-per-inhabitant")
FACETS = (
    "theme", "tag", "city", "voivodeship", "population", "kind", "cost", "staff", "evidence", "status", "sdg", "language", "year",
    "freshness", "documents",
)  # fmt: skip
PARAMETERS = ("q", *FACETS, "exact", "sort", "page", "page_size", "lang")

MAX_QUERY = 1_000
MAX_CLAUSES = 64
MAX_VALUES = 50
MAX_SLUG = 100
MAX_PAGE_SIZE = 100
PAGE_SIZE = 20
WINDOW = 1_000

_SET = "1"
# The facets whose values are few and fixed.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "population": POPULATION_BANDS, "kind": KINDS, "cost": COST_BANDS, "staff": STAFF_BANDS, "evidence": EVIDENCE_LEVELS,
    "status": STATUSES, "sdg": GOALS, "freshness": FRESHNESS_BANDS, "documents": DOCUMENTS,
}  # fmt: skip
_FORMATS = {
    "voivodeship": (re.compile("[0-9]{2}"), "a TERYT number of two digits, such as 18"),
    "language": (re.compile("[a-z]{2}"), "a language code of two small letters, such as pl"),
    "year": (re.compile("[0-9]{4}"), "a year of four digits, such as 2024"),
}
# Databases refuse NUL, and lone surrogates cannot be written as UTF-8.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class InvalidRequest(Exception):
    """A request that cannot be answered: which parameter, why, and what would be allowed.

    `message` is an English sentence; `code` names the kind of fault for translations: unknown, repeated, integer,
    range, choice, format, too_long, too_many or window.
    """

    def __init__(self, parameter: str, message: str, code: str) -> None:
        super().__init__(message)
        self.parameter = parameter
        self.message = message
        self.code = code


@dataclass(frozen=True)
class SearchRequest:
    """What to search for and which page of it; raises `InvalidRequest` where a value is not allowed.

    `facets`: chosen values by facet name (OR inside a facet, AND between facets), sorted and without doubles.
    `exact`: search the words as they were typed, whatever seems mistyped. `page` counts from 1; `lang` is the language
    in which results are wanted; `query` is `q` parsed; `window` is how many results can be paged through.
    """

    q: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: bool = False
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE
    lang: str = "pl"
    query: Query = field(init=False, repr=False, compare=False)
    window: ClassVar[int] = WINDOW

    def __post_init__(self) -> None:
        if len(self.q) > MAX_QUERY:
            raise InvalidRequest("q", f"q may have at most {MAX_QUERY:,} characters.", "too_long")
        object.__setattr__(self, "q", " ".join(_UNSAFE.sub(" ", self.q).split()))
        object.__setattr__(self, "query", parse(self.q))
        if len(self.query.clauses) > MAX_CLAUSES:
            raise InvalidRequest("q", f"q may have at most {MAX_CLAUSES} words and phrases.", "too_many")
        # Without words there is nothing to take exactly.
        object.__setattr__(self, "exact", self.exact and bool(self.query.words))
        object.__setattr__(self, "facets", _canonical_facets(self.facets))
        _check_choice("sort", self.sort, SORTS)
        _check_format("lang", self.lang, _FORMATS["language"])
        self._check_page()

    def _check_page(self) -> None:
        if self.page < 1:
            raise InvalidRequest("page", "page must be a whole number from 1.", "range")
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise InvalidRequest("page_size", f"page_size must be a whole number from 1 to {MAX_PAGE_SIZE}.", "range")
        if self.page * self.page_size > WINDOW:
            last = WINDOW // self.page_size
            message = (
                f"Only the first {WINDOW:,} results can be paged through: with a page_size of {self.page_size} the "
                f"last page is {last}. Narrow the search instead."
            )
            raise InvalidRequest("page", message, "window")

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str]]) -> Self:
        """The request that URL parameters ask for, each with its list of values; strict about all of them."""
        unknown = next((name for name in params if name not in PARAMETERS), None)
        if unknown is not None:
            message = f"There is no parameter {_quoted(unknown)}; use {', '.join(PARAMETERS)}."
            raise InvalidRequest(_printable(unknown), message, "unknown")
        return cls(
            q=_single(params, "q", ""),
            facets={name: tuple(params[name]) for name in FACETS if name in params},
            exact=_flag(params, "exact"),
            # Checked by __post_init__ like every other value.
            sort=cast(Sort, _single(params, "sort", "relevance")),
            page=_integer(params, "page", 1),
            page_size=_integer(params, "page_size", PAGE_SIZE),
            lang=_single(params, "lang", "pl"),
        )

    def to_params(self, *, without: Collection[str] = ()) -> dict[str, list[str]]:
        """URL parameters that give this request again, always in one order; defaults and `without` are left out."""
        fixed = {"q": self.q, "sort": self.sort, "page": self.page, "page_size": self.page_size, "lang": self.lang}
        values = {name: list(self.facets.get(name, ())) for name in FACETS}
        values["exact"] = [_SET] if self.exact else []
        values |= {name: [str(value)] for name, value in fixed.items() if value != getattr(SearchRequest, name)}
        return {name: values[name] for name in PARAMETERS if values.get(name) and name not in without}

    def with_facet(self, name: str, value: str) -> Self:
        """The same search with one more facet value chosen, from its first page."""
        return replace(self, page=1, facets={**self.facets, name: (*self.facets.get(name, ()), value)})

    def without_facet(self, name: str, value: str) -> Self:
        """The same search with a facet value no longer chosen, from its first page."""
        kept = tuple(chosen for chosen in self.facets.get(name, ()) if chosen != value)
        return replace(self, page=1, facets={**self.facets, name: kept})

    def without_facets(self) -> Self:
        """The same search with no facet value chosen, from its first page."""
        return replace(self, page=1, facets={})

    def with_page(self, page: int) -> Self:
        """Another page of the same search."""
        return replace(self, page=page)

    def with_sort(self, sort: Sort) -> Self:
        """The same search in another order, from its first page."""
        return replace(self, page=1, sort=sort)

    def with_query(self, q: str) -> Self:
        """Another question with the same filters, from its first page."""
        return replace(self, page=1, q=q, exact=False)

    def as_typed(self) -> Self:
        """The same question with nothing in it corrected, from its first page."""
        return replace(self, page=1, exact=True)

    def is_chosen(self, name: str, value: str) -> bool:
        """Whether a facet value is chosen."""
        return value in self.facets.get(name, ())


def _canonical_facets(facets: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    unknown = next((name for name in facets if name not in FACETS), None)
    if unknown is not None:
        raise InvalidRequest(
            _printable(unknown), f"There is no facet {_quoted(unknown)}; use {', '.join(FACETS)}.", "unknown"
        )
    checked = {name: _canonical_values(name, facets[name]) for name in FACETS if name in facets}
    return {name: values for name, values in checked.items() if values}


def _canonical_values(name: str, values: Sequence[str]) -> tuple[str, ...]:
    distinct = set(values)
    if len(distinct) > MAX_VALUES:
        raise InvalidRequest(name, f"{name} may be given at most {MAX_VALUES} different values.", "too_many")
    for value in distinct:
        if name in CHOICES:
            _check_choice(name, value, CHOICES[name])
        elif name in _FORMATS:
            _check_format(name, value, _FORMATS[name])
        elif len(value) > MAX_SLUG:
            raise InvalidRequest(name, f"A value of {name} may have at most {MAX_SLUG} characters.", "too_long")
    if name in CHOICES:
        return tuple(choice for choice in CHOICES[name] if choice in distinct)
    return tuple(sorted({_UNSAFE.sub("\ufffd", value) for value in distinct if value}))


def _check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise InvalidRequest(name, f"{name} cannot be {_quoted(value)}; use one of {', '.join(choices)}.", "choice")


def _check_format(name: str, value: str, expected: tuple[re.Pattern[str], str]) -> None:
    pattern, description = expected
    if not pattern.fullmatch(value):
        raise InvalidRequest(name, f"{name} cannot be {_quoted(value)}; give {description}.", "format")


def _single(params: Mapping[str, Sequence[str]], name: str, default: str) -> str:
    values = params.get(name, ())
    if len(values) > 1:
        raise InvalidRequest(name, f"{name} may be given only once.", "repeated")
    return values[0] if values else default


def _flag(params: Mapping[str, Sequence[str]], name: str) -> bool:
    if name not in params:
        return False
    _check_choice(name, _single(params, name, _SET), (_SET,))
    return True


def _integer(params: Mapping[str, Sequence[str]], name: str, default: int) -> int:
    text = _single(params, name, str(default))
    if not re.fullmatch("-?[0-9]{1,9}", text):
        raise InvalidRequest(name, f"{name} cannot be {_quoted(text)}; give a whole number.", "integer")
    return int(text)


def _quoted(value: str) -> str:
    return f'"{_printable(value)}"'


def _printable(value: str) -> str:
    shown = value if len(value) <= 60 else f"{value[:60]}…"
    return _UNSAFE.sub("\ufffd", shown)
