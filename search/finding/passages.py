"""The passages of a hit: the best places of its texts, with what was asked for marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from practices.selectors.cards import PracticeCard, Texts
from search.analysis import analysis_language
from search.finding.forms import forms_in
from search.finding.page import Snippet
from search.finding.plan import Plan
from search.finding.snippets import Segment, highlight, snippet
from search.function_words import telling
from search.records import BODY

_MOST = 2
_FIELDS = ("summary", *BODY)


@dataclass(frozen=True, slots=True)
class Passages:
    """What is shown of one hit: its title with matches marked, and at most two passages."""

    title: list[Segment]
    snippets: list[Snippet]


def passages(card: PracticeCard, texts: Texts, question: Plan) -> Passages:
    """The passages of one hit, of the texts of its version. Without words in the question the summary alone is shown, unmarked."""
    if not question.has_words:
        return Passages([Segment(card.title, False)], [])
    title = _title(card, texts.get(card.language, {}), question)
    # The language of the page first: another one only if the match is there alone.
    for language in sorted(texts, key=lambda language: language != card.language):
        found = _in_language((card.version_id, language), texts[language], question)
        if found:
            return Passages(title, found)
    return Passages(title, [])


def _title(card: PracticeCard, fields: Mapping[str, str], question: Plan) -> list[Segment]:
    code = analysis_language(card.language)
    forms = _forms((card.version_id, card.language), fields, question, code)
    return highlight(card.title, code, question.wanted(code), forms)


def _forms(key: tuple[int, str], fields: Mapping[str, str], question: Plan, code: str) -> Mapping[str, str] | None:
    return forms_in(list(fields.values()), key, code, telling(question.wanted(code), code))


def _in_language(key: tuple[int, str], fields: Mapping[str, str], question: Plan) -> list[Snippet]:
    _, language = key
    code = analysis_language(language)
    wanted = question.wanted(code)
    phrases = [phrase[code] for phrase in question.phrases if code in phrase]
    forms = _forms(key, fields, question, code)
    found: list[tuple[int, int, Snippet]] = []
    for place, name in enumerate(_FIELDS):
        text = fields[name]
        segments = snippet(text, code, wanted, phrases, forms=forms) if text else None
        if segments and any(segment.matched for segment in segments):
            distinct = len({segment.text.casefold() for segment in segments if segment.matched})
            found.append((-distinct, place, Snippet(name, language, segments)))
    return [passage for _, _, passage in sorted(found, key=lambda f: f[:2])[:_MOST]]
