"""Things for tests, made the way people make them: through the services."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from network.models import City, Membership, Role, RoleAssignment, User
from network.policies import forget_standing
from network.slugs import ascii_slug
from practices.content import PracticeContent, Text
from practices.models import EvidenceLevel, Practice, PracticeVersion, Theme
from practices.services.drafts import create_practice
from practices.services.lifecycle import archive, withdraw_practice
from practices.services.review import publish_practice, submit_practice

_numbers = count(1)


def a_city(name: str = "", *, member: bool = True, **facts: Any) -> City:
    """A city; a member of the network unless told otherwise."""
    number = next(_numbers)
    name = name or f"Miasto {number}"
    facts.setdefault("slug", ascii_slug(name))
    city = City.objects.create(name=name, **facts)
    if member:
        Membership.objects.create(city=city, joined_on=date(2024, 1, 1))
    return city


def a_user(role: Role | None = None, city: City | None = None, *, may_submit: bool = False, **fields: Any) -> User:
    """A person, with one role if given."""
    number = next(_numbers)
    fields.setdefault("name", f"Osoba {number}")
    user = User.objects.create_user(fields.pop("email", f"osoba{number}@example.org"), "hasło do testów", **fields)
    if role is not None:
        give_role(user, role, city, may_submit=may_submit)
    return user


def _colleague(role: Role, city: City | None = None) -> User:
    """Whoever does such steps in this test. Always the same one: each more reviewer would be told of every other practice too."""
    email = f"{role}.{city.pk if city else 'network'}@colleagues.example.org"
    return User.objects.filter(email=email).first() or a_user(role, city, email=email)


def give_role(user: User, role: Role, city: City | None = None, *, may_submit: bool = False) -> None:
    """One more role for a person."""
    RoleAssignment.objects.create(user=user, role=role, city=city, may_submit=may_submit)
    forget_standing(user)


def a_theme(slug: str = "woda", *, parent: Theme | None = None, **fields: Any) -> Theme:
    """The theme of this slug, made where it is new."""
    defaults = {"name_pl": slug.capitalize(), "name_en": slug.capitalize(), "parent": parent, **fields}
    return Theme.objects.get_or_create(slug=slug, defaults=defaults)[0]


def a_text(title: str = "Zielone dachy na przystankach", **fields: str) -> Text:
    """Everything that publication requires of a language."""
    whole = Text(
        title=title,
        summary="Miasto obsadziło dachy przystanków rozchodnikiem.",
        challenge="Latem przystanki się nagrzewają.",
        solution="Na dachach posadzono rośliny.",
        results="Pod wiatą jest chłodniej.",
        lessons="Pierwsze sadzonki uschły.",
        conditions="Potrzebna jest nośna konstrukcja wiaty.",
    )
    return replace(whole, **fields)


def content(title: str = "Zielone dachy na przystankach", **fields: Any) -> PracticeContent:
    """A content complete enough to be published; makes its themes."""
    fields.setdefault("texts", {"pl": a_text(title)})
    fields.setdefault("themes", ("woda",))
    for slug in fields["themes"]:
        a_theme(slug)
    fields.setdefault("status", "finished")
    fields.setdefault("contact_mailbox", "zielen@miasto.example")
    return PracticeContent(**fields)


def a_draft(
    city: City | None = None, *, what: PracticeContent | None = None, editor: User | None = None
) -> PracticeVersion:
    """The first draft of a new practice."""
    city = city or a_city()
    editor = editor or _colleague(Role.CITY_EDITOR, city)
    return create_practice(actor=editor, city=city, content=what or content())


def submitted(version: PracticeVersion) -> PracticeVersion:
    """The draft, sent to review by the city's coordinator."""
    assert version.practice.city is not None
    return submit_practice(actor=_colleague(Role.CITY_COORDINATOR, version.practice.city), version=version)


def published(version: PracticeVersion, *, evidence_level: str = EvidenceLevel.MONITORED) -> Practice:
    """The draft, submitted and published."""
    reviewer = _colleague(Role.REVIEWER)
    done = publish_practice(actor=reviewer, version=submitted(version), evidence_level=evidence_level)
    return Practice.objects.get(pk=done.practice_id)


def a_published_practice(city: City | None = None, *, what: PracticeContent | None = None, **fields: Any) -> Practice:
    """A published practice; `fields` are those of `content`."""
    return published(a_draft(city, what=what or content(**fields)))


def an_archived_practice(city: City | None = None, **fields: Any) -> Practice:
    """A practice in the archive."""
    return archive(actor=a_user(Role.OPERATOR), practice=a_published_practice(city, **fields))


def a_withdrawn_practice(city: City | None = None, **fields: Any) -> Practice:
    """A practice that was public."""
    practice = a_published_practice(city, **fields)
    return withdraw_practice(actor=a_user(Role.OPERATOR), practice=practice, reason="Na prośbę miasta.")
