"""Why a hit is where it is: the parts of its score, and the words found in its texts."""

from dataclasses import dataclass
from typing import Literal

# What made a practice a hit; empty where the question has no words.
FoundBy = Literal["", "words", "meaning", "both"]


@dataclass(frozen=True, slots=True)
class WordsPart:
    """The share of the question's weight that the words found in a practice carry, and what the whole of it is worth in the score.

    Words that stand in the title as they were typed add to it, and a number, city or tag that is the whole question adds more, so a share
    may be more than one. A practice that is near in another language than the question's cannot have its words: it has a small share of
    them all the same (`search.finding.ranking`).
    """

    share: float
    weight: float


@dataclass(frozen=True, slots=True)
class NearPassage:
    """The passage of a practice that is nearest to the question: its characters from `start` to before `end` of a field of the texts."""

    field: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MeaningPart:
    """How like the question the nearest passage is (cosine), what is typical of its language, and what the difference is worth in a score.

    `passage` is None where the text has been written anew since.
    """

    likeness: float
    typical: float
    weight: float
    passage: NearPassage | None


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a word as it stands in a field (`title`, `labels`, `summary`, `challenge`, ...), in lower case."""

    form: str
    field: str
    language: str


@dataclass(frozen=True, slots=True)
class MatchedWord:
    """A word or a quoted phrase of the question and its forms in the texts, of which there may be none. `typed` is empty for forms that the
    question stands for though nobody typed their word.
    """

    typed: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one hit is there, and why at its place. In another order than by relevance nothing is scored.

    `meaning` is None where meaning was not searched or not needed, and for a practice whose texts have no vectors yet.
    """

    sort: str
    found_by: FoundBy
    words: WordsPart
    meaning: MeaningPart | None
    matched: tuple[MatchedWord, ...]

    @property
    def score(self) -> float:
        """The parts together: the score of the hit."""
        score = self.words.share * self.words.weight
        if self.meaning is not None:
            score += self.meaning.weight * (self.meaning.likeness - self.meaning.typical)
        return score
