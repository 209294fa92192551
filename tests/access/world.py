"""A network with a canary in everything that somebody must not see, and a person of every kind who may come."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from network.models import City, Membership, Role, RoleAssignment, User
from network.services.invitations import invite
from practices.content import PracticeContent
from practices.models import Practice, PracticeVersion
from practices.services.drafts import save_draft, start_next_version
from practices.services.lifecycle import withdraw_practice
from practices.services.review import publish_practice, return_for_changes, send_message
from tests.factories import (
    a_city,
    a_draft,
    a_published_practice,
    a_text,
    a_theme,
    a_user,
    an_archived_practice,
    content,
    submitted,
)
from tests.finding.asking import index_everything

# What every hidden text says beside its canary, so that a question for it must find nothing.
BAIT = "Zażółcony"

WRITERS = frozenset({"editor", "submitting editor", "coordinator"})
LEFT = frozenset({"left editor", "left coordinator"})
OUTSIDERS = frozenset({"anonymous", "without a role"})
NETWORK = frozenset({"operator", "reviewer", "advisor", "other editor", "other coordinator"}) | WRITERS
ROLES = tuple(sorted(NETWORK | LEFT | OUTSIDERS))
SEE_DRAFTS = WRITERS | {"operator"}
SEE_REVIEWS = SEE_DRAFTS | {"reviewer"}


@dataclass
class World:
    """Who comes, what is asked for, and which canary each role may see wherever it is shown."""

    people: dict[str, User | None] = field(default_factory=dict)
    versions: dict[str, PracticeVersion] = field(default_factory=dict)
    practices: dict[str, Practice] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)
    token: str = ""
    assignment: int = 0

    def canary(self, name: str, seen_by: frozenset[str]) -> str:
        """A word that stands nowhere else, and who may see it."""
        word = f"Xq{name}qX"
        self.canaries[word] = seen_by
        return word

    def hidden(self, name: str, seen_by: frozenset[str]) -> PracticeContent:
        """A content with a canary in its title, text, tag and contact."""
        word = self.canary(name, seen_by)
        text = a_text(f"{BAIT} {word}", solution=f"{BAIT} {word} w tekście.")
        return content(texts={"pl": text}, tags=(f"{BAIT} {word}",), contact_unit=word)


def a_world() -> World:
    """Everything, drained and indexed, but for one practice that is withdrawn after that."""
    world = World()
    _cities(world)
    _people(world)
    _drafts(world)
    _published(world)
    _left(world)
    invited = invite(
        actor=a_user(Role.OPERATOR), email=f"{world.canary('zaproszenie', SEE_DRAFTS)}@example.org",
        role=Role.CITY_EDITOR, city=world.cities["home"],
    )  # fmt: skip
    world.token = invited.token
    index_everything()
    _withdraw(world, "withdrawn just now")
    return world


def _cities(world: World) -> None:
    place: dict[str, Any] = {"voivodeship": "30", "population": 38_412, "latitude": 52.16, "longitude": 17.08}
    a_theme("woda", name_pl="Woda", name_en="Water")
    world.cities["home"] = a_city("Zmyślin", locative="w Zmyślinie", genitive="Zmyślina", **place)
    world.cities["other"] = a_city("Łąkowo", **place)
    world.cities["outside"] = a_city("Obcowo", member=False, **place)
    world.cities["left"] = a_city("Odeszłowo", member=False, **place)
    Membership.objects.create(city=world.cities["left"], joined_on=date(2023, 1, 1), left_on=date(2025, 1, 1))


def _people(world: World) -> None:
    home, other, left = (world.cities[name] for name in ("home", "other", "left"))
    world.people = {
        "anonymous": None,
        "without a role": a_user(),
        "editor": a_user(Role.CITY_EDITOR, home),
        "submitting editor": a_user(Role.CITY_EDITOR, home, may_submit=True),
        "coordinator": a_user(Role.CITY_COORDINATOR, home),
        "other editor": a_user(Role.CITY_EDITOR, other),
        "other coordinator": a_user(Role.CITY_COORDINATOR, other),
        "left editor": a_user(Role.CITY_EDITOR, left),
        "left coordinator": a_user(Role.CITY_COORDINATOR, left),
        "advisor": a_user(Role.ADVISOR, home),
        "reviewer": a_user(Role.REVIEWER),
        "operator": a_user(Role.OPERATOR),
    }
    world.assignment = RoleAssignment.objects.get(user=world.people["editor"]).pk


def _person(world: World, name: str) -> User:
    person = world.people[name]
    assert person is not None
    return person


def _drafts(world: World) -> None:
    """What was never public: a draft, a submission with a conversation, a returned one."""
    home, writer = world.cities["home"], _person(world, "coordinator")
    made = {
        "draft": a_draft(home, what=world.hidden("szkic", SEE_DRAFTS), editor=writer),
        "submitted": submitted(a_draft(home, what=world.hidden("wyslana", SEE_REVIEWS), editor=writer)),
        "returned": submitted(a_draft(home, what=world.hidden("zwrot", SEE_REVIEWS), editor=writer)),
    }
    reviewer = _person(world, "reviewer")
    send_message(actor=reviewer, version=made["submitted"], body=world.canary("rozmowa", SEE_REVIEWS))
    return_for_changes(actor=reviewer, version=made["returned"], reason=world.canary("powod", SEE_REVIEWS))
    world.versions |= made
    world.practices["draft"] = made["draft"].practice


def _published(world: World) -> None:
    """A second version with a person to call, a third in preparation, an archived practice and withdrawn ones."""
    home, writer = world.cities["home"], _person(world, "coordinator")
    former = world.hidden("dawna", SEE_REVIEWS)
    public = replace(
        content("Zacieniony rynek", tags=("rynek",)),
        contact_person=world.canary("osoba", NETWORK), contact_person_email=f"{world.canary('poczta', NETWORK)}@example.org",
        contact_person_phone="600 100 299",
    )  # fmt: skip
    practice = a_published_practice(home, what=former)
    world.versions["former"] = PracticeVersion.objects.get(practice=practice)
    version = start_next_version(actor=writer, practice=practice)
    version = save_draft(actor=writer, version=version, content=public, revision=version.revision)
    publish_practice(actor=a_user(Role.REVIEWER), version=submitted(version), evidence_level="monitored")
    world.versions["live"] = version
    upcoming = start_next_version(actor=writer, practice=Practice.objects.get(pk=practice.pk))
    world.versions["next"] = save_draft(
        actor=writer, version=upcoming, content=world.hidden("nastepna", SEE_DRAFTS), revision=upcoming.revision
    )
    # The address was made from the first title, which is public no more.
    Practice.objects.filter(pk=practice.pk).update(slug="zacieniony-rynek")
    world.practices["published"] = Practice.objects.get(pk=practice.pk)
    world.practices["archived"] = an_archived_practice(home, title="Dawny ogród")
    for name in ("withdrawn", "withdrawn just now"):
        what = world.hidden(name.replace(" ", ""), SEE_REVIEWS)
        world.practices[name] = a_published_practice(home, what=what)
        world.versions[name] = PracticeVersion.objects.get(practice=world.practices[name])
    _withdraw(world, "withdrawn")


def _withdraw(world: World, name: str) -> None:
    reason = world.canary(f"dlaczego{len(name)}", SEE_REVIEWS)
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=world.practices[name], reason=reason)


def _left(world: World) -> None:
    """The city that left: what it published stays, what it was writing stays with it."""
    city = world.cities["left"]
    membership = Membership.objects.get(city=city)
    Membership.objects.filter(pk=membership.pk).update(left_on=None)
    world.practices["left"] = a_published_practice(city, title="Praktyka z Odeszłowa")
    editor = a_user(Role.CITY_EDITOR, city)
    draft = a_draft(city, what=world.hidden("odeszli", LEFT | {"operator"}), editor=editor)
    world.versions["left draft"], world.practices["left draft"] = draft, draft.practice
    membership.save()
