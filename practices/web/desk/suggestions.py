"""Tags offered in the form: those in use whose words stand in the text."""

import re

from practices.content import PracticeContent
from practices.selectors.tags import tag_counts
from practices.text.tags import tag_key

_WORD = re.compile(r"\w+")
_CONSIDERED = 300
_OFFERED = 8
# Polish inflection changes the last letters: words are the same tag word where they share this much of a beginning.
_STEM = 5


def suggested_tags(content: PracticeContent, language: str) -> list[str]:
    """Up to eight tags in use that are not yet there: first those named in the text, then the most used ones."""
    text = content.texts.get(language) or content.texts.get(content.original_language)
    words = " ".join((text.title, text.summary, text.challenge, text.solution)) if text else ""
    stems = {_stem(word) for word in _WORD.findall(tag_key(words))}
    taken = {tag_key(name) for name in content.tags}
    known = [tag.name for tag in tag_counts(limit=_CONSIDERED) if tag_key(tag.name) not in taken]
    named = [name for name in known if all(_stem(word) in stems for word in _WORD.findall(tag_key(name)))]
    return (named + [name for name in known if name not in named])[:_OFFERED]


def _stem(word: str) -> str:
    return word[:_STEM]
