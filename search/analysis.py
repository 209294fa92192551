"""Text to terms, with offsets: the one analysis for both engines, for indexing, queries and highlighting.

A term is fold(stem(lemma(word))): simplemma's lemma, Snowball's stem of it, diacritics removed; where the Polish
dictionary errs, the lemma of another form of the word (`search.inflection`). Polish and English
have a dictionary each (`search.dictionaries`), opened when first needed (`warm_up` opens them early); every other language is only folded.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain, islice
from threading import Lock
from typing import TYPE_CHECKING

import Stemmer

from search.dictionaries import LANGUAGES as WITH_DICTIONARY
from search.dictionaries import dictionaries
from search.inflection import sister_form

if TYPE_CHECKING:
    from simplemma import Lemmatizer

LANGUAGES: tuple[str, ...] = (*WITH_DICTIONARY, "xx")
ANALYSIS_VERSION = 1
MAX_TERM = 64
MAX_CACHED_WORDS = 200_000

_STEMMERS = {"pl": "polish", "en": "english"}
_BARE = str.maketrans("ąćęłńóśźż", "acelnoszz")
# These do not decompose under NFKD.
_BY_HAND = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ĸ": "k"}
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)
# Combining marks, soft hyphen, joiners: part of a word though \w says no.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
_INSIDE = re.compile(f"[{_MARKS}{_INVISIBLE}]")
_PLAIN_WORD = re.compile(r"\w+")
_ANY_WORD = re.compile(rf"[^\W_](?:[^\W_]++|[{_MARKS}{_INVISIBLE}]++)*+")
_DROP_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: its term, the word itself (lowercased, NFC) and where it stands in the text as given."""

    term: str
    word: str
    start: int
    end: int


class _Morphology:
    """The stem of the lemma of words of one language; opens its dictionary at the first word."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._stemmer = Stemmer.Stemmer(_STEMMERS[language], 0)
        # A PyStemmer object must not serve two threads at once, and the dictionary should be opened once.
        self._lock = Lock()

    def load(self) -> None:
        """Open the dictionary now, if it is not open."""
        self.knows("a")

    def knows(self, word: str) -> bool:
        """Whether a lowercased word is a form in the dictionary, as such or with a capital."""
        with self._lock:
            return self._knows(word)

    def stem(self, word: str) -> str:
        """The stem of the lemma of a lowercased word."""
        with self._lock:
            form = sister_form(word, self._knows) if self._language == "pl" else word
            lemma = _lemmatizer().lemmatize(form, self._language)
            return str(self._stemmer.stemWord(lemma.lower()))

    def _knows(self, word: str) -> bool:
        dictionary = dictionaries().get_dictionary(self._language)
        return dictionary.get(word) is not None or dictionary.get(word.capitalize()) is not None


@cache
def _lemmatizer() -> "Lemmatizer":
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    return Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(dictionary_factory=dictionaries()))


class _Terms(dict[str, str]):
    """Word to term for one language, worked out when first asked for; emptied when full, so memory is bounded."""

    def __init__(self, morphology: _Morphology | None) -> None:
        super().__init__()
        self._morphology = morphology

    def __missing__(self, word: str) -> str:
        if len(word) > MAX_TERM:
            return _as_term(word[:MAX_TERM])
        term = _as_term(self._morphology.stem(word) if self._morphology else word)
        if len(self) >= MAX_CACHED_WORDS:
            self.clear()
        self[word] = term
        return term

    def learn(self, terms: Mapping[str, str]) -> None:
        self.update(islice(terms.items(), max(0, MAX_CACHED_WORDS - len(self))))


def _as_term(stem: str) -> str:
    # Some letters fold to nothing or to several words; an engine must see exactly one.
    return ("".join(fold(stem).split()) or stem)[:MAX_TERM]


_MORPHOLOGIES = {language: _Morphology(language) for language in WITH_DICTIONARY}
_TERMS = {language: _Terms(_MORPHOLOGIES.get(language)) for language in LANGUAGES}


@lru_cache(maxsize=1000)
def analysis_language(code: str) -> str:
    """The analysis ("pl", "en" or "xx") for a language code such as "pl", "PL-pl" or "uk"."""
    primary = re.split("[-_]", code.strip().lower(), maxsplit=1)[0]
    return primary if primary in WITH_DICTIONARY else "xx"


def fold(text: str) -> str:
    """The text casefolded and without diacritics; whitespace and punctuation stay."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BY_HAND)


def bare(word: str) -> str:
    """The word as typed without Polish letters: lowercased, "ścieżka" becomes "sciezka", other accents stay."""
    return unicodedata.normalize("NFC", word).lower().translate(_BARE)


def words(text: str) -> list[str]:
    """Every word of a text in order, lowercased and NFC, the same words that `tokens` gives."""
    try:
        one_byte_each = text.encode(_CODE_PAGE)
    except UnicodeEncodeError:
        return _words_of_any(text)
    return one_byte_each.translate(_LOWERED, _SOFT_HYPHEN).decode(_CODE_PAGE).split()


def _words_of_any(text: str) -> list[str]:
    lowered = text.lower()
    if _is_plain(lowered):
        return _PLAIN_WORD.findall(lowered.replace("_", " "))
    return [_word(match[0]) for match in _ANY_WORD.finditer(text)]


def terms(text: str, language: str) -> list[str]:
    """Every word's term in order; the fast way for indexing. `language` is one of `LANGUAGES`."""
    return list(terms_of(words(text), language))


def terms_of(words: Iterable[str], language: str) -> Iterator[str]:
    """The term of each word, words as `words` gives them. `language` is one of `LANGUAGES`."""
    return map(_TERMS[language].__getitem__, words)


def terms_by_word(words: Iterable[str], language: str) -> dict[str, str]:
    """The distinct words, each with its term."""
    distinct = set(words)
    return dict(zip(distinct, terms_of(distinct, language), strict=True))


def known_terms(words: Iterable[str], language: str) -> dict[str, str]:
    """Those of the words whose term this process has worked out already, with it."""
    known = _TERMS[language]
    return {word: known[word] for word in words if word in known}


def known_words(language: str) -> int:
    """Of how many words this process knows the term."""
    return len(_TERMS[language])


def latest_terms(language: str, beyond: int) -> dict[str, str]:
    """The words whose terms were worked out since so many were known, for another process to `learn`."""
    known = _TERMS[language]
    new = len(known) - beyond
    # A dict remembers the order in which its keys came; it is shorter than it was where it was emptied meanwhile.
    return dict(islice(reversed(known.items()), new if new >= 0 else len(known)))


def learn(terms: Mapping[str, str], language: str) -> None:
    """Take over terms that the same analysis (`fingerprint`) has worked out before, as that takes 20 to 60 microseconds a word."""
    _TERMS[language].learn(terms)


def spans(text: str, language: str) -> list[tuple[str, int, int]]:
    """Term, start and end of every word: `tokens` without the words, several times faster; for highlighting."""
    known = _TERMS[language]
    lowered = text.lower()
    if _is_plain(lowered):
        return [(known[match[0]], *match.span()) for match in _PLAIN_WORD.finditer(lowered.replace("_", " "))]
    return [(known[_word(match[0])], *match.span()) for match in _ANY_WORD.finditer(text)]


def places(text: str, forms: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Those of `spans` whose word is one of `forms` (lowercased word -> term), in a text that `is_plain`; much faster than `spans`."""
    lowered = text.lower()
    if not any(form in lowered for form in forms):
        return []
    found = _PLAIN_WORD.finditer(lowered.replace("_", " "))
    return [(forms[word], *match.span()) for match in found if (word := match[0]) in forms]


def tokens(text: str, language: str) -> list[Token]:
    """Every word with its term and its offsets into the text as given. `language` is one of `LANGUAGES`."""
    return [Token(term, _word(text[start:end]), start, end) for term, start, end in spans(text, language)]


def term(word: str, language: str) -> str:
    """The term of one word (upper or lower case). `language` is one of `LANGUAGES`."""
    return _TERMS[language][_word(word)]


def in_dictionary(word: str, language: str) -> bool:
    """Whether a lowercased word is a form that the language's dictionary has; "xx" has no dictionary."""
    morphology = _MORPHOLOGIES.get(language)
    return morphology is not None and morphology.knows(word)


def warm_up() -> None:
    """Open the dictionaries now, so that the first search need not wait. Safe to repeat."""
    for morphology in _MORPHOLOGIES.values():
        morphology.load()


@cache
def fingerprint() -> str:
    """What decides the terms; an index made under another fingerprint has to be built again."""
    libraries = chain.from_iterable((name, version(name)) for name in ("simplemma", "PyStemmer"))
    return " ".join(["analysis", str(ANALYSIS_VERSION), *libraries])


def is_plain(text: str) -> bool:
    """Whether each word of a text, lowercased, is what `words` gives, letter for letter; a text of composed letters is."""
    return _is_plain(text.lower())


def _is_plain(lowered: str) -> bool:
    # Then one letter of it is one letter of the text, and a plain \w+ finds the words.
    return not _INSIDE.search(lowered) and unicodedata.is_normalized("NFC", lowered)


def _word(surface: str) -> str:
    if surface.isascii():
        return surface.lower()
    return unicodedata.normalize("NFC", surface.translate(_DROP_INVISIBLE).lower())


def _lowered(byte: int) -> bytes:
    letter = "".join(_words_of_any(bytes([byte]).decode(_CODE_PAGE, "replace")))
    return letter.encode(_CODE_PAGE) or b" "


# Nearly all text of Polish and English practices has this code page, which maps letter by letter: then a few passes over bytes find the
# words, twice as fast as a regular expression.
_CODE_PAGE = "cp1250"
_SOFT_HYPHEN = "\u00ad".encode(_CODE_PAGE)
_LOWERED = b"".join(map(_lowered, range(256)))
