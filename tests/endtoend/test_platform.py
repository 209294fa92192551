"""From an empty database to a found practice, with the commands, the environment and the health checks of docker-compose.yml."""

import json
import re
import shutil
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.desk.pages import form_of
from tests.desk.test_path import TEXTS
from tests.platform import Addresses, Platform, ReleaseFailed
from tests.platform.person import Person

pytestmark = pytest.mark.slow

PASSWORD = "hasło do testów"
PEOPLE = f"""
from network.models import City, Role, User
from network.services.memberships import join_network
from network.services.roles import grant_role
city = City.objects.get(slug="przemysl")
join_network(actor=None, city=city)
for email, role, of in (("koordynator@example.org", Role.CITY_COORDINATOR, city), ("recenzent@example.org", Role.REVIEWER, None)):
    user = User.objects.create_user(email, {PASSWORD!r}, name=email.partition("@")[0].capitalize())
    grant_role(actor=None, user=user, role=role, city=of)
"""
THEME = "from practices.models import Theme; print('slug', Theme.objects.filter(parent=None).first().slug)"


def eventually(holds: Callable[[], Any], seconds: float = 60) -> Any:
    """What `holds` gives once it gives something."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, "It did not come true in time."
        time.sleep(0.2)
    return found


def found_titles(site: str, words: str) -> list[str]:
    """The titles of what the API finds, with the engine and not from the database alone."""
    with urlopen(f"{site}/api/v1/search/?q={quote(words)}") as answer:
        page = json.load(answer)
    return [] if page["degraded"] else [hit["title"] for hit in page["results"]]


def published_by_hand(site: str, title: str, theme: str) -> None:
    """A coordinator writes and submits, a reviewer publishes, by the pages alone."""
    coordinator, reviewer = Person(site), Person(site)
    coordinator.sign_in("koordynator@example.org", PASSWORD)
    reviewer.sign_in("recenzent@example.org", PASSWORD)
    coordinator.get("/praktyki/nowa/")
    _, draft, page = coordinator.post("/praktyki/nowa/", {"title": title, "city": "przemysl", "language": "pl"})
    written = form_of(page) | TEXTS | {"t-title": title, "d-themes": [theme], "do": "submit"}
    _, submitting, page = coordinator.post(draft, written)
    assert submitting.endswith("/wyslij/"), page
    coordinator.post(submitting, {})
    number = re.findall(r"\d+", draft)[-1]
    reviewer.get("/recenzje/")
    reviewer.post(f"/recenzje/{number}/przydziel/", {})
    decision = {"decision": "publish", "evidence_level": "monitored", "reason": "Pomiar jest stały.", "review_by": ""}
    status, _, page = reviewer.post(f"/recenzje/{number}/", decision)
    assert status == 200, page


@pytest.fixture(scope="session")
def theme(platform: Platform) -> str:
    """People to work with, entered as an operator does; a theme of the loaded list."""
    entered = platform.run("web", "python", "manage.py", "shell", "--command", PEOPLE)
    assert entered.returncode == 0, entered.stdout
    return platform.run("web", "python", "manage.py", "shell", "--command", THEME).stdout.rpartition("slug ")[2].strip()


def test_what_is_published_by_hand_is_found_by_everybody(platform: Platform, theme: str) -> None:
    published_by_hand(platform.urls[0], "Ogródki deszczowe przy szkołach", theme)
    for site in platform.urls:
        assert eventually(partial(found_titles, site, "ogródek deszczowy")) == ["Ogródki deszczowe przy szkołach"]
    assert "Task network.outbox.drain" in platform.processes["worker-1"].log


def test_what_is_published_while_everything_else_is_dead_is_found_once_it_lives_again(
    platform: Platform, theme: str
) -> None:
    for name in ("worker-1", "beat", "web-2"):
        platform.processes[name].kill()
    assert not platform.processes["worker-1"].is_healthy
    published_by_hand(platform.urls[0], "Zielone dachy nad przystankami", theme)
    platform.start()
    platform.wait_until_healthy()
    assert eventually(lambda: found_titles(platform.urls[1], "dach na przystanku")) == [
        "Zielone dachy nad przystankami"
    ]


def test_static_files_are_served_by_the_program_compressed_and_for_ever(platform: Platform) -> None:
    with urlopen(platform.urls[0]) as answer:
        page = answer.read().decode()
        assert "Content-Security-Policy" in answer.headers
    style = re.search(r'href="(/static/network/site\.[0-9a-f]{12}\.css)"', page)
    assert style
    with urlopen(platform.urls[0] + style[1]) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.read()


def test_health_tells_that_database_and_engine_agree(platform: Platform) -> None:
    with urlopen(f"{platform.urls[0]}/health/") as answer:
        told = json.load(answer)
    assert (told["status"], told["database"], told["search"]) == ("ok", "ok", "ok")
    assert platform.run("web", "python", "manage.py", "search_index", "status").returncode == 0


def test_figures_are_for_those_who_bring_the_token_of_the_secret(platform: Platform) -> None:
    token = (platform.folder / "secrets" / "metrics_token").read_text()
    asked = Request(f"{platform.urls[0]}/metrics", headers={"Authorization": f"Bearer {token}"})
    with urlopen(asked) as answer:
        assert "outbox" in answer.read().decode()
    with pytest.raises(HTTPError, match=r"40[134]"):
        urlopen(Request(f"{platform.urls[0]}/metrics", headers={"Authorization": "Bearer another"}))


def test_a_release_may_be_run_again_beside_the_running_platform(platform: Platform) -> None:
    said = platform.release()
    assert "No migrations to apply" in said and "nothing to build" in said and said.rstrip().endswith("Released.")
    assert "0 created, 0 updated" in said


def test_a_release_that_an_engine_stopped_goes_on_when_it_is_back(
    platform: Platform, addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> None:
    without = Addresses(addresses.database, addresses.redis, "http://127.0.0.1:1/nowhere")
    folder = tmp_path_factory.mktemp("without-an-engine")
    with pytest.raises(
        ReleaseFailed, match=r"The search engine does not answer.*\nWhen that is mended, run release again"
    ):
        Platform(folder, without).release()
    assert platform.release().rstrip().endswith("Released.")


def test_a_release_without_its_database_says_what_is_missing(
    addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nowhere = Addresses("postgres://network:pa%2Fss@127.0.0.1:1/network", addresses.redis, addresses.search)
    with pytest.raises(ReleaseFailed, match=r"(?s)The database does not do this now.*run release again") as failed:
        Platform(tmp_path_factory.mktemp("without-a-database"), nowhere).release()
    assert "pa/ss" not in str(failed.value) and "Traceback" not in str(failed.value)


def test_the_site_starts_and_publishes_without_its_broker(
    platform: Platform, theme: str, addresses: Addresses, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = Platform(
        tmp_path_factory.mktemp("without-a-broker"),
        Addresses(addresses.database, "redis://127.0.0.1:1/0", addresses.search),
    )
    shutil.copytree(platform.folder / "static", alone.folder / "static", dirs_exist_ok=True)
    web = alone.processes["web-1"]
    try:
        web.start()
        web.wait_until_healthy()
        published_by_hand(alone.urls[0], "Stacja napraw rowerów", theme)
    finally:
        code = web.stop()
    assert code == 0
    assert eventually(lambda: found_titles(platform.urls[0], "naprawa roweru")) == ["Stacja napraw rowerów"]


def test_everything_ends_in_good_order_when_it_is_asked_to(platform: Platform) -> None:
    # The last test of the file: docker compose stop.
    assert platform.stop() == {"web-1": 0, "web-2": 0, "worker-1": 0, "beat": 0}
    assert not [pid for process in platform.processes.values() for pid in process.members()]
    for process in platform.processes.values():
        assert "Traceback" not in process.log
