"""A small network with something in every part of every answer, and words that no answer may hold."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from network.models import City, Role
from practices.content import BlockContent, CostContent, IndicatorContent, LinkContent, PracticeContent, Text
from practices.importing.places import Places
from practices.importing.record import read_record
from practices.models import Practice
from practices.services.drafts import save_draft, start_next_version
from practices.services.importing import import_practice
from practices.services.review import publish_practice
from practices.services.tags import merge_tags
from tests.factories import (
    a_city,
    a_draft,
    a_published_practice,
    a_text,
    a_theme,
    a_user,
    a_withdrawn_practice,
    an_archived_practice,
    content,
    submitted,
)

# Each stands in something that the public must not see.
DRAFT, SUBMITTED, NEXT, FORMER, GONE = "Szkicownik", "Przedłożenie", "Następnik", "Poprzednik", "Wycofaniec"
PERSON, PERSON_EMAIL, PERSON_PHONE = "Anna Tajna", "anna.tajna@zmyslin.example", "600 100 299"
SECRETS = (DRAFT, SUBMITTED, NEXT, FORMER, GONE, PERSON, PERSON_EMAIL, PERSON_PHONE, "Nieopublikowany-tag")
# Single words of them that stand nowhere else, so that whoever asks for one must find nothing at all.
SECRET_WORDS = (DRAFT, SUBMITTED, NEXT, FORMER, GONE, "Tajna", "Nieopublikowany")
# What two practices have in common.
LIMES = "Lipy drobnolistne i niecki z turzycą zamiast betonu."


@dataclass(frozen=True)
class World:
    """What tests look at. `hidden` are practices that were never public."""

    home: City
    outsider: City
    full: Practice
    renewed: Practice
    archived: Practice
    imported: Practice
    gone: Practice
    hidden: tuple[int, ...]

    @property
    def public(self) -> list[int]:
        """Ids of what has an item, in their order."""
        return sorted(p.pk for p in (self.full, self.renewed, self.archived, self.imported))


def a_world() -> World:
    """Cities of several kinds, and a practice in each state of its life."""
    parent = a_theme(
        "upaly-i-woda", name_pl="Upały i woda", name_en="Heat and water", description_pl="O upałach.", eurovoc=434786
    )
    a_theme("cien", parent=parent, name_pl="Cień", name_en="Shade")
    place: dict[str, Any] = {"voivodeship": "30", "population": 38412, "latitude": 52.16, "longitude": 17.08}
    home = a_city("Zmyślin", locative="w Zmyślinie", is_demo=True, kind="urban", powiat="zmyśliński", **place)
    other = a_city("Łąkowo Dolne", voivodeship="30", population=41000, latitude=52.4, longitude=17.3)
    outsider = a_city("Obcowo", member=False, voivodeship="10", population=9000)
    full = a_published_practice(home, what=full_content())
    _start_next(full, home)
    return World(
        home=home,
        outsider=outsider,
        full=full,
        renewed=_renewed(other),
        archived=an_archived_practice(other, title="Dawny ogród deszczowy"),
        imported=_imported(),
        gone=a_withdrawn_practice(home, title=GONE, tags=("rynek",)),
        hidden=(
            a_draft(home, what=content(DRAFT, tags=("Nieopublikowany-tag",))).practice_id,
            submitted(a_draft(other, what=content(SUBMITTED))).practice_id,
        ),
    )


def full_content() -> PracticeContent:
    """A content that fills every part."""
    english = Text(title="A shaded market square", summary="Trees instead of concrete.")
    polish = a_text(
        "Zacieniony rynek",
        summary=LIMES,
        solution=LIMES,
        partners="Wspólnoty",
        legal_basis="Ustawa",
        target_groups="Wszyscy",
    )
    return content(
        "Zacieniony rynek",
        texts={"pl": polish, "en": english},
        themes=("upaly-i-woda", "cien"),
        tags=("zieleń", "rynek"),
        started_on="2024",
        ended_on="2025-05",
        months_to_implement=19,
        staff_fte=Decimal("1.50"),
        sdgs=(11, 13),
        contact_unit="Wydział Zieleni",
        contact_role="naczelniczka",
        contact_person=PERSON,
        contact_person_email=PERSON_EMAIL,
        contact_person_phone=PERSON_PHONE,
        indicators=(
            IndicatorContent(
                name={"pl": "Temperatura", "en": "Temperature"}, baseline=Decimal("51.4"), value=Decimal("38.2"),
                unit="°C", measured_on="2026-07-16", source={"pl": "kamera"},
            ),
            IndicatorContent(name={"pl": "Drzewa"}, value=Decimal(34)),
        ),
        costs=(
            CostContent(what={"pl": "Drzewa"}, amount=Decimal(1240000), price_year=2024, funding_source={"pl": "budżet"}),
            CostContent(what={"pl": "Pielęgnacja"}, amount=Decimal("142000.50"), yearly=True),
        ),
        blocks=(BlockContent(name={"pl": "Pergola"}, description={"pl": "Stoi bez fundamentu."}),),
        links=(
            LinkContent(kind="document", url="https://zmyslin.example/u.pdf", title={"pl": "Uchwała"}, accessible=False, block=0),
            LinkContent(kind="image", url="https://zmyslin.example/r.jpg", title={"pl": "Rynek"}, alt={"pl": "Drzewa na rynku"}),
        ),
    )  # fmt: skip


def _start_next(practice: Practice, city: City) -> None:
    """A next version in preparation, with a text that is not public yet."""
    editor = a_user(Role.CITY_EDITOR, city)
    version = start_next_version(actor=editor, practice=practice)
    save_draft(actor=editor, version=version, content=content(NEXT), revision=version.revision)


def _renewed(city: City) -> Practice:
    """A practice whose first version has been replaced, tagged with a tag that was merged."""
    editor = a_user(Role.CITY_EDITOR, city)
    practice = a_published_practice(
        city, title="Ogród deszczowy", texts={"pl": a_text("Ogród deszczowy", results=FORMER)}
    )
    version = start_next_version(actor=editor, practice=practice)
    texts = {"pl": a_text("Ogród deszczowy przy szkole", summary=LIMES, solution=LIMES)}
    what = content(texts=texts, tags=("zielen", "woda opadowa"))
    save_draft(actor=editor, version=version, content=what, revision=version.revision)
    publish_practice(actor=a_user(Role.REVIEWER), version=submitted(version), evidence_level="before-after")
    _merge("zielen", "zieleń")
    return Practice.objects.get(pk=practice.pk)


def _merge(name: str, into: str) -> None:
    from practices.models import Tag

    merge_tags(actor=a_user(Role.OPERATOR), tag=Tag.objects.get(name=name), into=Tag.objects.get(name=into))


def _imported() -> Practice:
    """A practice of an organisation, in a language of its own, with next to nothing said."""
    row = {
        "source_id": "r-17",
        "language": "de",
        "title": "Regenwasser im Stadtteil",
        "place": {"organisation": "Wasserverband", "country": "DE", "scope": "regional"},
    }
    record = read_record(json.dumps(row))
    import_practice(record=record, place=Places().find(record.place), source="Wasser", publish=True)
    return Practice.objects.get(source="Wasser")
