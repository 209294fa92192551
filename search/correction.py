"""Typing errors in a question: which of its words were meant otherwise, and how.

Only what no document could answer is corrected: a word that the documents lack in every language and form. In its place comes the word of
the documents that is likeliest meant: by how common it and its other forms are, by the error it takes (`search.mistyping`) and by the
language of the rest of the question. Where the documents have no such word, it may be another form of one, known to the dictionary, or two
words run together. Work is bounded for any question.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import exp

from search.analysis import LANGUAGES, bare, in_dictionary, term
from search.function_words import is_function_word
from search.mistyping import UNLIKELY, price
from search.spellings import spellings
from search.vocabulary import Vocabulary

SHORTEST, LONGEST = 4, 24
_SHORTER = 3  # may be left of a word of four letters
# Of a question: words that are looked at, and those of them that are corrected at most.
MOST_WORDS, MOST_CORRECTED = 64, 32

_LONG = 9  # from here on with two errors
_STEPS = 40_000  # of all walks for two errors
_LOOK_UPS = 2_000  # in the dictionary, 20 microseconds each
_AFTER_FUNCTION_WORD = 5
_MOST_NEW = 8
_SAME_LANGUAGE = 1.0
# What is suggested for a word of a dictionary is in so many of the documents; its endings are no errors.
_COMMON_SHARE, _ENDING = 0.01, 2
_COMMON_DOCUMENTS, _FAR_COMMONER = 5, 5
_MOST_FORMS, _INFLECTED = 40, 3
_DICTIONARIES = ("pl", "en")
_LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźżqvx"


@dataclass(frozen=True, slots=True)
class Correction:
    """The words of a question from `start` to before `end`, and what was meant (two words with a space where they ran together).

    `certain`: what was typed is in no text and in no dictionary, and the error is a likely one or the word long. What is in a dictionary
    may well have been meant as it stands, so a correction of it is at most worth suggesting.
    """

    start: int
    end: int
    typed: str
    corrected: str
    certain: bool


def corrected(words: Sequence[str], vocabulary: Vocabulary) -> list[Correction]:
    """The likely typing errors among the words of a question, lowercased, in their order; nothing where all seems right.

    Words of fewer than three letters, numbers, function words and what the documents have, in whatever form or without its Polish
    letters, are never touched. Takes 1-10 ms a word that is unknown.
    """
    return list(_Question(tuple(words[:MOST_WORDS]), vocabulary).corrections())


@dataclass(frozen=True)
class _Question:
    words: tuple[str, ...]
    vocabulary: Vocabulary

    def corrections(self) -> Iterator[Correction]:
        joined: set[int] = set()
        for at in self._unknown:
            if at in joined:
                continue
            for first, second in ((at - 1, at), (at, at + 1)):
                if joined.isdisjoint((first, second)) and (whole := self._joined(first, second)):
                    joined |= {first, second}
                    yield self._correction(first, second + 1, whole)
                    break
            else:
                meant = self._meant(self.words[at])
                if meant and (not _is_word(self.words[at]) or self._is_worth_suggesting(self.words[at], meant)):
                    yield self._correction(at, at + 1, meant)

    @cached_property
    def _languages(self) -> list[str]:
        return self.vocabulary.languages()

    @cached_property
    def _unknown(self) -> list[int]:
        """Where words stand that are corrected."""
        if not self._languages:
            return []
        unknown = (
            at for at, word in enumerate(self.words) if _may_be_wrong(word, _SHORTER) and not self._is_known(word)
        )
        return list(islice(unknown, MOST_CORRECTED))

    @cached_property
    def _language(self) -> str:
        """The one in which the documents have most of the question's words."""
        known = Counter(lang for lang in self._languages for word in self.words if self.vocabulary.knows(word, lang))
        return max(self._languages, key=lambda language: known[language])

    @cached_property
    def _marked(self) -> bool:
        return any(bare(word) != word for word in self.words)

    def _is_known(self, word: str) -> bool:
        """Whether documents have the word, or another form of one in a dictionary, or what it stands for without its Polish letters."""
        if any(self.vocabulary.knows(word, language) for language in LANGUAGES):
            return True
        spelled = {language: self.vocabulary.restore(word, language) for language in self._languages}
        return any(
            self.vocabulary.knows(w, lang) or (self._frequency(w, lang) and in_dictionary(w, lang))
            for lang, w in spelled.items()
        )

    def _frequency(self, word: str, language: str) -> int:
        return self.vocabulary.df(language, term(word, language))

    def _correction(self, start: int, end: int, meant: str) -> Correction:
        typed = self.words[start:end]
        places = range(start, end)
        mistaken = all(at in self._unknown and not _is_word(self.words[at]) for at in places)
        one_word = end - start == 1 and " " not in meant
        plain = not one_word or len(meant) >= _LONG or self._price(typed[0], meant) < UNLIKELY
        return Correction(start, end, " ".join(typed), meant, mistaken and plain)

    def _is_worth_suggesting(self, word: str, meant: str) -> bool:
        """Whether a word that is right by itself seems mistyped: a likely error, not in its ending, and a common word without it."""
        common = any(
            self._frequency(meant, language) >= _COMMON_SHARE * self.vocabulary.documents_in(language)
            for language in self._languages
        )
        return common and word[-_ENDING:] == meant[-_ENDING:] and self._price(word, meant) < UNLIKELY

    def _meant(self, word: str) -> str:
        """What a word was meant to be, "" where nothing is like it; what is likelier is looked for first."""
        found = self._near(word, errors=1)
        if len(word) < SHORTEST:
            return self._likeliest(word, {(lang, meant) for lang, meant in found if self._lost_a_letter(meant, lang)})
        if any(self._is_form_of_a_name(word, language) for language in self._languages):
            return self._likeliest(word, {(lang, meant) for lang, meant in found if self._outdoes(word, meant, lang)})
        if all(self._price(word, meant) >= UNLIKELY for _, meant in found):
            found |= self._unseen(word)
        if found:
            return self._likeliest(word, found)
        if apart := self._split(word):
            return apart
        far = self._near(word, errors=2) if len(word) >= _LONG else set()
        return self._likeliest(word, far or self._near(word, errors=1, kept=0))

    def _lost_a_letter(self, meant: str, language: str) -> bool:
        """Whether it is a common word from which three letters may be left."""
        least = max(_COMMON_DOCUMENTS, _COMMON_SHARE * self.vocabulary.documents_in(language))
        return len(meant) == SHORTEST and self._frequency(meant, language) >= least

    def _is_form_of_a_name(self, word: str, language: str) -> bool:
        """Whether documents have other forms of a word that no dictionary has. (A wrong form of a word that one has is mistyped.)"""
        stem = term(word, language)
        if not self.vocabulary.df(language, stem):
            return False
        others = self.vocabulary.beginning_with(bare(word)[: len(stem)], language, most=_MOST_FORMS)
        return any(term(other, language) == stem and not in_dictionary(other, language) for other in others)

    def _outdoes(self, word: str, meant: str, language: str) -> bool:
        """Whether a word whose stem the documents have was all the same meant otherwise: by a likely error, not in the ending where the
        stem is the same, else only for a far commoner word.
        """
        if self._price(word, meant) >= UNLIKELY:
            return False
        if term(word, language) == term(meant, language):
            return word[-_ENDING:] == meant[-_ENDING:]
        return self._frequency(meant, language) >= _FAR_COMMONER * self._frequency(word, language)

    def _near(self, word: str, *, errors: int, kept: int = 1) -> set[tuple[str, str]]:
        """Language and word of what the documents have so many errors apart."""
        return {
            (language, meant)
            for language in self._languages
            for found in self.vocabulary.near(bare(word), language, errors=errors, kept=kept, steps=self._share(_STEPS))
            for meant in self.vocabulary.spelled(found, language)
        }

    def _unseen(self, word: str) -> set[tuple[str, str]]:
        """Forms one error apart that no document has, of words that they have."""
        found = set()
        for language in _DICTIONARIES:
            if language in self._languages:
                looks = self.vocabulary.letters(language)
                likely = {form for form in _variants(word, looks.places_of_error(word)) if looks.seems_a_word(form)}
                tried = sorted(likely, key=lambda form: (self._price(word, form), form))[: self._share(_LOOK_UPS)]
                forms = (form for form in tried if in_dictionary(form, language))
                found |= {(language, form) for form in forms if self._frequency(form, language)}
        return found

    def _likeliest(self, word: str, found: Iterable[tuple[str, str]]) -> str:
        """Of the term that all its forms together make likeliest, the likeliest form."""
        forms: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for language, meant in found:
            if self._differs_in_its_ending(word, meant):
                continue
            documents = self.vocabulary.count(meant, language) + self._frequency(meant, language)
            context = _SAME_LANGUAGE * (language == self._language)
            likelihood = documents * exp(context - self._price(word, meant))
            forms[language, term(meant, language)][meant] = likelihood
        best = max(forms.items(), key=lambda item: (sum(item[1].values()), item[0]), default=(None, {}))[1]
        return max(best, key=lambda form: (best[form], form), default="")

    def _differs_in_its_ending(self, word: str, meant: str) -> bool:
        """Whether one is rather another form of the other than mistyped."""
        same = next(
            (at for at, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant))
        )
        short = max(len(word), len(meant)) - same <= _INFLECTED and same >= SHORTEST
        return short and self._price(word, meant) >= UNLIKELY

    def _price(self, word: str, meant: str) -> float:
        return price(word, meant, marked=self._marked)

    def _joined(self, first: int, second: int) -> str:
        """The word that two neighbours are together, "" if the documents have none."""
        if first < 0 or second >= len(self.words):
            return ""
        parts = self.words[first], self.words[second]
        return self._commonest("".join(parts)) if all(map(_may_be_wrong, parts)) else ""

    def _split(self, word: str) -> str:
        """The two words that were run together, "" if the documents have no two."""
        pairs: dict[tuple[str, str], int] = {}
        for at in range(1, len(word) - SHORTEST + 1):
            first, second = word[:at], self._commonest(word[at:])
            if at < SHORTEST:
                first = (
                    first if is_function_word(first) and first != "nie" and len(second) >= _AFTER_FUNCTION_WORD else ""
                )
            elif second:
                first = self._commonest(first)
            if first and second:
                pairs[first, second] = min(self._count(part) for part in (first, second) if len(part) >= SHORTEST)
        best = max(pairs, key=lambda pair: (pairs[pair], pair), default=())
        return " ".join(best)

    def _commonest(self, word: str) -> str:
        """What the documents have with the same letters but for their Polish marks."""
        plain = bare(word)
        spelled = {meant for language in self._languages for meant in self.vocabulary.spelled(plain, language)}
        return word if word in spelled else max(spelled, key=lambda meant: (self._count(meant), meant), default="")

    def _count(self, word: str) -> int:
        return sum(self.vocabulary.count(word, language) for language in self._languages)

    def _share(self, work: int) -> int:
        """What falls to one unknown word of the work that a question may make in one language."""
        return work // (len(self._unknown) * len(self._languages))


def unknown_words(words: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Those of the lowercased words that `corrected` would look for among words as yet unknown to the vocabulary, at most eight."""
    new = (word for word in words if _may_be_wrong(word) and not _is_word(word))
    return list(islice((w for w in new if not any(vocabulary.knows(w, language) for language in LANGUAGES)), _MOST_NEW))


def _may_be_wrong(word: str, shortest: int = SHORTEST) -> bool:
    return shortest <= len(word) <= LONGEST and word.isalpha() and not is_function_word(word)


def _is_word(word: str) -> bool:
    return any(in_dictionary(word, language) for language in _DICTIONARIES) or bool(spellings(word))


def _variants(word: str, places: Iterable[int]) -> Iterator[str]:
    """What the word may have been before one error behind so many letters."""
    for at in places:
        before, after = word[:at], word[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]
