"""The platform with its demo content and something in every state of the desk, served on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from rich.console import Console

from network.models import City, Role, User
from network.outbox.models import OutboxRow
from network.services.invitations import invite
from practices.content import PracticeContent, Text
from practices.demo.accounts import ACCOUNTS
from practices.demo.loading import load_demo
from practices.models import Practice, PracticeVersion
from practices.selectors.content import content_of
from practices.services.drafts import create_practice, save_draft, start_next_version
from practices.services.lifecycle import archive, withdraw_practice
from practices.services.review import publish_practice, return_for_changes, submit_practice
from practices.topics import PRACTICE
from search.indexing.building import build
from search.models import Generation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EDITOR, COORDINATOR, ADVISOR, REVIEWER, OPERATOR = ACCOUNTS


@dataclass(frozen=True)
class Site:
    """Where it is served; `paths` names pages that depend on what was made; `sessions` are cookies by e-mail."""

    url: str
    paths: dict[str, str]
    sessions: dict[str, str]


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Load, index, serve; everything is forgotten at the end."""
    with override_settings(DEMO=True, SEARCH_URL=f"tantivy://{folder / 'search'}"):
        call_command("load_register", verbosity=0)
        load_demo(console=Console(quiet=True))
        call_command("search_index", "build", "--promote", "--if-needed")
        paths = _in_every_state()
        call_command("search_index", "drain")
        paths |= _for_operators()
        sessions = {email: _session(email) for email in ACCOUNTS}
        connections.close_all()
        server = LiveServer("localhost")
        try:
            yield Site(server.url, paths, sessions)
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


def _session(email: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=email), backend=BACKEND)
    return client.cookies["sessionid"].value


def _in_every_state() -> dict[str, str]:
    """A draft, a submission, a return, a next version, an archived and a withdrawn practice of one demo city."""
    city, editor = City.objects.get(slug="zmyslin"), User.objects.get(email=EDITOR)
    coordinator, reviewer = User.objects.get(email=COORDINATOR), User.objects.get(email=REVIEWER)
    operator = User.objects.get(email=OPERATOR)
    first, *_others, last = Practice.objects.filter(city=city).order_by("pk")
    whole = content_of(_live(first))

    def submission(title: str) -> PracticeVersion:
        content = replace(whole, texts={"pl": replace(whole.texts["pl"], title=title)})
        return submit_practice(actor=coordinator, version=create_practice(actor=editor, city=city, content=content))

    def published(title: str) -> Practice:
        done = publish_practice(actor=reviewer, version=submission(title), evidence_level="claimed")
        return Practice.objects.get(pk=done.practice_id)

    short = PracticeContent(texts={"pl": Text(title="Rowerowa akademia seniora")})
    draft = create_practice(actor=editor, city=city, content=short)
    waiting = submission("Łąki kwietne zamiast trawników")
    returned = return_for_changes(
        actor=reviewer, version=submission("Świetlica w dawnej remizie"), reason="Ile kosztował pierwszy rok?"
    )
    archived = archive(actor=operator, practice=published("Kino w parku"))
    withdrawn = withdraw_practice(actor=operator, practice=published("Targ przy dworcu"), reason="Na prośbę miasta.")
    following = start_next_version(actor=editor, practice=last)
    before = content_of(following)
    texts = {**before.texts, "pl": replace(before.texts["pl"], results="Po roku efekt się utrzymał.")}
    following = save_draft(
        actor=editor, version=following, content=replace(before, texts=texts), revision=following.revision
    )
    submit_practice(actor=coordinator, version=following)
    invited = invite(actor=coordinator, email="nowa@przyklad.example", role=Role.CITY_EDITOR, city=city)
    bilingual = Practice.objects.filter(live__texts__language="en", state="published").order_by("pk")[0]
    return {
        "first": _public(first),
        "first_id": str(first.pk),
        "bilingual": _public(bilingual),
        "archived": _public(archived),
        "archived_id": str(archived.pk),
        "withdrawn": _public(withdrawn),
        "draft": str(draft.pk),
        "waiting": str(waiting.pk),
        "returned": str(returned.pk),
        "following": str(following.pk),
        "token": invited.token,
    }


def _for_operators() -> dict[str, str]:
    """Something to be decided on the page of the system's state: a generation to switch on, one to go back to, a parked row."""
    previous = Generation.objects.get(state="live")
    call_command("search_index", "build", "--promote")
    ready = build().generation
    practice = Practice.objects.filter(state="published").order_by("-pk")[0]
    parked = OutboxRow.objects.create(
        topic=PRACTICE,
        key=practice.pk,
        parked_at=timezone.now(),
        attempts=12,
        error="mapper [text_pl] cannot be changed",
    )
    return {"ready": ready.name, "previous": previous.name, "parked": str(parked.pk)}


def _live(practice: Practice) -> PracticeVersion:
    assert practice.live is not None
    return practice.live


def _public(practice: Practice) -> str:
    return f"/praktyki/{practice.pk}-{practice.slug}/"
