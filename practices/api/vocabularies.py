"""Themes and tags, with how many published practices carry each."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from network.api.parameters import LANG, PAGE, PAGE_SIZE, Text
from network.api.views import ApiView, Response
from practices.api.item_serializers import ThemeNamesSerializer
from practices.selectors.tags import tag_counts
from practices.selectors.themes import ThemeCount, theme_counts


class ThemeSerializer(serializers.Serializer[Any]):
    """A theme of the controlled list."""

    slug = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="The slug of the theme it belongs to; null for a main one."
    )
    name = serializers.CharField(help_text="In the language asked for.")
    names = ThemeNamesSerializer()
    description = serializers.CharField(allow_blank=True, help_text="In the language asked for.")
    eurovoc = serializers.IntegerField(
        allow_null=True, help_text="The number of the closest EuroVoc concept: http://eurovoc.europa.eu/{number}."
    )
    count = serializers.IntegerField(help_text="Published practices of it and of its sub-themes.")


class ThemesSerializer(serializers.Serializer[Any]):
    """The themes in their order, sub-themes after their theme."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    results = ThemeSerializer(many=True)


class TagSerializer(serializers.Serializer[Any]):
    """A tag in use; merged ones count for the tag that stands for them."""

    slug = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField(help_text="Published practices that carry it.")


class TagsSerializer(serializers.Serializer[Any]):
    """A page of tags, the most used first, then by name."""

    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    more = serializers.BooleanField(help_text="Whether there is a next page.")
    results = TagSerializer(many=True)


class ThemesView(ApiView):
    """The list of themes."""

    parameters = (LANG, PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="themes_list",
        summary="The themes, with counts",
        description="`slug` is what `theme` of the search takes. A practice bears one to three of them; one that bears a "
        "sub-theme is counted and found under its main theme too.",
        tags=["vocabularies"],
        responses=ThemesSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page."""
        language, page, size = self.value(LANG), self.value(PAGE), self.value(PAGE_SIZE)
        themes = [_theme_json(theme, parent, language) for theme, parent in _flat(theme_counts())]
        shown = themes[(page - 1) * size : page * size]
        return Response({"count": len(themes), "page": page, "page_size": size, "results": shown})


class TagsView(ApiView):
    """The tags in use."""

    Q = Text(name="q", description="Part of the tag's name.")
    parameters = (Q, PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="tags_list",
        summary="The tags in use, with counts",
        description="`slug` is what `tag` of the search takes.",
        tags=["vocabularies"],
        responses=TagsSerializer,
    )
    def get(self, request: Request) -> Response:
        """One page."""
        page, size = self.value(PAGE), self.value(PAGE_SIZE)
        tags = tag_counts(q=self.value(self.Q), limit=size + 1, offset=(page - 1) * size)
        results = [{"slug": tag.slug, "name": tag.name, "count": tag.count} for tag in tags[:size]]
        return Response({"page": page, "page_size": size, "more": len(tags) > size, "results": results})


def _flat(themes: list[ThemeCount]) -> list[tuple[ThemeCount, str | None]]:
    return [pair for theme in themes for pair in [(theme, None), *((child, theme.slug) for child in theme.children)]]


def _theme_json(theme: ThemeCount, parent: str | None, language: str) -> dict[str, Any]:
    return {
        "slug": theme.slug,
        "parent": parent,
        "name": theme.name(language),
        "names": {"pl": theme.name_pl, "en": theme.name_en},
        "description": theme.description(language),
        "eurovoc": theme.eurovoc,
        "count": theme.count,
    }
