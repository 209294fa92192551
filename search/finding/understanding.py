"""What a question seems to mean where it has typing errors.

Its words are corrected, in quotes or not: a tag, a theme, a city and whatever is excluded were meant letter by letter. A question that is
all in quotes asks for just these words: corrections of it are only suggested.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from search import analysis
from search.correction import MOST_WORDS, corrected
from search.function_words import is_function_word
from search.query.parser import FIELD_NAMES
from search.query.syntax import Clause, Phrase, Query, Word
from search.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with its corrections in place.

    `query` has all of them; `certain` those only that can be shown unasked, as what was typed is in no text and in no dictionary.
    `corrections`: what was typed and what it was taken for, in the order of the question and in its capitals.
    """

    query: Query
    certain: Query
    corrections: tuple[tuple[str, str], ...] = ()


_LONGEST_ACRONYM = 4
# Given the words that corrections would bring in: those of them that may be shown.
Confirm = Callable[[Collection[str]], Collection[str]]


def understood(query: Query, vocabulary: Vocabulary, *, confirm: Confirm = frozenset) -> Understood:
    """The question as it was probably meant; unchanged, and without corrections, where nothing seems wrong with it.

    `confirm` is asked once, and only if there is something to correct; a correction with a word that it does not confirm is not made.
    """
    runs: list[_Run | Clause] = []
    left = MOST_WORDS
    for kind, clauses in groupby(query.clauses, key=type):
        if kind is Word:
            texts = [" ".join(clause.text for clause in clauses if isinstance(clause, Word))]
        elif kind is Phrase:
            texts = [clause.text for clause in clauses if isinstance(clause, Phrase)]
        else:
            runs += clauses
            continue
        for text in texts:
            tokens = analysis.tokens(text, "xx")[:left]
            left -= len(tokens)
            changes = _changes(text, tokens, vocabulary, may_be_certain=bool(query.words))
            runs.append(_Run(text, tuple(changes), quoted=kind is Phrase))
    runs = _confirmed(runs, confirm)
    made = [change for run in runs if isinstance(run, _Run) for change in run.told()]
    if not made:
        return Understood(query, query)
    return Understood(_query(runs), _query(runs, certain=True), tuple(made))


def respelled(text: str, vocabulary: Vocabulary) -> str:
    """A text with the Polish letters that it was typed without, as `Vocabulary.restore` has them; English words stay as they are."""
    parts, end = [], 0
    marked = analysis.bare(text.lower()) != text.lower()
    for token in analysis.tokens(text, "xx"):
        typed, right = text[token.start : token.end], vocabulary.restore(token.word, "pl")
        keep = right == token.word or len(right) != len(typed) or _is_right(token.word, right, vocabulary, marked)
        parts += [text[end : token.start], typed if keep else _in_capitals_of(typed, right)]
        end = token.end
    return "".join([*parts, text[end:]])


def _is_right(word: str, restored: str, vocabulary: Vocabulary, marked: bool) -> bool:
    """Whether a word can be what was meant without the marks that it would get. `marked`: whether others of the text have marks."""
    if analysis.in_dictionary(word, "pl"):
        return marked or analysis.term(word, "pl") == analysis.term(restored, "pl")
    return vocabulary.knows(word, "en") or analysis.in_dictionary(word, "en")


def _in_capitals_of(typed: str, right: str) -> str:
    return "".join(
        letter if letter.lower() == meant else meant.upper() if letter.isupper() else meant
        for letter, meant in zip(typed, right, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """What was meant instead of the letters of a text from `start` to before `end`."""

    start: int
    end: int
    meant: str
    certain: bool

    @property
    def brings(self) -> frozenset[str]:
        """The lowercased words that it brings into the question, but for function words."""
        return frozenset(word for word in self.meant.lower().split() if not is_function_word(word))


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand beside each other in a question, and what is changed in their text."""

    text: str
    changes: tuple[_Change, ...]
    quoted: bool

    def told(self) -> list[tuple[str, str]]:
        """What was typed and what was meant, change by change."""
        return [(self.text[change.start : change.end], change.meant) for change in self.changes]

    def clauses(self, *, certain: bool) -> list[Clause]:
        """Its words or phrase with the changes made: all of them, or those only that are certain."""
        parts, end = [], 0
        for change in self.changes:
            if change.certain or not certain:
                parts += [self.text[end : change.start], change.meant]
                end = change.end
        text = "".join([*parts, self.text[end:]])
        return [Phrase(text)] if self.quoted else [Word(word) for word in text.split()]


def _query(runs: Iterable[_Run | Clause], *, certain: bool = False) -> Query:
    clauses: list[Clause] = []
    for run in runs:
        clauses += run.clauses(certain=certain) if isinstance(run, _Run) else [run]
    return Query(tuple(clauses))


def _confirmed(runs: list[_Run | Clause], confirm: Confirm) -> list[_Run | Clause]:
    changes = [change for run in runs if isinstance(run, _Run) for change in run.changes]
    if not changes:
        return runs
    shown = confirm({word for change in changes for word in change.brings})
    return [
        replace(run, changes=tuple(change for change in run.changes if change.brings.issubset(shown)))
        if isinstance(run, _Run)
        else run
        for run in runs
    ]


def _changes(
    text: str, tokens: list[analysis.Token], vocabulary: Vocabulary, *, may_be_certain: bool
) -> Iterator[_Change]:
    # An empty word stands between its neighbours and is never corrected.
    shouted = _is_shouted(text)
    words = ["" if _is_acronym(text, token) and not shouted else token.word for token in tokens]
    for correction in corrected(words, vocabulary):
        start, end = tokens[correction.start].start, tokens[correction.end - 1].end
        if text[end : end + 1] == ":" and correction.corrected in FIELD_NAMES:
            continue  # it would become the name of a clause
        certain = correction.certain and may_be_certain
        yield _Change(start, end, _as_typed(text[start:end], correction.corrected), certain)


def _is_acronym(text: str, token: analysis.Token) -> bool:
    typed = text[token.start : token.end]
    return len(typed) <= _LONGEST_ACRONYM and not typed[1:].islower()


def _is_shouted(text: str) -> bool:
    """Whether it is typed in capitals for the most part."""
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _as_typed(typed: str, meant: str) -> str:
    if _is_shouted(typed):
        return meant.upper()
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() else meant
