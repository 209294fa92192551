"""Which language a question is in, as far as its words tell."""

from search import analysis
from search.function_words import function_terms
from search.query.syntax import Query
from search.vocabulary import Vocabulary

_TOLD_APART = ("pl", "en")


def question_language(query: Query, vocabulary: Vocabulary) -> str:
    """`pl` or `en` (ISO 639-1), that of most of its words; empty where they are of both, or of neither.

    A word is of a language whose function words, dictionary or texts have it; typed without its Polish letters it is what it stands for.
    """
    words = analysis.words(query.text)
    counts = {language: sum(_is_of(word, language, vocabulary) for word in words) for language in _TOLD_APART}
    first, second = sorted(_TOLD_APART, key=lambda language: -counts[language])
    return first if counts[first] > counts[second] else ""


def _is_of(word: str, language: str, vocabulary: Vocabulary) -> bool:
    meant = vocabulary.restore(word, language)
    if analysis.in_dictionary(meant, language) or analysis.term(meant, language) in function_terms(language):
        return True
    return vocabulary.knows(meant, language) and not any(
        analysis.in_dictionary(word, other) for other in _TOLD_APART if other != language
    )
