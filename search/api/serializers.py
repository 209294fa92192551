"""Results and recommendations as JSON, and their description for the OpenAPI document."""

from typing import Any

from rest_framework import serializers

from practices.api.cards import CardSerializer, NamedSerializer, card_json
from search.finding.page import Degraded, SearchPage, SearchResult, Snippet
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
        "query": page.query,
        "facets": {
            name: [{"value": v.value, "label": v.label, "count": v.count, "selected": v.selected} for v in values]
            for name, values in page.facets.items()
        },
        "results": [_result_json(result, page.request.lang) for result in page.results],
    }


def _result_json(result: SearchResult, language: str) -> dict[str, Any]:
    return {
        **card_json(result.card, language),
        "score": round(result.score, 4),
        "snippets": [
            {"field": s.field, "language": s.language, "segments": _segments(s.segments)} for s in _snippets(result)
        ],
    }


def _snippets(result: SearchResult) -> list[Snippet]:
    """The title where the question matches in it, then the passages."""
    title = Snippet("title", result.card.language, result.title)
    return [title, *result.snippets] if any(segment.matched for segment in result.title) else result.snippets


def _segments(segments: list[Segment]) -> list[dict[str, Any]]:
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
    """A piece of a passage; joined, the pieces are its text."""

    text = serializers.CharField(trim_whitespace=False)
    matched = serializers.BooleanField(help_text="Whether the question matches here.")


class SnippetSerializer(serializers.Serializer[Any]):
    """A passage that shows why a practice was found."""

    field = serializers.CharField()
    language = serializers.CharField()
    segments = SegmentSerializer(many=True)


class ResultSerializer(CardSerializer):
    """A hit."""

    score = serializers.FloatField(help_text="0 where the question has no words.")
    snippets = SnippetSerializer(many=True)


class FacetValueSerializer(serializers.Serializer[Any]):
    """A value of a facet: how many hits there would be if it alone were chosen in its facet."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


FacetsSerializer = type(
    "FacetsSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "The facets with their counts; empty while the search is degraded.",
        **{name: FacetValueSerializer(many=True, required=False) for name in FACETS},
    },
)


class SearchPageSerializer(serializers.Serializer[Any]):
    """A page of results."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    degraded = serializers.BooleanField(
        help_text="Whether the search was simpler than usual, because its engine did not answer."
    )
    query = serializers.CharField(allow_blank=True, help_text="The question as it was understood.")
    facets = FacetsSerializer()
    results = ResultSerializer(many=True)


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
