"""What cards are made of, read in two plain statements (`network.sql`) however many practices there are; names are in `names`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from network.sql import rows
from practices.languages import TEXT_FIELDS

# The texts of a version: language -> field of `TEXT_FIELDS` -> text, languages in their order.
Texts = Mapping[str, Mapping[str, str]]


@dataclass(slots=True)
class LabelIds:
    """The themes and tags of a version in its author's order, the tags as they were typed."""

    themes: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)


class PracticeRow(NamedTuple):
    """A practice with its live version; `is_member`: its city takes part now; `bare_image`: an image has no description."""

    id: int
    slug: str
    state: str
    organisation: str
    country: str
    source: str
    source_id: str
    source_url: str
    first_published_at: datetime
    version: int
    original_language: str
    status: str
    evidence_level: str
    review_by: date | None
    confirmed_on: date | None
    contact_mailbox: str
    city: int | None
    is_member: bool
    bare_image: bool


_PRACTICES = """
    SELECT p.id, p.slug, p.state, p.organisation, p.country, p.source, p.source_id, p.source_url, p.first_published_at,
           v.id, v.original_language, v.status, v.evidence_level, v.review_by, v.confirmed_on, v.contact_mailbox,
           p.city_id,
           EXISTS (SELECT 1 FROM network_membership m WHERE m.city_id = p.city_id AND m.left_on IS NULL),
           EXISTS (SELECT 1 FROM practices_link l WHERE l.version_id = p.live_id AND l.kind = 'image' AND l.alt = '{}'),
           t.language, t.title, t.summary, %s
    FROM practices_practice p
    JOIN practices_practiceversion v ON v.id = p.live_id
    LEFT JOIN practices_practicetext t ON t.version_id = p.live_id
    WHERE p.id = ANY(%%s) AND p.state = ANY(%%s)
    ORDER BY t.language
"""
_WHOLE = _PRACTICES % ", ".join(f"t.{name}" for name in TEXT_FIELDS[2:])
_BEGINNINGS = _PRACTICES % ", ".join(f"substr(t.{name}, 1, 600)" for name in TEXT_FIELDS[2:])

_LABELS = """
    SELECT version_id, 'theme', theme_id, position, id FROM practices_versiontheme WHERE version_id = ANY(%s)
    UNION ALL
    SELECT content_object_id, 'tag', tag_id, 0, id FROM practices_versiontag WHERE content_object_id = ANY(%s)
    ORDER BY 4, 5
"""


def read_practices(ids: Collection[int], states: Collection[str], *, whole: bool) -> list[tuple[PracticeRow, Texts]]:
    """Those of the practices that are in one of these states now, in any order, with their texts; not `whole`: of the longer ones the
    first 600 characters.
    """
    found: dict[int, tuple[PracticeRow, dict[str, Mapping[str, str]]]] = {}
    width = len(PracticeRow._fields)
    for row in rows(_WHOLE if whole else _BEGINNINGS, list(ids), list(states)):
        if row[0] not in found:
            found[row[0]] = PracticeRow._make(row[:width]), {}
        language, *texts = row[width:]
        if language is not None:
            found[row[0]][1][language] = dict(zip(TEXT_FIELDS, texts, strict=True))
    return list(found.values())


def read_labels(versions: Collection[int]) -> dict[int, LabelIds]:
    """The themes and tags of these versions."""
    found: dict[int, LabelIds] = {version: LabelIds() for version in versions}
    for version, kind, id, _, _ in rows(_LABELS, list(versions), list(versions)):
        (found[version].themes if kind == "theme" else found[version].tags).append(id)
    return found
