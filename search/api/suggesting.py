"""Suggestions while typing as JSON, for search boxes of partners."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from network.api.parameters import LANG, Text
from network.api.views import ApiView, Response
from search.api.serializers import SegmentSerializer, segments_json
from search.query.request import MAX_QUERY
from search.suggesting.suggest import KINDS, Suggestion, suggest
from search.web.addresses import target

_TYPED = Text(
    name="q",
    description="What was typed so far: from two characters on, and up to 100, there may be suggestions.",
    longest=MAX_QUERY,
)


def _suggestion_json(line: Suggestion, language: str) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "text": line.text,
        "language": line.language,
        "segments": segments_json(line.segments),
        "id": line.id,
        "slug": line.slug or None,
        "city": line.beside or None,
        "count": line.practices,
        "url": f"{settings.SITE_URL}{target(line, language)}",
    }


class SuggestionSerializer(serializers.Serializer[Any]):
    """One suggestion."""

    kind = serializers.ChoiceField(KINDS)
    text = serializers.CharField()
    language = serializers.CharField(help_text="The language of a practice's title, else the one asked for.")
    segments = SegmentSerializer(many=True)
    id = serializers.IntegerField(allow_null=True, help_text="Of a practice.")
    slug = serializers.CharField(allow_null=True, help_text="Of a practice, tag, theme or city.")
    city = serializers.CharField(allow_null=True, help_text="Whose practice it is: its city, else its organisation.")
    count = serializers.IntegerField(allow_null=True, help_text="How many practices a tag, theme or city has.")
    url = serializers.CharField(help_text="The page: of a practice, theme or city, else the search for it.")


class SuggestionsSerializer(serializers.Serializer[Any]):
    """Practices, then searches that several people have made, tags, themes and cities; three of each at most."""

    degraded = serializers.BooleanField(help_text="true: the search engine did not answer, so there are none.")
    suggestions = SuggestionSerializer(many=True)


class SuggestView(ApiView):
    """What a search box may offer."""

    parameters = (_TYPED, LANG)

    @extend_schema(
        operation_id="suggest",
        summary="Suggestions while typing",
        description=(
            "Public practices by their titles, searches that several people have made, and tags, themes and cities of public practices "
            "by their names. Every word may be unfinished and may lack its Polish letters. Too little or too much text, and text with "
            "quotes, exclusions or fields, has no suggestions."
        ),
        tags=["search"],
        responses=SuggestionsSerializer,
    )
    def get(self, request: Request) -> Response:
        """The suggestions."""
        language = self.value(LANG)
        found = suggest(self.value(_TYPED), language)
        lines = [_suggestion_json(line, language) for line in found.lines]
        return Response({"degraded": found.degraded, "suggestions": lines})
