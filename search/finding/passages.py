"""The passages of a page's hits: texts read once for all, the best places marked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from practices.models import PracticeText
from practices.selectors.cards import PracticeCard
from search.analysis import analysis_language
from search.finding.page import Snippet
from search.finding.plan import Plan
from search.finding.snippets import Segment, highlight, snippet
from search.records import BODY

_MOST = 2
_FIELDS = ("summary", *BODY)


@dataclass(frozen=True, slots=True)
class Passages:
    """What is shown of one hit: its title with matches marked, and at most two passages."""

    title: list[Segment]
    snippets: list[Snippet]


def passages(cards: Sequence[PracticeCard], question: Plan) -> dict[int, Passages]:
    """The passages by practice id; one query. Without words in the question the summary alone is shown, unmarked."""
    if not question.has_words:
        return {card.id: Passages([Segment(card.title, False)], []) for card in cards}
    texts: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    rows = PracticeText.objects.filter(version__in=[card.version_id for card in cards])
    for version, language, *fields in rows.values_list("version_id", "language", *_FIELDS):
        texts[version][language] = tuple(fields)
    return {card.id: _passages(card, texts[card.version_id], question) for card in cards}


def _passages(card: PracticeCard, texts: dict[str, tuple[str, ...]], question: Plan) -> Passages:
    own = analysis_language(card.language)
    title = highlight(card.title, own, question.wanted(own))
    # The language of the page first: another one only if the match is there alone.
    order = sorted(texts, key=lambda language: language != card.language)
    for language in order:
        found = _in_language(language, texts[language], question)
        if found:
            return Passages(title, found)
    return Passages(title, [])


def _in_language(language: str, fields: tuple[str, ...], question: Plan) -> list[Snippet]:
    code = analysis_language(language)
    wanted = question.wanted(code)
    phrases = [phrase[code] for phrase in question.phrases if code in phrase]
    found: list[tuple[int, int, Snippet]] = []
    for place, (name, text) in enumerate(zip(_FIELDS, fields, strict=True)):
        segments = snippet(text, code, wanted, phrases) if text else None
        if segments and any(segment.matched for segment in segments):
            distinct = len({segment.text.casefold() for segment in segments if segment.matched})
            found.append((-distinct, place, Snippet(name, language, segments)))
    return [passage for _, _, passage in sorted(found, key=lambda f: f[:2])[:_MOST]]
