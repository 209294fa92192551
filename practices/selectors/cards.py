"""Practices as cards: what lists, results, feeds and the API show of each. Here the database authorises hits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from django.utils import timezone

from network.sql import moment
from practices.languages import TEXT_FIELDS, complete_languages
from practices.models import PracticeState
from practices.policies import PUBLIC_STATES
from practices.requirements import Facts, is_incomplete
from practices.selectors.card_rows import LabelIds, PracticeRow, Texts, read_labels, read_practices
from practices.selectors.names import CityName, Names, ThemeRef, names_now
from practices.selectors.tags import TagRef

__all__ = ["CityRef", "PracticeCard", "TagRef", "Texts", "ThemeRef", "cards_with_texts", "practice_cards", "shortened"]

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


def practice_cards(ids: Collection[int], *, language: str, include_archived: bool = False) -> dict[int, PracticeCard]:
    """The cards of those of `ids` that are public now (published; archived too if asked for), in a fixed number of queries.

    Title and summary come in `language` where there is a title in it, else in the original. Ids that are not public are
    absent.
    """
    states = PUBLIC_STATES if include_archived else (PracticeState.PUBLISHED,)
    cards = _cards(ids, states, names_now(), language, whole=False) if ids else {}
    return {id: card for id, (card, _) in cards.items()}


def cards_with_texts(ids: Collection[int], names: Names, *, language: str) -> dict[int, tuple[PracticeCard, Texts]]:
    """The cards of those of `ids` that are published now, each with all texts of its version; `names` as of this moment."""
    return _cards(ids, (PracticeState.PUBLISHED,), names, language, whole=True) if ids else {}


def _cards(
    ids: Collection[int], states: Collection[str], names: Names, language: str, *, whole: bool
) -> dict[int, tuple[PracticeCard, Texts]]:
    practices = read_practices(ids, states, whole=whole)
    if not practices:
        return {}
    labels = read_labels([row.version for row, _ in practices])
    names.learn(
        cities={row.city for row, _ in practices if row.city is not None},
        themes={id for found in labels.values() for id in found.themes},
        tags={id for found in labels.values() for id in found.tags},
    )
    zone = timezone.get_current_timezone()
    return {row.id: (_card(row, texts, labels[row.version], names, language, zone), texts) for row, texts in practices}


def shortened(text: str, longest: int = LONGEST_LEAD) -> str:
    """A text in one line, cut between words where it is longer than `longest`, with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest].rpartition(" ")[0] or line[: longest - 1]
    return f"{cut.rstrip(' ,;:–-')}…"


def _lead(text: Mapping[str, str]) -> str:
    return shortened(text["summary"] or (text["solution"] or text["challenge"] or text["results"])[: 2 * LONGEST_LEAD])


def _city(city: CityName, member: bool) -> CityRef:
    return CityRef(city.slug, city.name, city.voivodeship, city.is_demo, member)


def _card(row: PracticeRow, texts: Texts, labels: LabelIds, names: Names, language: str, zone: tzinfo) -> PracticeCard:
    original = row.original_language
    shown = language if language in texts and texts[language]["title"] else original
    text = texts.get(shown) or dict.fromkeys(TEXT_FIELDS, "")
    facts = Facts(
        original_language=original,
        texts=texts,
        themes=len(labels.themes),
        status=row.status,
        contact_mailbox=row.contact_mailbox,
        image_alts=({},) if row.bare_image else (),
    )
    return PracticeCard(
        id=row.id,
        version_id=row.version,
        slug=row.slug,
        language=shown,
        title=text["title"],
        summary=text["summary"],
        lead=_lead(text),
        city=_city(names.city(row.city), bool(row.is_member)) if row.city is not None else None,
        organisation=row.organisation,
        country=row.country,
        source=row.source,
        source_id=row.source_id,
        source_url=row.source_url,
        themes=tuple(names.theme(id) for id in labels.themes),
        # Two that were typed may have been merged.
        tags=tuple(dict.fromkeys(names.tag(id) for id in labels.tags)),
        evidence_level=row.evidence_level,
        status=row.status,
        state=row.state,
        published_on=moment(row.first_published_at).astimezone(zone).date(),
        review_by=row.review_by,
        confirmed_on=row.confirmed_on,
        incomplete=is_incomplete(facts),
        languages=tuple(complete_languages(texts, original)),
    )
