"""Which words of texts have a term, known from texts that were looked at before.

To see whether a text has a wanted term, every one of its words must be analysed, and twenty texts a page made that the dearest part of a
search. But a text that this process has looked at once holds only words whose terms it has noted: so the forms of the wanted terms that it
has noted so far are all that can stand in such a text, and finding a few given words is quick.

What makes it right: analysing the same text again gives the same terms, whatever happens elsewhere; and a text counts as the one that was
looked at only if version, language and a hash of all its words say so. Memory is bounded and then begun anew, forms and texts together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from search import analysis

# About 40 MB a language.
_MOST_WORDS, _MOST_TEXTS = 200_000, 100_000


@dataclass(slots=True)
class _Noted:
    """What was noted of one analysis language: the words of each term, and which texts were looked at (key -> hash)."""

    forms: dict[str, set[str]] = field(default_factory=dict)
    texts: dict[tuple[int, str], int] = field(default_factory=dict)
    words: int = 0


_noted = {language: _Noted() for language in analysis.LANGUAGES}
_noting = Lock()


def forms_in(
    texts: Sequence[str], key: tuple[int, str], language: str, terms: Iterable[str]
) -> Mapping[str, str] | None:
    """Words, with their terms, among which is every word of `texts` that has one of `terms`.

    `key` is the version whose texts these are, and their language; `language` that of the analysis. None where a word may look otherwise
    than it counts (letters made of several signs, words longer than a term): then the texts must be analysed to know.
    """
    noted, digest = _noted[language], hash(tuple(texts))
    if noted.texts.get(key) != digest:
        words = {word for text in texts for word in analysis.words(text)}
        if not all(map(analysis.is_plain, texts)) or any(len(word) > analysis.MAX_TERM for word in words):
            return None
        noted = _note(words, key, digest, language)
    # Copied as one step, as another thread may be adding to it.
    return {form: term for term in terms for form in tuple(noted.forms.get(term, ()))}


def _note(words: set[str], key: tuple[int, str], digest: int, language: str) -> _Noted:
    terms = list(analysis.terms_of(words, language))
    with _noting:
        noted = _noted[language]
        if noted.words > _MOST_WORDS or len(noted.texts) > _MOST_TEXTS:
            # Who is reading the old one goes on with it.
            noted = _noted[language] = _Noted()
        for word, term in zip(words, terms, strict=True):
            forms = noted.forms.setdefault(term, set())
            noted.words += word not in forms
            forms.add(word)
        noted.texts[key] = digest
    return noted
