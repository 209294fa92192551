"""Snippets: the passage of a text that best answers a question, as segments that say what matched. Never HTML.

A text is analysed again as it was for the index, so whatever form of a word is there, it is marked. Function words are
marked only where nothing else is wanted, or inside a phrase.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.analysis import places, spans
from search.function_words import telling

LENGTH = 220
LOOKED_AT = 20_000
ELLIPSIS = "…"

_GAP = re.compile(r"\s+")
# Four letters before the full stop, so that "ul." and "np." end no sentence.
_SENTENCE_END = re.compile(r"(?<=\w{4})[.!?…]+[\"”»)]*\s+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text, and whether it is a word that was asked for."""

    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """A place to mark; `key` is its term, or a whole phrase's number, which counts like a term of its own."""

    key: str | int
    start: int
    end: int


def snippet(
    text: str,
    language: str,
    wanted: Collection[str],
    phrases: Sequence[Sequence[str]] = (),
    length: int = LENGTH,
    forms: Mapping[str, str] | None = None,
) -> list[Segment] | None:
    """The passage of about `length` characters with the most of what is wanted; None where the text has nothing of it.

    `wanted`: terms; `phrases`: sequences of terms that must stand together to count; `language`: of the analysis.
    `forms`: where the caller knows them, the words of the text that have a wanted term (word -> term; `search.finding.forms`).
    Words stay whole, an ellipsis stands where the text goes on. Of a long text the first 20,000 characters are read.
    """
    head = _head(text)
    matches = _matches(head, language, wanted, phrases, forms)
    if not matches:
        return None
    first, last = _best_window(matches, length)
    start, end = _passage(text, matches[first].start, max(m.end for m in matches[first : last + 1]), length)
    segments = _segments(text, start, end, matches)
    before = [Segment(ELLIPSIS, False)] if text[:start].strip() else []
    after = [Segment(ELLIPSIS, False)] if end < len(text.rstrip()) else []
    return _joined([*before, *segments, *after])


def beginning(text: str, length: int = LENGTH) -> list[Segment]:
    """The first `length` characters or fewer of a text, whole words, nothing marked."""
    start, end = _passage(text, 0, 0, length)
    after = [Segment(ELLIPSIS, False)] if end < len(text.rstrip()) else []
    return _joined([Segment(text[start:end], False), *after])


def highlight(
    text: str,
    language: str,
    wanted: Collection[str],
    forms: Mapping[str, str] | None = None,
    phrases: Sequence[Sequence[str]] = (),
) -> list[Segment]:
    """The whole text with the wanted terms and phrases marked; for titles."""
    return _joined(_segments(text, 0, len(text), _matches(_head(text), language, wanted, phrases, forms)))


def marked_forms(
    text: str, language: str, wanted: Collection[str], phrases: Sequence[Sequence[str]] = ()
) -> list[tuple[str | int, str]]:
    """The words that would be marked, each form once, lowercased, with its term; a whole phrase with its number in `phrases`."""
    matches = _matches(_head(text), language, wanted, phrases, None)
    return list(dict.fromkeys((match.key, text[match.start : match.end].lower()) for match in matches))


def _head(text: str) -> str:
    head = text[:LOOKED_AT]
    if len(text) <= LOOKED_AT or head[-1].isspace():
        return head
    # A word cut in two would be another word.
    return head[: -len(head.rsplit(maxsplit=1)[-1])] or head


def _matches(
    text: str,
    language: str,
    wanted: Collection[str],
    phrases: Sequence[Sequence[str]],
    forms: Mapping[str, str] | None,
) -> list[_Match]:
    """Every place to mark, in order; a phrase's place comes before those of its words."""
    if forms is not None and not phrases:
        return [_Match(*word) for word in places(text, forms)]
    terms = telling(wanted, language)
    found = spans(text, language)
    matches = [_Match(*word) for word in found if word[0] in terms]
    sequence = [term for term, _, _ in found]
    for number, phrase in enumerate(phrases):
        for at in _occurrences(sequence, list(phrase)):
            matches += [_Match(number, found[at][1], found[at + len(phrase) - 1][2])]
            matches += [_Match(*word) for word in found[at : at + len(phrase)] if word[0] not in terms]
    return sorted(matches, key=lambda match: (match.start, -match.end)) if phrases else matches


def _occurrences(sequence: list[str], phrase: list[str]) -> Iterable[int]:
    if not phrase:
        return
    for at, term in enumerate(sequence):
        if term == phrase[0] and sequence[at : at + len(phrase)] == phrase:
            yield at


def _best_window(matches: Sequence[_Match], length: int) -> tuple[int, int]:
    """First and last match of the earliest window with the most: a phrase before any number of distinct terms."""
    worth_of_phrase = len({match.key for match in matches})
    inside: Counter[str | int] = Counter()
    best, most, worth, left = (0, 0), 0, 0, 0

    def worth_of(match: _Match) -> int:
        first_of_its_kind = not inside[match.key]
        return first_of_its_kind * (worth_of_phrase if isinstance(match.key, int) else 1)

    for right, match in enumerate(matches):
        worth += worth_of(match)
        inside[match.key] += 1
        while left < right and match.end - matches[left].start > length:
            inside[matches[left].key] -= 1
            worth -= worth_of(matches[left])
            left += 1
        if worth > most:
            best, most = (left, right), worth
    return best


def _passage(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Start and end of a passage around the characters from `first` to `last`: from the beginning of a sentence where
    one is near, else with a third of the room before them."""
    earliest = max(0, last - length)
    start = 0
    if earliest > 0:
        ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, first)]
        start = ends[-1] if ends else _next_word(text, first - max(0, length - (last - first)) // 3, first)
    wish = start + length
    if wish >= len(text):
        return start, len(text.rstrip())
    kept = last if last <= wish else first
    gaps = [gap.start() for gap in _GAP.finditer(text, kept, wish + 1)]
    return start, gaps[-1] if gaps else min(last, wish)


def _next_word(text: str, position: int, latest: int) -> int:
    gap = _GAP.search(text, max(0, position - 1), latest)
    return gap.end() if gap else latest


def _segments(text: str, start: int, end: int, matches: Iterable[_Match]) -> list[Segment]:
    segments: list[Segment] = []
    at = start
    for match in matches:
        if isinstance(match.key, str) and match.start >= at and match.start < end:
            segments += [Segment(text[at : match.start], False), Segment(text[match.start : min(match.end, end)], True)]
            at = min(match.end, end)
    return [*segments, Segment(text[at:end], False)]


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Without empty segments, and with unmatched neighbours as one."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and not segment.matched and not joined[-1].matched:
            joined[-1] = Segment(joined[-1].text + segment.text, False)
        elif segment.text:
            joined.append(segment)
    return joined
