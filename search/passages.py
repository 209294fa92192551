"""The passages of a practice that are embedded: its title with each section, a long section in pieces of about 200 tokens."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from practices.models import Practice, PracticeState, PracticeText
from search.records import BODY, listed

# Polish prose has about 1.7 tokens a word with the vocabulary of multilingual models.
PIECE_WORDS = 120
# A practice of all its sections, each several pieces long; what comes after is found by its words.
MOST_PASSAGES = 64

_FIELDS = ("summary", *BODY)
_WORD = re.compile(r"\S+")
# Behind a sentence or a paragraph.
_STOP = re.compile(r"(?<=\w{4})[.!?…]+[\"”»)]*\s+|\n\s*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text field, from `start` to `end`, and what is embedded of it. `key` is the same wherever the same is embedded."""

    language: str
    field: str
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """The name of its content: SHA-256, 128 bits of it in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def place(self) -> tuple[str, str, int, int]:
        """Where it stands."""
        return self.language, self.field, self.start, self.end


@dataclass(frozen=True, slots=True)
class PassagesOf:
    """The passages of a practice as of the database's `version`; none where it is not public."""

    id: int
    version: int
    passages: tuple[Passage, ...]


def read_passages(ids: Collection[int]) -> list[PassagesOf]:
    """The passages of these practices as committed now, in ascending order of id; those that the database does not know are left out."""
    rows = Practice.objects.filter(id__in=listed(ids)).values_list("id", "search_version", "state", "live_id")
    practices = sorted(rows)
    live = [live for *_, state, live in practices if state == PracticeState.PUBLISHED and live]
    texts: dict[int, dict[str, Mapping[str, str]]] = defaultdict(dict)
    found = PracticeText.objects.filter(version__in=listed(live)).order_by("version_id", "language")
    for version, language, title, *fields in found.values_list("version_id", "language", "title", *_FIELDS):
        texts[version][language] = {"title": title, **dict(zip(_FIELDS, fields, strict=True))}
    return [
        PassagesOf(id, version, passages_of(texts[live]) if state == PracticeState.PUBLISHED and live else ())
        for id, version, state, live in practices
    ]


def passages_of(texts: Mapping[str, Mapping[str, str]]) -> tuple[Passage, ...]:
    """The passages of texts by language and field (`title`, `summary`, `challenge`, ...); at most `MOST_PASSAGES`."""
    found = [
        Passage(language, field, start, end, f"{fields.get('title', '')}\n{fields[field][start:end]}".strip())
        for language, fields in texts.items()
        for field in _FIELDS
        for start, end in pieces(fields.get(field, ""))
    ]
    if not found:
        # Only a title.
        found = [Passage(lang, "title", 0, len(t["title"]), t["title"]) for lang, t in texts.items() if t.get("title")]
    return tuple(found[:MOST_PASSAGES])


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a text begin and end: whole sentences of about `PIECE_WORDS` words, of equal size; never longer by half."""
    words = [match.span() for match in _WORD.finditer(text)]
    if not words:
        return
    number = -(-len(words) // PIECE_WORDS)
    stops = [match.end() for match in _STOP.finditer(text)]
    begun = 0
    for piece in range(1, number):
        wish = words[len(words) * piece // number][0]
        near = [stop for stop in stops if begun < stop and abs(stop - wish) < (wish - begun) / 2]
        at = min(near, key=lambda stop: abs(stop - wish), default=wish)
        yield _trimmed(text, begun, at)
        begun = at
    yield _trimmed(text, begun, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
