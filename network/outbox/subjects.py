"""What the rows of a topic are about, in words for operators: rooms say it for their topics, as they register handlers."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from network.errors import Words

from .models import OutboxRow


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing a row is about, and the page where an operator looks at it (empty where there is none)."""

    title: str
    url: str = ""


# Gives the subjects of those keys that still exist.
Find = Callable[[Collection[int]], dict[int, Subject]]


@dataclass(frozen=True, slots=True)
class TopicWords:
    """What is done for a topic, what is missing when a row of it is dropped, and what its keys stand for."""

    label: Words
    if_dropped: Words
    find: Find


_words: dict[str, TopicWords] = {}


def describe(topic: str, words: TopicWords) -> None:
    """Give a topic its words."""
    _words[topic] = words


def words_of(topic: str) -> TopicWords:
    """The words of a topic; its name alone where nobody has given any."""
    return _words.get(topic) or TopicWords(topic, "", lambda keys: {})


def subjects_of(rows: Iterable[OutboxRow]) -> dict[int, Subject]:
    """The subject of each row, by the row's id; "practice 7" where it is not known, or no more."""
    by_topic: dict[str, list[OutboxRow]] = {}
    for row in rows:
        by_topic.setdefault(row.topic, []).append(row)
    found: dict[int, Subject] = {}
    for topic, of_topic in by_topic.items():
        known = words_of(topic).find({row.key for row in of_topic})
        found |= {row.pk: known.get(row.key, Subject(str(row))) for row in of_topic}
    return found


def consequences(topics: Iterable[str]) -> list[tuple[Words, Words]]:
    """What dropping rows of these topics means: label and sentence, each topic once."""
    said = [words_of(topic) for topic in sorted(set(topics))]
    return [(words.label, words.if_dropped) for words in said if words.if_dropped]
