"""The operators' page: it says what is so and what to do, and its steps do what they say."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from network.models import Role
from network.outbox.models import OutboxRow
from practices.models import Practice
from practices.topics import PRACTICE
from search.engines import engine
from search.indexing.building import build
from search.indexing.generations import live_generation, promote
from search.models import GateRun, Generation
from tests.desk.pages import signed_in
from tests.factories import a_city, a_published_practice, a_user, content
from tests.failures.silence import Silent
from tests.finding.asking import index_everything

pytestmark = pytest.mark.django_db

_PAGE = "/stan-systemu/"


@pytest.fixture(autouse=True)
def index_folder(tmp_path: Path, settings: Settings) -> None:
    """An index of the test's own."""
    settings.SEARCH_URL = f"tantivy://{tmp_path / 'index'}"


@pytest.fixture
def operator(db: None) -> Client:
    """An operator at a browser."""
    return signed_in(a_user(Role.OPERATOR))


def _text(client: Client, path: str = _PAGE) -> str:
    """What stands on the page, with plain spaces."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def _parked(*practices: Practice, error: str = "mapper [x] cannot be changed") -> list[OutboxRow]:
    OutboxRow.objects.all().delete()
    parked = {"topic": PRACTICE, "parked_at": timezone.now(), "attempts": 12, "error": error}
    return [OutboxRow.objects.create(key=practice.pk, **parked) for practice in practices]


def test_visitors_sign_in_first_and_others_are_told_whose_it_is(client: Client) -> None:
    assert client.get(_PAGE)["Location"].startswith("/konto/zaloguj/")
    refused = signed_in(a_user(Role.CITY_COORDINATOR, a_city())).get(_PAGE)
    assert refused.status_code == 403 and "tylko operatorzy" in refused.content.decode()


def test_the_footer_leads_operators_there_and_nobody_else(operator: Client) -> None:
    assert f'href="{_PAGE}"' in _text(operator, "/")
    assert f'href="{_PAGE}"' not in _text(signed_in(a_user(Role.REVIEWER)), "/")


def test_while_all_is_well_it_says_so(operator: Client) -> None:
    a_published_practice()
    index_everything()
    OutboxRow.objects.all().delete()
    text = _text(operator)
    assert "Wszystko jest zgodne." in text and "notice-warn" not in text
    assert "0 zmian" in text and "w użyciu" in text and "Nic nie jest odłożone." in text and "dziś, " in text
    assert "Everything is in step." in _text(operator, "/en/system-status/")


def test_before_the_first_index_it_says_how_to_build_one(operator: Client) -> None:
    text = _text(operator)
    assert "Nie ma jeszcze indeksu." in text and "manage.py search_index build --promote" in text
    assert "Nie ma jeszcze żadnej." in text and "Ostatnie sprawdzenia" not in text


@pytest.mark.parametrize(
    ("differ", "sentence"),
    [(1, "różni się 1 praktyka z 184."), (3, "różnią się 3 praktyki z 184."), (12, "różni się 12 praktyk z 184.")],
)
def test_drift_is_counted_in_good_polish(operator: Client, differ: int, sentence: str) -> None:
    index_everything()
    GateRun.objects.create(generation=Generation.objects.get(state="live"), documents=184, missing=differ)
    text = _text(operator)
    assert sentence in text and "Sprawdź ponownie za kilka minut." in text


def test_after_a_restore_it_says_what_only_a_new_index_mends(operator: Client) -> None:
    index_everything()
    GateRun.objects.create(generation=Generation.objects.get(state="live"), documents=184, ahead=5, old=1)
    text = _text(operator)
    assert "nowszy stan 5 praktyk niż baza" in text and "manage.py restart_feed" in text


def test_an_engine_that_is_away_is_named_without_its_password_and_the_page_works(
    operator: Client, settings: Settings
) -> None:
    pytest.importorskip("elasticsearch")
    index_everything()
    with Silent() as silent:
        settings.SEARCH_URL = f"http://elastic:tajneHaslo7@127.0.0.1:{silent.port} {settings.SEARCH_URL}"
        text = _text(operator)
    assert f"nie odpowiada: http://127.0.0.1:{silent.port}/network." in text and "tajneHaslo7" not in text
    assert "w użyciu" in text and "zapiszą się same, gdy silnik wróci" in text


def test_a_queue_that_stands_still_is_noticed_by_the_age_of_its_oldest_row(operator: Client) -> None:
    OutboxRow.objects.all().delete()
    OutboxRow.objects.create(topic=PRACTICE, key=1)
    assert "Najstarsza zmiana czeka" not in _text(operator)
    OutboxRow.objects.update(created_at=timezone.now() - timedelta(hours=3))
    text = _text(operator)
    assert "Najstarsza zmiana czeka w kolejce już 3 godz." in text and "worker, beat i Redis" in text


def test_an_index_that_nobody_checks_is_noticed(operator: Client) -> None:
    index_everything()
    GateRun.objects.update(ran_at=timezone.now() - timedelta(hours=2))
    assert "Indeksu dawno nie sprawdzano." in _text(operator)
    operator.post("/stan-systemu/sprawdz/")
    assert "Indeksu dawno nie sprawdzano." not in _text(operator)


def test_a_check_looks_at_every_finished_generation_and_queues_what_differs(operator: Client) -> None:
    practice = a_published_practice()
    index_everything()
    index_everything()
    OutboxRow.objects.all().delete()
    Practice.objects.update(search_version=practice.search_version + 5)
    before = GateRun.objects.count()
    assert "Sprawdzanie indeksu ruszyło." in _text_after(operator, "sprawdz/")
    assert GateRun.objects.count() == before + 2
    assert OutboxRow.objects.filter(topic=PRACTICE, key=practice.pk).exists()


def test_a_check_that_nobody_can_be_asked_for_is_told(operator: Client, settings: Settings) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    with patch("search.tasks.check_index.apply_async", side_effect=ConnectionError):
        assert "Redis nie odpowiada" in _text_after(operator, "sprawdz/")


def _text_after(client: Client, step: str, **data: object) -> str:
    answer = client.post(_PAGE + step, data, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def test_parked_items_are_shown_with_what_they_are_about_and_retried_one_or_all(operator: Client) -> None:
    titles = ("Zielone dachy", "Łąki kwietne", "Autobus na telefon")
    rows = _parked(*(a_published_practice(what=content(title)) for title in titles))
    text = _text(operator)
    assert all(title in text for title in titles)
    assert "3 zmiany są odłożone." in text and "mapper [x] cannot be changed" in text and "12 prób" in text
    assert "Do kolejki wróciła 1 zmiana." in _text_after(operator, "ponow/", id=rows[0].pk)
    assert "Do kolejki wróciły 2 zmiany." in _text_after(operator, "ponow/")
    assert not OutboxRow.objects.filter(parked_at__isnull=False).exists()


def test_dropping_asks_first_says_what_will_be_missing_and_touches_nothing_else(operator: Client) -> None:
    rows = _parked(a_published_practice(title="Zielone dachy"), a_published_practice())
    asked = _text(operator, f"/stan-systemu/porzuc/?id={rows[0].pk}")
    assert "Zielone dachy" in asked and "Indeks zachowa dawny stan" in asked and OutboxRow.objects.count() == 2
    assert "Porzucono 1 zmianę." in _text_after(operator, "porzuc/", id=rows[0].pk)
    assert OutboxRow.objects.get() == rows[1]
    assert "Porzucono 0 zmian." in _text_after(operator, "porzuc/", id="x")


def test_a_built_generation_is_switched_on_and_the_one_before_gone_back_to(operator: Client) -> None:
    a_published_practice()
    index_everything()
    old = live_generation()
    built = build().generation
    assert old and "gotowa do włączenia" in _text(operator)
    asked = _text(operator, f"/stan-systemu/wlacz/?generation={built.name}")
    assert "Włączyć tę generację?" in asked and "Zgodna z bazą" in asked and live_generation() == old
    assert "Generacja jest włączona." in _text_after(operator, "wlacz/", generation=built.name)
    assert live_generation() == built and "gotowa do powrotu" in _text(operator)
    assert "Wrócić do tej generacji?" in _text(operator, f"/stan-systemu/wroc/?generation={old.name}")
    assert "czyta z poprzedniej generacji" in _text_after(operator, "wroc/", generation=old.name)
    assert live_generation() == old


def test_a_step_on_a_page_that_is_out_of_date_changes_nothing(operator: Client) -> None:
    index_everything()
    seen = build().generation
    promote(seen)
    for step in ("wlacz/", "wroc/"):
        assert "W międzyczasie coś się zmieniło." in _text_after(operator, step, generation=seen.name)
    assert live_generation() == seen


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda built: engine().drop(built.name), "Silnik nie ma już tej generacji."),
        (lambda built: Generation.objects.filter(pk=built.pk).update(built_at=None), "nie jest zbudowana do końca"),
    ],
)
def test_a_step_that_is_refused_says_why(operator: Client, spoil: Callable[[Generation], object], said: str) -> None:
    index_everything()
    built, live = build().generation, live_generation()
    spoil(built)
    assert said in _text_after(operator, "wlacz/", generation=built.name)
    assert live_generation() == live


def test_what_is_being_built_shows_how_far_it_has_come(operator: Client) -> None:
    practices = [a_published_practice() for _ in range(4)]
    generation = build().generation
    Generation.objects.filter(pk=generation.pk).update(built_at=None, cursor=practices[1].pk)
    text = _text(operator)
    assert "buduje się, 50%" in text and "w toku" in text and "Włącz<" not in text
