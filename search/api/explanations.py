"""Why a hit is there, as JSON, and its description for the OpenAPI document."""

from typing import Any, get_args

from rest_framework import serializers

from search.finding.explanation import Explanation, FoundBy, MatchedWord, MeaningPart


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The parts of a score, unrounded so that they add up, and the words found."""
    return {
        "sort": explanation.sort,
        "found_by": explanation.found_by,
        "score": explanation.score,
        "words": {"share": explanation.words.share, "weight": explanation.words.weight},
        "meaning": explanation.meaning and _meaning_json(explanation.meaning),
        "matched": [_matched_json(word) for word in explanation.matched],
    }


def _meaning_json(meaning: MeaningPart) -> dict[str, Any]:
    near = meaning.passage
    return {
        "likeness": meaning.likeness,
        "typical": meaning.typical,
        "weight": meaning.weight,
        "passage": near and {"field": near.field, "language": near.language, "start": near.start, "end": near.end},
    }


def _matched_json(word: MatchedWord) -> dict[str, Any]:
    forms = [{"form": form.form, "field": form.field, "language": form.language} for form in word.forms]
    return {"typed": word.typed, "forms": forms}


class WordsPartSerializer(serializers.Serializer[Any]):
    """What words add to a score: share times weight."""

    share = serializers.FloatField(help_text="How much of the weight of the question's words this practice carries.")
    weight = serializers.FloatField()


class NearPassageSerializer(serializers.Serializer[Any]):
    """The passage that is nearest to the question: characters of a field of the texts."""

    field = serializers.CharField()
    language = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class MeaningPartSerializer(serializers.Serializer[Any]):
    """What meaning adds to a score: weight times what the likeness is above the typical."""

    likeness = serializers.FloatField(help_text="The cosine of the question and the nearest passage.")
    typical = serializers.FloatField(help_text="That of the practice in the middle of those in the passage's language.")
    weight = serializers.FloatField()
    passage = NearPassageSerializer(allow_null=True)


class FormSerializer(serializers.Serializer[Any]):
    """A form of a word, and where it stands."""

    form = serializers.CharField(trim_whitespace=False)
    field = serializers.CharField(help_text="labels: names of the city, themes and tags.")
    language = serializers.CharField()


class MatchedWordSerializer(serializers.Serializer[Any]):
    """A word or a quoted phrase of the question; without forms where the texts have none."""

    typed = serializers.CharField(allow_blank=True, help_text="Empty for forms of what nobody typed.")
    forms = FormSerializer(many=True)


class ExplanationSerializer(serializers.Serializer[Any]):
    """Why a hit is there, and at its place: the score is the sum of its parts."""

    sort = serializers.CharField(help_text="In another order than by relevance nothing is scored.")
    found_by = serializers.ChoiceField(
        choices=get_args(FoundBy), allow_blank=True, help_text="What makes it a hit; empty without words."
    )
    score = serializers.FloatField()
    words = WordsPartSerializer()
    meaning = MeaningPartSerializer(
        allow_null=True, help_text="null where meaning was not searched, or the practice has no vectors yet."
    )
    matched = MatchedWordSerializer(many=True)
