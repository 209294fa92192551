"""What changed between two texts, word by word. Pure; markup is the template's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# Above this many tokens matching is done by sentences: word matching is quadratic in the worst case.
_MANY_TOKENS = 4000
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that both have (`same`), only the newer (`added`), or only the older (`removed`)."""

    kind: Literal["same", "added", "removed"]
    text: str


def word_differences(old: str, new: str) -> list[Segment]:
    """Segments that read as `new` without the removed ones and as `old` without the added ones."""
    if old == new:
        return [Segment("same", new)] if new else []
    before, after = _tokens(old), _tokens(new)
    if len(before) + len(after) > _MANY_TOKENS:
        before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    return list(_joined(_matched(before, after)))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _matched(before: list[str], after: list[str]) -> Iterator[Segment]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Segment("same", "".join(before[a:b]))
            continue
        if b > a:
            yield Segment("removed", "".join(before[a:b]))
        if d > c:
            yield Segment("added", "".join(after[c:d]))


def _joined(segments: Iterator[Segment]) -> Iterator[Segment]:
    """A lone space between two changes joins them: "stary dom" → "nowy blok" reads as one change, not two."""
    removed = added = ""
    for segment in segments:
        if segment.kind == "removed":
            removed += segment.text
        elif segment.kind == "added":
            added += segment.text
        elif segment.text.isspace() and (removed or added) and "\n" not in segment.text:
            removed, added = removed + segment.text, added + segment.text
        else:
            yield from _change(removed, added)
            removed = added = ""
            yield segment
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Segment]:
    tail = ""
    if removed != added and removed[-1:].isspace() and removed[-1:] == added[-1:]:
        removed, added, tail = removed[:-1], added[:-1], removed[-1:]
    if removed == added:
        if removed:
            yield Segment("same", removed + tail)
        return
    if removed:
        yield Segment("removed", removed)
    if added:
        yield Segment("added", added)
    if tail:
        yield Segment("same", tail)
