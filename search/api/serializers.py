"""Results and recommendations as JSON, and their description for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from practices.api.cards import CardSerializer, NamedSerializer, card_json
from search.api.explanations import ExplanationSerializer, explanation_json
from search.finding.page import Degraded, FacetValue, SearchPage, SearchResult, Snippet
from search.finding.snippets import Segment
from search.query.request import FACETS
from search.recommending.peers import Peer
from search.recommending.reasons import KINDS, Reason
from search.recommending.similar import Recommended


def page_json(page: SearchPage) -> dict[str, Any]:
    """A page of results."""
    return {
        "count": page.count,
        "page": page.request.page,
        "page_size": page.request.page_size,
        "degraded": page.degraded is not Degraded.NO,
        "degraded_by": page.degraded,
        "mode": page.mode,
        "query": page.query,
        "corrected": page.corrected or None,
        "did_you_mean": page.did_you_mean or None,
        "facets": {name: [_facet_json(name, value) for value in values] for name, values in page.facets.items()},
        "results": [_result_json(result, page.request.lang) for result in page.results],
    }


def _facet_json(name: str, value: FacetValue) -> dict[str, Any]:
    known = {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
    return {**known, "parent": value.parent or None} if name == "theme" else known


def _result_json(result: SearchResult, language: str) -> dict[str, Any]:
    return {
        **card_json(result.card, language),
        "score": round(result.score, 4),
        "snippets": [
            {"field": s.field, "language": s.language, "segments": segments_json(s.segments)} for s in _snippets(result)
        ],
        **({"explanation": explanation_json(result.explanation)} if result.explanation else {}),
    }


def _snippets(result: SearchResult) -> list[Snippet]:
    """The title where the question matches in it, then the passages."""
    title = Snippet("title", result.card.language, result.title)
    return [title, *result.snippets] if any(segment.matched for segment in result.title) else result.snippets


def segments_json(segments: list[Segment]) -> list[dict[str, Any]]:
    """A text in pieces that say what matched."""
    return [{"text": segment.text, "matched": segment.matched} for segment in segments]


def recommended_json(recommended: Recommended, language: str) -> dict[str, Any]:
    """A recommended practice with its reasons."""
    return {
        **card_json(recommended.card, language),
        "score": recommended.score,
        "reasons": [reason_json(reason) for reason in recommended.reasons],
    }


def peer_json(peer: Peer) -> dict[str, Any]:
    """A city like the one asked about."""
    city = peer.city
    return {
        "city": {"slug": city.slug, "name": city.name},
        "country": city.country,
        "voivodeship": city.voivodeship,
        "population": city.population,
        "practices": city.practices,
        "score": round(peer.score, 4),
        "reasons": [reason_json(reason) for reason in peer.reasons],
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """A reason: its kind and values for programs, its sentence in both languages for people."""
    return {
        "kind": reason.kind,
        "values": dict(reason.values),
        "text": {"pl": reason.sentence("pl"), "en": reason.sentence("en")},
    }


class SegmentSerializer(serializers.Serializer[Any]):
    """A piece of a passage or name; joined, the pieces are its text."""

    text = serializers.CharField(trim_whitespace=False)
    matched = serializers.BooleanField(help_text="Whether the question matches here, or this was typed.")


class SnippetSerializer(serializers.Serializer[Any]):
    """A passage that shows why a practice was found."""

    field = serializers.CharField()
    language = serializers.CharField()
    segments = SegmentSerializer(many=True)


class ResultSerializer(CardSerializer):
    """A hit."""

    score = serializers.FloatField(help_text="0 where the question has no words.")
    snippets = SnippetSerializer(many=True)
    explanation = ExplanationSerializer(required=False, help_text="With explain=1 only.")


class FacetValueSerializer(serializers.Serializer[Any]):
    """A value of a facet: how many hits there would be if it alone were chosen in its facet."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


class ThemeFacetValueSerializer(FacetValueSerializer):
    """A theme in the facet of themes; sub-themes come after the theme they belong to."""

    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="The theme it belongs to; null for a main one."
    )


FacetsSerializer = type(
    "FacetsSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "The facets with their counts; empty while the search is degraded.",
        **{
            name: (ThemeFacetValueSerializer if name == "theme" else FacetValueSerializer)(many=True, required=False)
            for name in FACETS
        },
    },
)


class SearchPageSerializer(serializers.Serializer[Any]):
    """A page of results."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    degraded = serializers.BooleanField(
        help_text="Whether the search was simpler than usual, because a part of it did not answer."
    )
    degraded_by = serializers.ChoiceField(
        choices=[reason.value for reason in Degraded],
        allow_blank=True,
        help_text="What was missing: the engine, an index of this version (outdated), or meaning; empty where nothing was.",
    )
    mode = serializers.ChoiceField(
        choices=["words", "hybrid"], help_text="Whether words alone were searched, or words and meaning together."
    )
    query = serializers.CharField(allow_blank=True, help_text="The question as it was understood.")
    corrected = serializers.CharField(
        allow_null=True,
        help_text="What was searched instead of `q`, where a typing error was put right; `exact=1` searches `q` itself. Else null.",
    )
    did_you_mean = serializers.CharField(
        allow_null=True,
        help_text="Another `q` that has hits, and more of them or better ones, where `q` may have a typing error. Else null.",
    )
    facets = FacetsSerializer()
    results = ResultSerializer(many=True)


class CostSumSerializer(serializers.Serializer[Any]):
    """All costs of one currency."""

    currency = serializers.CharField(help_text="ISO 4217")
    total = serializers.FloatField()
    yearly = serializers.FloatField(help_text="The part of it that comes back every year.")


class ExportedSerializer(CardSerializer):
    """A practice of an export."""

    voivodeship = serializers.CharField(allow_blank=True, help_text="TERYT")
    population = serializers.IntegerField(allow_null=True)
    started_on = serializers.CharField(allow_blank=True, help_text="2024, 2024-05 or 2024-05-17.")
    ended_on = serializers.CharField(allow_blank=True)
    staff_fte = serializers.FloatField(allow_null=True)
    costs = CostSumSerializer(many=True)
    sdgs = serializers.ListField(child=serializers.IntegerField())
    licence = serializers.CharField()
    source_url = serializers.CharField(allow_blank=True)
    first_published_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ExportSerializer(serializers.Serializer[Any]):
    """An export as JSON."""

    query = serializers.CharField(allow_blank=True)
    url = serializers.URLField(help_text="The page with these results.")
    lang = serializers.CharField()
    made_at = serializers.DateTimeField()
    count = serializers.IntegerField(help_text="How many hits there are in all.")
    limit = serializers.IntegerField(help_text="How many an export has at most.")
    truncated = serializers.BooleanField(help_text="Whether there are more hits than that.")
    degraded = serializers.BooleanField()
    degraded_by = serializers.ChoiceField(choices=[reason.value for reason in Degraded], allow_blank=True)
    results = ExportedSerializer(many=True)
    exported = serializers.IntegerField(help_text="How many results there are here.")


class SentenceSerializer(serializers.Serializer[Any]):
    """A sentence in both languages."""

    pl = serializers.CharField()
    en = serializers.CharField()


class ReasonSerializer(serializers.Serializer[Any]):
    """Why something is recommended."""

    kind = serializers.ChoiceField(KINDS)
    values = serializers.DictField()
    text = SentenceSerializer()


class RecommendedSerializer(CardSerializer):
    """A recommended practice."""

    score = serializers.FloatField()
    reasons = ReasonSerializer(many=True)


class RecommendationsSerializer(serializers.Serializer[Any]):
    """Recommended practices, the best first."""

    results = RecommendedSerializer(many=True)


class PeerSerializer(serializers.Serializer[Any]):
    """A city like the one asked about."""

    city = NamedSerializer()
    country = serializers.CharField()
    voivodeship = serializers.CharField(allow_blank=True)
    population = serializers.IntegerField(allow_null=True)
    practices = serializers.IntegerField()
    score = serializers.FloatField()
    reasons = ReasonSerializer(many=True)


class PeersSerializer(serializers.Serializer[Any]):
    """Cities like a city, the most alike first."""

    results = PeerSerializer(many=True)
