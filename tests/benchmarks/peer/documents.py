"""A practice as a document of django-elasticsearch-dsl: the fields of `search.documents.SCHEMA`, texts analysed by the server."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django_elasticsearch_dsl import Document, fields
from django_elasticsearch_dsl.registries import registry

from network.register import population_band, voivodeship_name
from practices.models import Practice, PracticeState
from practices.requirements import complete_languages
from search.records import BODY

_PARTS = (
    ("indicators", ("name", "source")),
    ("costitems", ("what", "funding_source")),
    ("buildingblocks", ("name", "description")),
    ("links", ("title", "alt")),
)


@registry.register_document
class PracticeDocument(Document):  # type: ignore[misc]  # it has no types
    """One document per practice, as ours."""

    title_pl, title_en = fields.TextField(), fields.TextField()
    labels_pl, labels_en = fields.TextField(), fields.TextField()
    summary_pl, summary_en = fields.TextField(), fields.TextField()
    body_pl, body_en = fields.TextField(), fields.TextField()
    theme, tag, city, voivodeship = (fields.KeywordField() for _ in range(4))
    population, status, evidence, language, year = (fields.KeywordField() for _ in range(5))
    published = fields.LongField()

    class Index:
        name = os.environ["PEER_INDEX"]
        settings = {"number_of_shards": 1, "number_of_replicas": 0}

    class Django:
        model = Practice
        queryset_pagination = 1000

    def get_queryset(self) -> QuerySet[Practice]:
        """Everything that a document needs, in a fixed number of queries for each thousand."""
        public = Practice.objects.filter(state=PracticeState.PUBLISHED).select_related("city", "live").order_by("id")
        return public.prefetch_related(
            "live__texts", "live__theme_uses__theme__parent", "live__tag_uses__tag__canonical",
            *(f"live__{name}" for name, _ in _PARTS),
        )  # fmt: skip

    def prepare(self, practice: Practice) -> dict[str, Any]:
        """All fields at once, which is quicker than a `prepare_...` for each."""
        live, city = practice.live, practice.city
        assert live is not None and practice.first_published_at is not None
        texts = {text.language: text for text in live.texts.all()}
        themes = [use.theme for use in live.theme_uses.all()]
        themes = list(dict.fromkeys(t for theme in themes for t in (theme, theme.parent) if t))
        tags = list(dict.fromkeys(use.tag.canonical or use.tag for use in live.tag_uses.all()))
        said = {
            code: {name: getattr(text, name) for name in ("title", "summary", *BODY)} for code, text in texts.items()
        }
        prepared: dict[str, Any] = {
            "theme": [theme.slug for theme in themes],
            "tag": [tag.slug for tag in tags],
            "language": complete_languages(said, live.original_language),
            "status": live.status,
            "evidence": live.evidence_level,
            "year": str(live.started_on)[:4] or str(practice.first_published_at.year),
            "published": int(practice.first_published_at.timestamp()),
        }
        if city:
            band = population_band(city.population) if city.population else None
            prepared |= {"city": city.slug, "voivodeship": city.voivodeship, "population": band}
        for code in ("pl", "en"):
            labels = [practice.organisation, *(theme.name_pl if code == "pl" else theme.name_en for theme in themes)]
            if city:
                labels += [city.name, voivodeship_name(city.voivodeship, code) if city.voivodeship else ""]
            if code == live.original_language:
                labels += [tag.name for tag in tags]
            body = [*(said[code][name] for name in BODY), *_parts(live, code)] if code in said else _parts(live, code)
            prepared[f"labels_{code}"] = [label for label in labels if label]
            prepared[f"body_{code}"] = [text for text in body if text]
            if code in said:
                prepared[f"title_{code}"], prepared[f"summary_{code}"] = said[code]["title"], said[code]["summary"]
        return prepared


def _parts(live: Any, code: str) -> Iterable[str]:
    def found() -> Iterator[str]:
        for relation, names in _PARTS:
            for part in getattr(live, relation).all():
                for name in names:
                    text = (getattr(part, name) or {}).get(code)
                    if text:
                        yield text

    return list(found())
