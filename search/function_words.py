"""Words that hold a sentence together and say nothing of its subject ("w", "oraz", "the").

They are indexed and scored like all others; they neither make a text a hit nor are they marked in it. In a small
collection no count would give them away.
"""

from collections.abc import Iterable
from functools import cache

from search.analysis import term

_WORDS = {
    "pl": """
        a aby ale albo bez bo by być jest są był była było byli były będzie będą byłby byłaby byłoby byłyby
        ci co czego czemu czy czym czyj dla dlaczego do dokąd gdy gdyby gdzie i ich im iż ja jak jaka jaką jaki jakie
        jakich jakiego jakiej jakim jako je jego jej jemu jeśli jeżeli ją już kiedy kim kogo komu kto która którą które
        którego której któremu który których którym którymi którzy lub my na nad nam nas nich nie nim nimi niż o od on
        ona one oni ono oraz po pod przed przez przy się skąd ta tą tak także te tego tej temu ten to tu
        tych tym tymi u w we więc wy z za ze że żeby
    """,
    "en": """
        a an and any are as at be been being but by can could did do does for from had has have he her his how i if in
        into is it its me my no nor not of on or our she should so such than that the their them then there these they
        this those to was we were what when where which while who whom whose why will with would you your
    """,
}


_EVERY = frozenset(word for words in _WORDS.values() for word in words.split())


def is_function_word(word: str) -> bool:
    """Whether a lowercased word is one of them, in any language."""
    return word in _EVERY


@cache
def function_terms(language: str) -> frozenset[str]:
    """The terms of the function words of a language of `search.analysis.LANGUAGES`; of "xx" none are known."""
    return frozenset(term(word, language) for word in _WORDS.get(language, "").split())


def telling(terms: Iterable[str], language: str) -> frozenset[str]:
    """The terms that are no function words; all of them where there are no others."""
    every = frozenset(terms)
    return every - function_terms(language) or every
