"""The passages of a hit: the best places of its texts, with what was asked for marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from practices.selectors.cards import PracticeCard, Texts
from search.analysis import analysis_language
from search.finding.forms import forms_in
from search.finding.page import Snippet
from search.finding.plan import Plan
from search.finding.snippets import Segment, beginning, highlight, snippet
from search.function_words import telling
from search.models import PracticePassages
from search.records import BODY

_MOST = 2
_FIELDS = ("summary", *BODY)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in the texts of a practice."""

    language: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passages:
    """What is shown of one hit: its title with matches marked, and at most two passages."""

    title: list[Segment]
    snippets: list[Snippet]


def passages(card: PracticeCard, texts: Texts, question: Plan, nearest: Place | None = None) -> Passages:
    """The passages of one hit, of the texts of its version: the one that is nearest in meaning, where that is known, then those with the
    most words. Without words in the question the summary alone is shown, unmarked.
    """
    found = _by_words(card, texts, question)
    near = _near(texts, question, nearest) if nearest else None
    if near is None:
        return found
    others = [snippet for snippet in found.snippets if (snippet.field, snippet.language) != (near.field, near.language)]
    return Passages(found.title, [near, *others][:_MOST])


def read_nearest(hits: Mapping[int, int]) -> dict[int, Place]:
    """Where the passages of these numbers stand, by practice."""
    rows = PracticePassages.objects.filter(practice_id__in=hits).values_list("practice_id", "places")
    found = {id: places[hits[id]] for id, places in rows if hits[id] < len(places)}
    return {id: Place(*place[:4]) for id, place in found.items()}


def _near(texts: Texts, question: Plan, place: Place) -> Snippet | None:
    """Its beginning, or where the words are, if any are in it; None where the text has become another."""
    text = texts.get(place.language, {}).get(place.field, "")[place.start : place.end]
    if not text.strip() or place.field == "title":
        return None
    code = analysis_language(place.language)
    marked = snippet(text, code, question.wanted(code), question.wanted_together(code))
    return Snippet(place.field, place.language, marked or beginning(text))


def _by_words(card: PracticeCard, texts: Texts, question: Plan) -> Passages:
    if not question.has_words:
        return Passages([Segment(card.title, False)], [])
    code = analysis_language(card.language)
    forms = _forms(card, card.language, texts, question)
    title = highlight(card.title, code, question.wanted(code), forms, question.wanted_together(code))
    # The language of the page first: another one only if the match is there alone.
    for language in sorted(texts, key=lambda language: language != card.language):
        if language != card.language:
            forms = _forms(card, language, texts, question)
        found = _in_language(language, texts[language], question, forms)
        if found:
            return Passages(title, found)
    return Passages(title, [])


def _forms(card: PracticeCard, language: str, texts: Texts, question: Plan) -> Mapping[str, str] | None:
    code = analysis_language(language)
    prose = list(texts.get(language, {}).values())
    return forms_in(prose, (card.version_id, language), code, telling(question.wanted(code), code))


def _in_language(
    language: str, fields: Mapping[str, str], question: Plan, forms: Mapping[str, str] | None
) -> list[Snippet]:
    code = analysis_language(language)
    wanted = question.wanted(code)
    phrases = question.wanted_together(code)
    found: list[tuple[int, int, Snippet]] = []
    for place, name in enumerate(_FIELDS):
        text = fields[name]
        segments = snippet(text, code, wanted, phrases, forms=forms) if text else None
        if segments and any(segment.matched for segment in segments):
            distinct = len({segment.text.casefold() for segment in segments if segment.matched})
            found.append((-distinct, place, Snippet(name, language, segments)))
    return [passage for _, _, passage in sorted(found, key=lambda f: f[:2])[:_MOST]]
