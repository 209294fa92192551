"""A practice in a list, as JSON."""

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from rest_framework import serializers

from practices.selectors.cards import PracticeCard


def practice_url(id: int, slug: str, language: str) -> str:
    """The absolute address of a practice's page, in Polish or English."""
    shown = language if language in {code for code, _ in settings.LANGUAGES} else "en"
    return f"{settings.SITE_URL}{_path(shown).format(id=id, slug=slug)}"


@cache
def _path(language: str) -> str:
    """The path of a practice with places for its id and slug: a page of results has twenty of them."""
    with override(language):
        return reverse("practice", kwargs={"id": 0, "slug": "x"}).replace("0-x", "{id}-{slug}")


def card_json(card: PracticeCard, language: str) -> dict[str, Any]:
    """The card for JSON; names of themes in the asked language."""
    return {
        "id": card.id,
        "slug": card.slug,
        "url": practice_url(card.id, card.slug, language),
        "source": card.source,
        "source_id": card.source_id,
        "title": card.title,
        "summary": card.summary,
        "language": card.language,
        "languages": list(card.languages),
        "city": card.city and {"slug": card.city.slug, "name": card.city.name},
        "organisation": card.organisation,
        "country": card.country,
        "themes": [{"slug": t.slug, "name": t.name_pl if language == "pl" else t.name_en} for t in card.themes],
        "tags": [{"slug": t.slug, "name": t.name} for t in card.tags],
        "status": card.status,
        "evidence_level": card.evidence_level,
        "state": card.state,
        "incomplete": card.incomplete,
        "published_on": card.published_on,
    }


class NamedSerializer(serializers.Serializer[Any]):
    """A slug with its name."""

    slug = serializers.CharField()
    name = serializers.CharField()


class CardSerializer(serializers.Serializer[Any]):
    """A practice in a list. `language` is the one the texts are in; `languages` are all complete ones."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    url = serializers.URLField()
    source = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, help_text="The collection it was imported from; empty for a city's own."
    )
    source_id = serializers.CharField(allow_blank=True, help_text="Its number in that collection.")
    title = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    language = serializers.CharField(help_text="ISO 639-1")
    languages = serializers.ListField(child=serializers.CharField())
    city = NamedSerializer(allow_null=True)
    organisation = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True, help_text="ISO 3166-1 alpha-2")
    themes = NamedSerializer(many=True)
    tags = NamedSerializer(many=True)
    status = serializers.ChoiceField(["planned", "running", "finished", "stopped"], allow_blank=True)
    evidence_level = serializers.ChoiceField(["claimed", "monitored", "before-after", "external"], allow_blank=True)
    state = serializers.ChoiceField(["published", "archived"])
    incomplete = serializers.BooleanField(help_text="Whether something is missing that cities' own practices must say.")
    published_on = serializers.DateField()
