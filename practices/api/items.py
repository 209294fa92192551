"""A practice in full, as JSON: every language, every part. The person among its contacts is for the network only, and never here."""

from decimal import Decimal
from typing import Any

from practices.api.cards import practice_url
from practices.errors import Tombstone
from practices.languages import TEXT_FIELDS, complete_languages
from practices.models import BuildingBlock, CostItem, Indicator, Link, PracticeVersion
from practices.requirements import is_incomplete
from practices.selectors.content import content_of, facts_of
from practices.selectors.items import PublicItem
from practices.selectors.tags import tags_of_version


def item_json(item: PublicItem) -> dict[str, Any]:
    """The whole record. Where a text has languages it is a map from language to text."""
    practice, live = item.practice, item.live
    texts = {text.language: {name: getattr(text, name) for name in TEXT_FIELDS} for text in live.texts.all()}
    return {
        "id": practice.pk,
        "slug": practice.slug,
        "url": practice_url(practice.pk, practice.slug, "pl"),
        "state": practice.state,
        "source": practice.source,
        "source_id": practice.source_id,
        "source_url": practice.source_url,
        "city": practice.city and {"slug": practice.city.slug, "name": practice.city.name},
        "organisation": practice.organisation,
        "country": practice.country,
        "scope": practice.scope,
        "original_language": live.original_language,
        "languages": complete_languages(texts, live.original_language),
        "texts": texts,
        **_facts(live),
        **_parts(live),
        "incomplete": is_incomplete(facts_of(content_of(live))),
        "version": live.number,
        "versions": [{"number": v.number, "published_at": v.published_at} for v in item.versions],
        "first_published_at": practice.first_published_at,
        "archived_at": practice.archived_at,
        "updated_at": practice.updated_at,
    }


def tombstone_json(tombstone: Tombstone) -> dict[str, Any]:
    """What remains of a withdrawn practice."""
    return {
        "id": tombstone.id,
        "first_published_at": tombstone.first_published_at,
        "withdrawn_at": tombstone.withdrawn_at,
    }


def _facts(live: PracticeVersion) -> dict[str, Any]:
    themes = [use.theme for use in live.theme_uses.all()]
    return {
        "themes": [
            {"slug": t.slug, "parent": t.parent and t.parent.slug, "name": {"pl": t.name_pl, "en": t.name_en}}
            for t in themes
        ],
        "tags": [{"slug": tag.slug, "name": tag.name} for tag in tags_of_version(live)],
        "status": live.status,
        "started_on": live.started_on,
        "ended_on": live.ended_on,
        "staff_fte": _plain(live.staff_fte),
        "months_to_implement": live.months_to_implement,
        "sdgs": list(live.sdgs),
        "licence": live.licence,
        "contact": {"unit": live.contact_unit, "role": live.contact_role, "mailbox": live.contact_mailbox},
        "evidence": {
            "level": live.evidence_level,
            "opinion": live.reviewer_opinion,
            "review_by": live.review_by,
            "confirmed_on": live.confirmed_on,
        },
    }


def _parts(live: PracticeVersion) -> dict[str, Any]:
    blocks = list(live.buildingblocks.all())
    places = {block.pk: place for place, block in enumerate(blocks)}
    return {
        "indicators": [_indicator(indicator) for indicator in live.indicators.all()],
        "costs": [_cost(cost) for cost in live.costitems.all()],
        "building_blocks": [_block(block) for block in blocks],
        "links": [_link(link, places) for link in live.links.all()],
    }


def _indicator(part: Indicator) -> dict[str, Any]:
    return {
        "name": part.name,
        "baseline": _plain(part.baseline),
        "value": _plain(part.value),
        "unit": part.unit,
        "measured_on": part.measured_on,
        "source": part.source,
    }


def _cost(part: CostItem) -> dict[str, Any]:
    return {
        "what": part.what,
        "amount": _plain(part.amount),
        "currency": part.currency,
        "price_year": part.price_year,
        "yearly": part.yearly,
        "funding_source": part.funding_source,
    }


def _block(part: BuildingBlock) -> dict[str, Any]:
    return {"name": part.name, "description": part.description}


def _link(part: Link, places: dict[int, int]) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "url": part.url,
        "title": part.title,
        "alt": part.alt,
        "author": part.author,
        "licence": part.licence,
        "language": part.language,
        "accessible": part.accessible,
        "building_block": places.get(part.block_id) if part.block_id else None,
    }


def _plain(number: Decimal | None) -> str | None:
    """A number as exact text without idle zeros: 12.5000 is "12.5", 1000.00 is "1000"."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
