"""Which forms of a question's words stand where in the texts of a practice: by the plan, as passages are marked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from practices.selectors.cards import PracticeCard, Texts
from search import analysis
from search.analysis import analysis_language
from search.finding.explanation import Form, MatchedWord
from search.finding.plan import Plan
from search.finding.snippets import marked_forms
from search.query.syntax import Query

# What the languages of names are analysed as, whichever languages the texts are in.
_LABELS = ("pl", "en")


def matched_words(
    query: Query, planned: Plan, asked: Plan, card: PracticeCard, texts: Texts
) -> tuple[MatchedWord, ...]:
    """Every word and phrase of the question in its order, with its forms in all languages; each form once a field.

    `planned` is the question as typed, `asked` as it was searched in the end (nothing quoted, where a quoted name is nowhere).
    """
    found: dict[str, dict[Form, None]] = {typed: {} for typed in _typed(query)}
    words = {code: _words_by_term(query, planned, asked, code) for code in analysis.LANGUAGES}
    for field, language, text in _fields(card, texts):
        code = analysis_language(language)
        quoted = [phrase[code] for phrase in asked.phrases if code in phrase]
        stood_for = [terms for terms in asked.wanted_together(code) if terms not in quoted]
        for key, form in marked_forms(text, code, asked.wanted(code), [*quoted, *stood_for]):
            for typed in _asked_by(key, query, words[code], len(quoted)):
                found.setdefault(typed, {})[Form(form, field, language)] = None
    return tuple(MatchedWord(typed, tuple(forms)) for typed, forms in found.items())


def _asked_by(key: str | int, query: Query, words: Mapping[str, Sequence[str]], quoted: int) -> Sequence[str]:
    """What was typed for a term, or for a phrase by its number; of phrases, those after the `quoted` ones were typed by nobody."""
    if isinstance(key, int):
        return [_quoted(query, key) if key < quoted else ""]
    return words.get(key, [""])


def _typed(query: Query) -> Iterator[str]:
    """The words as the analysis parts them, lowercased, and the phrases in their quotes."""
    for word in query.words:
        yield from analysis.words(word.text)
    for number in range(len(_phrases(query))):
        yield _quoted(query, number)


def _phrases(query: Query) -> list[str]:
    """The phrases that have a word: those that are planned."""
    return [phrase.text for phrase in query.phrases if analysis.words(phrase.text)]


def _quoted(query: Query, number: int) -> str:
    return f'"{_phrases(query)[number]}"'


def _words_by_term(query: Query, planned: Plan, asked: Plan, code: str) -> Mapping[str, Sequence[str]]:
    """What was typed, by its term in a language. Words of a phrase count for it only where it was not searched as one."""
    words = [typed for word in query.words for typed in analysis.words(word.text)]
    known: dict[str, dict[str, None]] = defaultdict(dict)
    for typed, term in zip(words, planned.typed.get(code, ()), strict=False):
        known[term][typed] = None
    for number, phrase in enumerate(planned.phrases):
        for term in phrase.get(code, ()):
            named = known[term]
            if not asked.phrases:
                named[_quoted(query, number)] = None
    return {term: list(typed) for term, typed in known.items()}


def _fields(card: PracticeCard, texts: Texts) -> Iterator[tuple[str, str, str]]:
    """Field, language and text of all that is searched of a practice but for its tables and links; that of the page first."""
    for language in sorted(texts, key=lambda language: language != card.language):
        yield from ((field, language, text) for field, text in texts[language].items() if text)
    for language in _LABELS:
        yield from (("labels", language, name) for name in _names(card, language) if name)


def _names(card: PracticeCard, language: str) -> Iterator[str]:
    yield card.city.name if card.city else card.organisation
    for theme in card.themes:
        yield theme.name(language)
        yield theme.parent.name(language) if theme.parent else ""
    if language == "pl":
        yield from (tag.name for tag in card.tags)
