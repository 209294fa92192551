"""What made-up practices say: sentences of the real collections, put together anew. The same seed and number always say the same.

Titles are names of real projects, bodies are sentences of real descriptions, a third of the Polish ones from an encyclopedia, so that the
vocabulary is as wide as that of a large collection. No sentence is kept in the project: `PRACTICES_DATA` names the folder of the data.
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from tests.datasets.reading import VARIABLE, data_folder, line, read_rows

TAGS = 2_000
# The least words of each text. Whole sentences run on, which gives about 280 together, as the practices of the real collections.
_LENGTHS = {"challenge": 50, "solution": 80, "results": 30, "lessons": 20, "conditions": 15}
_SUMMARY = 20
_TITLE_WORDS = range(5, 14)

_SENTENCE_END = re.compile(r"(?<=\w{4})[.!?]+\s+")
_POLISH = {
    "lodz_budzet_obywatelski": ("description",),
    "rpo_podlaskie": ("description",),
    "rops_innowacje": ("description", "problem", "target_group", "who_can_use", "does_it_work"),
}
_ENGLISH = {"ips_explorer": ("description",), "keep_interreg": ("description_en",)}


@dataclass(frozen=True, slots=True)
class Language:
    """What one language offers: titles, and kinds of sentences with how often each kind is taken."""

    titles: Sequence[str]
    sentences: Sequence[Sequence[str]]
    weights: Sequence[int]

    def texts(self, chance: random.Random) -> dict[str, str]:
        """A title, a summary and the body of one practice, by the names of their fields."""
        summary = self._prose(chance, _SUMMARY)
        body = {name: self._prose(chance, length) for name, length in _LENGTHS.items()}
        return {"title": chance.choice(self.titles)[:120], "summary": summary[:300], **body}

    def _prose(self, chance: random.Random, length: int) -> str:
        chosen: list[str] = []
        words = 0
        while words < length:
            [kind] = chance.choices(self.sentences, self.weights)
            sentence = chance.choice(kind)
            chosen.append(sentence)
            words += sentence.count(" ") + 1
        return ". ".join(chosen) + "."


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a collection is made of; `tag_weights` fall as Zipf's law says, accumulated for `random.choices`."""

    languages: Mapping[str, Language]
    tags: Sequence[str]
    tag_weights: Sequence[float]


@cache
def material() -> Material:
    """The material of PRACTICES_DATA, read once; raises RuntimeError where it names no data."""
    practices = data_folder()
    if practices is None:
        raise RuntimeError(f"Set {VARIABLE} to the folder that holds practices/, scale/ and retrieval/.")
    encyclopedia = (row["text"] for row in read_rows(practices.parent / "retrieval" / "poquad" / "passages.jsonl"))
    polish = [_sentences(_texts(practices, _POLISH)), _sentences(encyclopedia)]
    english = [_sentences(_texts(practices, _ENGLISH))]
    titles = [name for row in _projects(practices.parent) if len((name := line(row["name"])).split()) in _TITLE_WORDS]
    english_titles = [
        line(row["title_en"]) for row in read_rows(practices / "keep_interreg.jsonl") if row.get("title_en")
    ]
    languages = {
        "pl": Language(_distinct(titles), polish, (2, 1)),
        "en": Language(_distinct(english_titles), english, (1,)),
    }
    weights = list(accumulate(1 / rank for rank in range(1, TAGS + 1)))
    return Material(languages, _tags(polish[0], titles), weights)


def questions(number: int, seed: int = 1) -> list[str]:
    """Questions as somebody who half remembers a practice would type them: two or three longer words of its title."""
    chance = random.Random(f"questions {seed}")
    return [_question(chance) for _ in range(number)]


def _question(chance: random.Random) -> str:
    while True:
        title = chance.choice(material().languages["pl"].titles)
        words = [word for word in re.findall(r"\w+", title.lower()) if len(word) > 3]
        if len(words) > 1:
            return " ".join(chance.sample(words, min(len(words), chance.choice((2, 3)))))


def _texts(folder: Path, fields: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for name, columns in fields.items():
        for row in read_rows(folder / f"{name}.jsonl"):
            yield from (row.get(column) or "" for column in columns)


def _sentences(texts: Iterable[str]) -> list[str]:
    found = (line(sentence).rstrip(".!? ") for text in texts for sentence in _SENTENCE_END.split(text))
    return _distinct(sentence for sentence in found if 5 <= sentence.count(" ") < 45)


def _projects(data: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(data / "scale" / "pabulib_projects.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _tags(sentences: Iterable[str], titles: Iterable[str]) -> list[str]:
    """Words of the practices, from the rather common ones on."""
    counts: Counter[str] = Counter()
    for text in (*sentences, *titles):
        counts.update(word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) > 4)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return ranked[100 : 100 + TAGS]


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
