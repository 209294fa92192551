"""What cards are made of, read in three plain statements (`network.sql`) however many practices there are; names are in `names`."""

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
           EXISTS (SELECT 1 FROM practices_link l WHERE l.version_id = p.live_id AND l.kind = 'image' AND l.alt = '{}')
    FROM practices_practice p
    JOIN practices_practiceversion v ON v.id = p.live_id
    WHERE p.id = ANY(%s) AND p.state = ANY(%s)
"""

_TEXTS = f"""
    SELECT version_id, language, {", ".join(TEXT_FIELDS)}
    FROM practices_practicetext WHERE version_id = ANY(%s) ORDER BY language
"""  # noqa: S608

_BEGINNINGS = f"""
    SELECT version_id, language, title, summary, {", ".join(f"substr({name}, 1, 600)" for name in TEXT_FIELDS[2:])}
    FROM practices_practicetext WHERE version_id = ANY(%s) ORDER BY language
"""  # noqa: S608

_LABELS = """
    SELECT version_id, 'theme', theme_id, position, id FROM practices_versiontheme WHERE version_id = ANY(%s)
    UNION ALL
    SELECT content_object_id, 'tag', tag_id, 0, id FROM practices_versiontag WHERE content_object_id = ANY(%s)
    ORDER BY 4, 5
"""


def read_practices(ids: Collection[int], states: Collection[str]) -> list[PracticeRow]:
    """Those of the practices that are in one of these states now, in any order."""
    return [PracticeRow._make(row) for row in rows(_PRACTICES, list(ids), list(states))]


def read_texts(versions: Collection[int], *, whole: bool) -> dict[int, Texts]:
    """The texts of these versions; not `whole`: of the longer ones the first 600 characters."""
    found: dict[int, dict[str, dict[str, str]]] = {version: {} for version in versions}
    for version, language, *texts in rows(_TEXTS if whole else _BEGINNINGS, list(versions)):
        found[version][language] = dict(zip(TEXT_FIELDS, texts, strict=True))
    return dict(found)


def read_labels(versions: Collection[int]) -> dict[int, LabelIds]:
    """The themes and tags of these versions."""
    found: dict[int, LabelIds] = {version: LabelIds() for version in versions}
    for version, kind, id, _, _ in rows(_LABELS, list(versions), list(versions)):
        (found[version].themes if kind == "theme" else found[version].tags).append(id)
    return found
