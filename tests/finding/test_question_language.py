"""The language of a question is that of most of its words; where they do not tell, none is assumed."""

import pytest

from search.finding.language import question_language
from search.query.parser import parse
from search.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("ścieżki rowerowe przy szkołach", "pl"),
        ("sciezki rowerowe przy szkolach", "pl"),
        ("how to keep rain water in the city", "en"),
        ("pomoc dla seniorów", "pl"),
        ("green roofs", "en"),
        ("smart city", "en"),
        ("SIMBIO 2024", ""),
        ("", ""),
        ("??? 🌳", ""),
        ("-rower tag:zieleń", ""),
    ],
)
def test_the_language_of_a_question_is_that_of_most_of_its_words(question: str, language: str) -> None:
    assert question_language(parse(question), Vocabulary.empty()) == language
