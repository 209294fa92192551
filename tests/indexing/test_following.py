"""What is published, changed or taken away is found, found otherwise or gone: from the outbox row to the hits."""

from collections.abc import Callable

import pytest

from network.models import Role
from network.outbox.draining import Drained
from network.outbox.models import OutboxRow
from practices.models import EvidenceLevel, Tag
from practices.services.cities import rename_city
from practices.services.drafts import save_draft, start_next_version
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.review import publish_practice, submit_practice
from practices.services.tags import merge_tags, rename_tag, undo_merge
from practices.services.themes import rename_theme
from practices.topics import PRACTICE
from search.engines import engine
from search.finding.find import count_hits
from search.finding.visibility import hidden_ids
from search.indexing.generations import written_generations
from search.models import Generation
from search.query.request import SearchRequest
from search.recommending.for_city import practices_for
from search.recommending.similar import similar_practices
from tests.factories import a_city, a_draft, a_published_practice, a_text, a_theme, a_user, content
from tests.indexing.conftest import a_live_generation, counts, hits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("live")]

Drain = Callable[[], Drained]


def test_a_published_practice_is_found_after_the_drain_and_a_draft_is_not(drained: Drain) -> None:
    a_draft(what=content("Tramwaje na prąd"))
    practice = a_published_practice(what=content("Rowery miejskie", tags=("rower",)))
    assert hits() == []
    drained()
    assert hits("rowerami") == hits("rowery miejskie", tag="rower") == [practice.pk]
    assert hits("tramwaje") == []
    assert counts("tag") == {"rower": 1}


def test_a_next_version_replaces_the_one_before_only_when_it_is_published(drained: Drain) -> None:
    city = a_city()
    practice = a_published_practice(city, what=content("Rowery miejskie"))
    coordinator = a_user(Role.CITY_COORDINATOR, city)
    version = start_next_version(actor=coordinator, practice=practice)
    version = save_draft(actor=coordinator, version=version, content=content("Hulajnogi miejskie"), revision=0)
    drained()
    assert (hits("rowery"), hits("hulajnogi")) == ([practice.pk], [])
    version = submit_practice(actor=coordinator, version=version)
    publish_practice(actor=a_user(Role.REVIEWER), version=version, evidence_level=EvidenceLevel.EXTERNAL)
    drained()
    assert (hits("rowery"), hits("hulajnogi")) == ([], [practice.pk])
    assert counts("evidence") == {"external": 1}


def test_a_renamed_tag_is_found_by_its_new_name_and_keeps_its_address(drained: Drain) -> None:
    practice = a_published_practice(tags=("rower",))
    drained()
    rename_tag(actor=a_user(Role.OPERATOR), tag=Tag.objects.get(key="rower"), name="jednoślad")
    drained()
    assert hits("jednoślady") == hits(tag="rower") == [practice.pk]
    assert hits("rower") == []


def test_a_merge_and_its_undoing_reach_search_and_counts(drained: Drain) -> None:
    first, second = a_published_practice(tags=("rower",)), a_published_practice(tags=("bicykl",))
    drained()
    operator, bicycle = a_user(Role.OPERATOR), Tag.objects.get(key="bicykl")
    merge_tags(actor=operator, tag=bicycle, into=Tag.objects.get(key="rower"))
    drained()
    assert hits(tag="rower") == hits(tag="bicykl") == hits("tag:bicykl") == [first.pk, second.pk]
    assert counts("tag") == {"rower": 2}
    undo_merge(actor=operator, tag=bicycle)
    drained()
    assert (hits(tag="rower"), hits(tag="bicykl")) == ([first.pk], [second.pk])
    assert counts("tag") == {"rower": 1, "bicykl": 1}


def test_renamed_cities_and_themes_are_found_by_their_new_names(drained: Drain) -> None:
    city, operator = a_city("Alfowo"), a_user(Role.OPERATOR)
    child = a_theme("rowery", parent=a_theme("transport"))
    practice = a_published_practice(city, what=content(themes=("rowery",)))
    drained()
    assert hits(theme="transport") == [practice.pk], "a theme includes its sub-themes"
    rename_city(actor=operator, city=city, name="Gammowo")
    rename_theme(actor=operator, theme=child.parent, name_pl="Poruszanie się", name_en="Getting about")  # type: ignore[arg-type]
    drained()
    assert hits("Gammowo") == hits("poruszanie") == [practice.pk]
    assert hits("Alfowo") == []


def test_a_withdrawn_practice_is_gone_at_once_from_hits_counts_facets_and_recommendations(drained: Drain) -> None:
    reader = a_city("Czytelnia", population=50_000, voivodeship="18", latitude=50, longitude=22)
    a_published_practice(reader, what=content("Rowery dla seniorów", tags=("rower",)))
    twin = a_city("Bliźniaki", population=50_000, voivodeship="18", latitude=50, longitude=22)
    kept = a_published_practice(twin, what=content("Rowery dla dzieci", tags=("rower",)))
    gone = a_published_practice(twin, what=content("Rowery dla kurierów", tags=("rower", "kurier")))
    drained()
    assert gone.pk in {r.card.id for r in similar_practices(kept.pk, language="pl")}
    assert gone.pk in {r.card.id for r in practices_for(reader, language="pl")}
    before = count_hits(SearchRequest(q="rowery"))

    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")

    assert OutboxRow.objects.filter(topic=PRACTICE, key=gone.pk).exists(), "the index does not know it yet"
    assert gone.pk not in hits("rowery")
    assert hits("kurierzy") == hits(tag="kurier") == []
    assert "kurier" not in counts("tag")
    assert counts("tag")["rower"] == count_hits(SearchRequest(q="rowery")) == before - 1
    assert gone.pk not in {r.card.id for r in similar_practices(kept.pk, language="pl")}
    assert gone.pk not in {r.card.id for r in practices_for(reader, language="pl")}
    assert similar_practices(gone.pk, language="pl") == []
    drained()
    assert hidden_ids() == ()
    assert gone.pk not in hits("rowery")


def test_an_archived_practice_leaves_search_at_once_and_comes_back(drained: Drain) -> None:
    practice, operator = a_published_practice(what=content("Rowery")), a_user(Role.OPERATOR)
    drained()
    archive(actor=operator, practice=practice)
    assert hits() == hits("rowery") == []
    drained()
    unarchive(actor=operator, practice=practice)
    drained()
    assert hits("rowery") == [practice.pk]


def test_more_hidden_practices_than_a_question_can_name_let_the_database_answer(
    drained: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.finding.visibility.MOST_HIDDEN", 1)
    practices = [a_published_practice(what=content("Rowery")) for _ in range(3)]
    drained()
    for practice in practices[:2]:
        withdraw_practice(actor=a_user(Role.OPERATOR), practice=practice, reason="Na prośbę miasta.")
    assert hits("rowery") == [practices[2].pk]


def test_a_word_that_came_later_is_found_without_polish_letters_at_once(drained: Drain) -> None:
    practice = a_published_practice(what=content(texts={"pl": a_text("Wśród źdźbeł Brzęczyłęki")}))
    drained()
    assert hits("brzeczyleki") == [practice.pk]


def test_a_change_is_written_to_every_generation_that_may_be_searched(live: Generation, drained: Drain) -> None:
    a_live_generation()
    practice = a_published_practice(what=content("Rowery"))
    drained()
    written = written_generations()
    assert [g.state for g in written] == ["previous", "live"]
    assert [dict(engine().versions(g.name)) for g in written] == [{practice.pk: 1}] * 2
