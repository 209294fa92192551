"""What cards are made of, read in three plain statements (`network.sql`) however many practices there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from network.sql import rows
from practices.languages import TEXT_FIELDS
from practices.selectors.tags import TagRef

# The texts of a version: language -> field of `TEXT_FIELDS` -> text, languages in their order.
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ThemeRef:
    """A theme on a card."""

    slug: str
    name_pl: str
    name_en: str

    def name(self, language: str) -> str:
        """The name in Polish for "pl", in English for any other language."""
        return self.name_pl if language == "pl" else self.name_en


@dataclass(slots=True)
class Labels:
    """The themes and canonical tags of a version, in its author's order, each tag once."""

    themes: list[ThemeRef] = field(default_factory=list)
    tags: list[TagRef] = field(default_factory=list)


class PracticeRow(NamedTuple):
    """A practice with its live version and its city; `bare_image`: an image has no description."""

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
    city_slug: str | None
    city_name: str
    voivodeship: str
    is_demo: bool
    is_member: bool
    bare_image: bool


_PRACTICES = """
    SELECT p.id, p.slug, p.state, p.organisation, p.country, p.source, p.source_id, p.source_url, p.first_published_at,
           v.id, v.original_language, v.status, v.evidence_level, v.review_by, v.confirmed_on, v.contact_mailbox,
           c.slug, c.name, c.voivodeship, c.is_demo,
           EXISTS (SELECT 1 FROM network_membership m WHERE m.city_id = p.city_id AND m.left_on IS NULL),
           EXISTS (SELECT 1 FROM practices_link l WHERE l.version_id = p.live_id AND l.kind = 'image' AND l.alt = '{}')
    FROM practices_practice p
    JOIN practices_practiceversion v ON v.id = p.live_id
    LEFT JOIN network_city c ON c.id = p.city_id
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
    SELECT u.version_id, u.position, u.id, t.slug, t.name_pl, t.name_en
    FROM practices_versiontheme u JOIN practices_theme t ON t.id = u.theme_id WHERE u.version_id = ANY(%s)
    UNION ALL
    SELECT u.content_object_id, 0, u.id, coalesce(c.slug, t.slug), coalesce(c.name, t.name), NULL
    FROM practices_versiontag u JOIN practices_tag t ON t.id = u.tag_id
    LEFT JOIN practices_tag c ON c.id = t.canonical_id WHERE u.content_object_id = ANY(%s)
    ORDER BY 2, 3
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


def read_labels(versions: Collection[int]) -> dict[int, Labels]:
    """The themes and tags of these versions, as they are called now."""
    found: dict[int, Labels] = defaultdict(Labels)
    for version, _, _, slug, name, name_en in rows(_LABELS, list(versions), list(versions)):
        labels = found[version]
        if name_en is not None:
            labels.themes.append(ThemeRef(slug, name, name_en))
        elif (tag := TagRef(slug, name)) not in labels.tags:
            labels.tags.append(tag)
    return found
