"""What somebody has typed so far: every word may be unfinished, and may lack its Polish letters."""

from dataclasses import dataclass

from search import analysis
from search.finding.snippets import Segment
from search.function_words import is_function_word
from search.query.parser import parse
from search.query.syntax import Word

# Shorter beginnings begin too much, longer questions are sentences, which nothing is called.
SHORTEST, LONGEST, MOST_WORDS = 2, 100, 8


@dataclass(frozen=True, slots=True)
class Typed:
    """The lowercased words that tell something, in their order, and each without its diacritics."""

    words: tuple[str, ...]
    bare: tuple[str, ...]

    def in_text(self, text: str, language: str) -> list[Segment] | None:
        """The text with what was typed marked in it: the beginnings of words, and other forms of a typed word as a whole. None where one of
        the words is not there. `language`: of the analysis.
        """
        places: dict[int, int] = {}
        tokens = analysis.tokens(text, language)
        for word, beginning in zip(self.words, self.bare, strict=True):
            term = analysis.term(word, language)
            found = {
                token.start: token.start + len(beginning)
                if analysis.bare(token.word).startswith(beginning)
                else token.end
                for token in tokens
                if token.term == term or analysis.bare(token.word).startswith(beginning)
            }
            if not found:
                return None
            places |= {start: max(end, places.get(start, 0)) for start, end in found.items()}
        return _segments(text, sorted(places.items()))


def typed(q: str) -> Typed | None:
    """What a question says so far; None where nothing can be offered: too short, too long, or with phrases, exclusions or fields."""
    clauses = parse(q).clauses if len(q) <= LONGEST else ()
    if not all(isinstance(clause, Word) for clause in clauses):
        return None
    words = [token.word for token in analysis.tokens(q, "xx")]
    last = len(words) - 1
    # A last letter by itself begins half the dictionary; a function word may be the beginning of another.
    telling = tuple(
        word
        for place, word in enumerate(words)
        if (len(word) >= SHORTEST if place == last else not is_function_word(word))
    )
    return Typed(telling, tuple(map(analysis.bare, telling))) if 0 < len(telling) <= MOST_WORDS else None


def _segments(text: str, places: list[tuple[int, int]]) -> list[Segment]:
    segments, done = [], 0
    for start, end in places:
        segments += [Segment(text[done:start], matched=False), Segment(text[start:end], matched=True)]
        done = end
    return [segment for segment in [*segments, Segment(text[done:], matched=False)] if segment.text]
