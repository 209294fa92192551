"""An export has the hits of the search in its order, and never anything that is not public."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from network.models import City, Role
from practices.models import Practice, PracticeState, PracticeText, PracticeVersion, VersionState
from practices.services.lifecycle import withdraw_practice
from search.exporting.export import export_of
from search.exporting.rows import BATCH
from search.query.request import WINDOW, SearchRequest
from tests.api.conftest import throttle
from tests.api.world import SECRET_WORDS, SECRETS, a_world
from tests.exporting.reading import Sheets, csv_rows, export, numbers
from tests.factories import a_city, a_published_practice, a_user
from tests.finding.asking import every_hit, found, index_everything

_FORMATS = ("csv", "xlsx", "json", "ris")


def many(count: int, city: City) -> None:
    """Published practices, written straight into the tables, as so many through the services would take minutes."""
    began = timezone.now() - timedelta(days=900)
    made = Practice.objects.bulk_create(Practice(slug="ogrod", city=city) for _ in range(count))
    live = PracticeVersion.objects.bulk_create(
        PracticeVersion(practice=practice, number=1, state=VersionState.PUBLISHED, status="finished")
        for practice in made
    )
    PracticeText.objects.bulk_create(
        PracticeText(version=version, language="pl", title=f"Ogród numer {n}", solution="Deszcz. " * (n % 7))
        for n, version in enumerate(live)
    )
    for n, (practice, version) in enumerate(zip(made, live, strict=True)):
        practice.live, practice.state = version, PracticeState.PUBLISHED
        practice.first_published_at = practice.updated_at = began + timedelta(hours=n)
    Practice.objects.bulk_update(made, ["live", "state", "first_published_at", "updated_at"])


@pytest.mark.parametrize("format", _FORMATS)
def test_the_hits_come_in_the_order_of_the_pages(client: Client, format: str) -> None:
    for n, title in enumerate(("Ogród deszczowy", "Ogród przy szkole", "Park i ogród", "Kładka")):
        a_published_practice(a_city(f"Ogrodowo {n}", voivodeship="30"), title=title)
    index_everything()
    for q in ("ogród deszczowy", "", "-kładka ogród"):
        for sort in ("relevance", "newest"):
            wanted = every_hit(q, sort=sort)
            assert len(wanted) >= 3
            assert numbers(format, export(client, format, q, sort=sort)[1]) == wanted
    assert numbers(format, export(client, format, "", city="ogrodowo-2")[1]) == every_hit("", city="ogrodowo-2")


def test_of_more_hits_the_first_thousand_are_written_and_the_file_says_so(client: Client) -> None:
    many(WINDOW + 5, a_city("Ogrodowo"))
    index_everything()
    wanted = every_first_page("ogród deszcz")
    for format in _FORMATS:
        response, file = export(client, format, "ogród deszcz")
        assert response["X-Total-Count"] == str(WINDOW + 5)
        assert numbers(format, file) == wanted, format
        if format == "json":
            body = json.loads(file)
            assert (body["count"], body["exported"], body["limit"]) == (WINDOW + 5, WINDOW, WINDOW)
            assert body["truncated"] is True
        if format == "xlsx":
            notes = [row[1][1] for row in Sheets(file).rows(2) if row[0] and row[1] and row[0][1] == "Uwaga"]
            assert len(notes) == 1 and str(WINDOW) in notes[0]


def every_first_page(q: str) -> list[int]:
    """The hits of the pages that can be opened."""
    pages = range(1, WINDOW // 100 + 1)
    return [id for page in pages for id in found(q, page=page, page_size=100)]


def test_nothing_that_is_not_public_is_in_any_file(client: Client) -> None:
    world = a_world()
    index_everything()
    for format in _FORMATS:
        for lang in ("pl", "en", "de"):
            _, file = export(client, format, lang=lang)
            text = str([Sheets(file).rows(n) for n in (1, 2)]) if format == "xlsx" else file.decode()
            assert not [secret for secret in SECRETS if secret.casefold() in text.casefold()], (format, lang)
            assert world.full.slug in text
    assert set(numbers("csv", export(client, "csv")[1])) == set(world.public) - {world.archived.pk}
    for secret in SECRET_WORDS:
        assert numbers("csv", export(client, "csv", f'"{secret}"')[1]) == []
    for secret in SECRETS:
        assert set(numbers("csv", export(client, "csv", f'"{secret}"')[1])) <= set(world.public)


def test_what_was_withdrawn_a_moment_ago_is_not_exported_though_the_index_has_it(client: Client) -> None:
    kept, gone = a_published_practice(title="Ogród"), a_published_practice(title="Ogród tajny")
    index_everything()
    assert set(numbers("csv", export(client, "csv", "ogród")[1])) == {kept.pk, gone.pk}
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    for format in _FORMATS:
        assert numbers(format, export(client, format, "ogród")[1]) == [kept.pk]


def test_what_is_withdrawn_while_a_file_is_written_is_left_out_from_then_on() -> None:
    many(BATCH + 20, a_city("Ogrodowo"))
    index_everything()
    rows = iter(export_of(SearchRequest(q="ogród", sort="newest")).rows)
    first = [next(rows).card.id for _ in range(BATCH)]
    gone = Practice.objects.exclude(id__in=first).earliest("id")
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=gone, reason="Na prośbę miasta.")
    rest = [row.card.id for row in rows]
    assert gone.pk not in rest and len(rest) == 19


def test_without_an_engine_the_database_answers_as_in_the_search_and_the_export_says_so(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    for title in ("Ogród deszczowy", "Park przy ogrodzie"):
        a_published_practice(title=title)
    index_everything()
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'away'}"
    wanted = every_hit("ogrody")
    assert len(wanted) == 2
    for format in _FORMATS:
        response, file = export(client, format, "ogrody")
        assert response["X-Degraded"] == "engine"
        assert numbers(format, file) == wanted
    body = json.loads(export(client, "json", "ogrody")[1])
    assert (body["degraded"], body["degraded_by"]) == (True, "engine")
    notes = [row for row in Sheets(export(client, "xlsx", "ogrody")[1]).rows(2) if row[0] == ("text", "Uwaga")]
    assert len(notes) == 1


def test_a_batch_costs_a_fixed_number_of_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(BATCH, a_city("Ogrodowo"))
    index_everything()
    with django_assert_max_num_queries(10):
        assert len(csv_rows(export(client, "csv", "ogród")[1])) == BATCH


def test_exports_are_bounded_more_strictly_than_searches(client: Client, settings: Settings) -> None:
    throttle(settings, "100/hour")
    rates = {"anon": "100/hour", "export": "2/hour"}
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": rates}
    a_published_practice()
    index_everything()
    who = {"REMOTE_ADDR": "192.0.2.77"}
    answers = [client.get("/api/v1/search/export/", **who).status_code for _ in range(3)]  # type: ignore[arg-type]
    assert answers == [200, 200, 429]
    assert client.get("/api/v1/search/", **who).status_code == 200  # type: ignore[arg-type]


def test_which_file_is_wanted_the_parameter_says_whatever_is_accepted(client: Client) -> None:
    a_published_practice()
    index_everything()
    for accept in ("text/csv", "application/xhtml+xml", "*/*"):
        response = client.get("/api/v1/search/export/", {"format": "ris"}, headers={"Accept": accept})
        assert response["Content-Type"].startswith("application/x-research-info-systems")


@pytest.mark.parametrize("asked", [{"format": "pdf"}, {"format": ["csv", "csv"]}, {"format": ""}, {"page": "2"}])
def test_what_cannot_be_made_is_refused_with_what_can(client: Client, asked: dict[str, str]) -> None:
    response = client.get("/api/v1/search/export/", asked)
    assert response.status_code == 400 and response["Content-Type"] == "application/problem+json"
    if asked.get("format") == "pdf":
        assert "csv, xlsx, json, ris" in response.json()["detail"]
