"""Practices as cards: what lists, results, feeds and the API show of each. Here the database authorises hits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf, Substr
from django.utils import timezone

from network.models import Membership
from practices.languages import complete_languages
from practices.models import Link, LinkKind, Practice, PracticeState, PracticeText, VersionTag, VersionTheme
from practices.policies import PUBLIC_STATES
from practices.requirements import Facts, is_incomplete
from practices.selectors.filled import fields_filled, filled
from practices.selectors.tags import TagRef

__all__ = ["CityRef", "PracticeCard", "TagRef", "ThemeRef", "practice_cards", "shortened"]

# As long as a summary may be, so that a whole one is shown.
LONGEST_LEAD = 300


@dataclass(frozen=True, slots=True)
class CityRef:
    """A city on a card; `member`: it takes part in the network now."""

    slug: str
    name: str
    voivodeship: str
    is_demo: bool
    member: bool


@dataclass(frozen=True, slots=True)
class ThemeRef:
    """A theme on a card."""

    slug: str
    name_pl: str
    name_en: str

    def name(self, language: str) -> str:
        """The name in Polish for "pl", in English for any other language."""
        return self.name_pl if language == "pl" else self.name_en


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeCard:
    """A public practice in a few lines. `language` is that of title and summary; `languages` are the complete ones.

    `lead` is what stands under the title: the summary, else the beginning of the text (imported practices may have no
    summary).
    """

    id: int
    version_id: int
    slug: str
    language: str
    title: str
    summary: str
    lead: str
    city: CityRef | None
    organisation: str
    country: str
    source: str
    source_id: str
    source_url: str
    themes: tuple[ThemeRef, ...]
    tags: tuple[TagRef, ...]
    evidence_level: str
    status: str
    state: str
    published_on: date
    review_by: date | None
    confirmed_on: date | None
    incomplete: bool
    languages: tuple[str, ...]


@dataclass(slots=True)
class _Labels:
    themes: list[ThemeRef] = field(default_factory=list)
    tags: list[TagRef] = field(default_factory=list)


_PRACTICE = (
    "id", "slug", "state", "organisation", "country", "source", "source_id", "source_url", "first_published_at",
    "live_id", "live__original_language", "live__status", "live__evidence_level", "live__review_by",
    "live__confirmed_on",
    "live__contact_mailbox", "city__slug", "city__name", "city__voivodeship", "city__is_demo",
)  # fmt: skip


def practice_cards(ids: Collection[int], *, language: str, include_archived: bool = False) -> dict[int, PracticeCard]:
    """The cards of those of `ids` that are public now (published; archived too if asked for), in four queries.

    Title and summary come in `language` where there is a title in it, else in the original. Ids that are not public are
    absent.
    """
    states = PUBLIC_STATES if include_archived else (PracticeState.PUBLISHED,)
    member = Exists(Membership.objects.filter(city=OuterRef("city_id"), left_on__isnull=True))
    bare_image = Exists(Link.objects.filter(version=OuterRef("live_id"), kind=LinkKind.IMAGE, alt={}))
    practices = Practice.objects.filter(id__in=ids, state__in=states).order_by()
    rows = list(practices.annotate(member=member, bare_image=bare_image).values(*_PRACTICE, "member", "bare_image"))
    if not rows:
        return {}
    versions = [row["live_id"] for row in rows]
    texts, labels = _texts(versions), _labels(versions)
    return {row["id"]: _card(row, texts[row["live_id"]], labels[row["live_id"]], language) for row in rows}


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    summary: str
    beginning: str
    fields: Mapping[str, str]


def _texts(versions: Sequence[int]) -> dict[int, dict[str, _Text]]:
    found: dict[int, dict[str, _Text]] = defaultdict(dict)
    prose = [NullIf(name, Value("")) for name in ("solution", "challenge", "results")]
    beginning = Substr(Coalesce(*prose, Value("")), 1, 2 * LONGEST_LEAD)
    rows = PracticeText.objects.filter(version__in=versions).order_by("language")
    for version, language, title, summary, begins, mask in rows.annotate(
        filled=filled(), beginning=beginning
    ).values_list("version_id", "language", "title", "summary", "beginning", "filled"):
        found[version][language] = _Text(title, summary, begins, fields_filled(mask))
    return found


def shortened(text: str, longest: int = LONGEST_LEAD) -> str:
    """A text in one line, cut between words where it is longer than `longest`, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest].rpartition(" ")[0] or line[: longest - 1]
    return f"{cut.rstrip(' ,;:–-')}…"


def _labels(versions: Sequence[int]) -> dict[int, _Labels]:
    found: dict[int, _Labels] = defaultdict(_Labels)
    themes = VersionTheme.objects.filter(version__in=versions).order_by("version_id", "position", "id")
    for version, *names in themes.values_list("version_id", "theme__slug", "theme__name_pl", "theme__name_en"):
        found[version].themes.append(ThemeRef(*names))
    uses = VersionTag.objects.filter(content_object__in=versions).order_by("content_object_id", "id")
    tags = uses.values_list(
        "content_object_id",
        Coalesce("tag__canonical__slug", F("tag__slug")),
        Coalesce("tag__canonical__name", F("tag__name")),
    )
    for version, slug, name in tags:
        tag = TagRef(slug, name)
        if tag not in found[version].tags:
            found[version].tags.append(tag)
    return found


def _card(row: Mapping[str, Any], texts: Mapping[str, _Text], labels: _Labels, language: str) -> PracticeCard:
    original: str = row["live__original_language"]
    shown = language if language in texts and texts[language].title else original
    text = texts.get(shown) or _Text("", "", "", {})
    fields = {code: text.fields for code, text in texts.items()}
    facts = Facts(
        original_language=original,
        texts=fields,
        themes=len(labels.themes),
        status=row["live__status"],
        contact_mailbox=row["live__contact_mailbox"],
        image_alts=({},) if row["bare_image"] else (),
    )
    city = CityRef(
        row["city__slug"], row["city__name"], row["city__voivodeship"], row["city__is_demo"], row["member"]
    )  # fmt: skip
    return PracticeCard(
        id=row["id"],
        version_id=row["live_id"],
        slug=row["slug"],
        language=shown,
        title=text.title,
        summary=text.summary,
        lead=shortened(text.summary or text.beginning),
        city=city if row["city__slug"] else None,
        organisation=row["organisation"],
        country=row["country"],
        source=row["source"],
        source_id=row["source_id"],
        source_url=row["source_url"],
        themes=tuple(labels.themes),
        tags=tuple(labels.tags),
        evidence_level=row["live__evidence_level"],
        status=row["live__status"],
        state=row["state"],
        published_on=timezone.localdate(row["first_published_at"]),
        review_by=row["live__review_by"],
        confirmed_on=row["live__confirmed_on"],
        incomplete=is_incomplete(facts),
        languages=tuple(complete_languages(fields, original)),
    )
