"""Writing a practice: a new one, saving, the next version, giving a draft up."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from network.models import City, User
from network.slugs import ascii_slug
from network.transactions import in_transaction
from practices.content import PracticeContent
from practices.content_rules import checked
from practices.errors import Refused
from practices.models import Practice, PracticeVersion
from practices.models.version import IN_PREPARATION
from practices.policies import Action
from practices.selectors.content import content_of
from practices.services.authorising import authorise
from practices.services.content import prepare_labels, write_content
from practices.services.steps import check_step, locked_practice, locked_version, log_step, same_revision, take_step
from practices.workflow import Step


def slug_of(content: PracticeContent) -> str:
    """The address of a practice: the title of the original in ASCII, at most 80 characters."""
    text = content.texts.get(content.original_language)
    return ascii_slug(text.title if text else "", 80) or "praktyka"


@in_transaction
def create_practice(*, actor: User, city: City, content: PracticeContent) -> PracticeVersion:
    """A new practice of `city` with its first draft. Raises `Refused` ("forbidden", "invalid")."""
    authorise(actor, Action.CREATE, city)
    clean = checked(content)
    labels = prepare_labels(clean)
    practice = Practice.objects.create(city=city, country=city.country, slug=slug_of(clean))
    version = PracticeVersion.objects.create(practice=practice, number=1, created_by=actor)
    write_content(version=version, content=clean, labels=labels, fresh=True)
    version.save()
    log_step(Step.CREATE, actor=actor, practice=practice, version=version)
    return version


@in_transaction
def save_draft(*, actor: User, version: PracticeVersion, content: PracticeContent, revision: int) -> PracticeVersion:
    """Replace the content of a draft; `revision` is the one that was read. Returns the version with its new revision.

    Raises `Refused`: "conflict" where somebody saved meanwhile (nothing is written), "illegal-step", "forbidden",
    "invalid".
    """
    clean = checked(content)
    labels = prepare_labels(clean)
    locked = locked_version(version)
    check_step(Step.SAVE, actor=actor, practice=locked.practice, version=locked)
    same_revision(locked, revision)
    write_content(version=locked, content=clean, labels=labels)
    locked.revision += 1
    locked.save()
    if locked.practice.first_published_at is None:
        locked.practice.slug = slug_of(clean)
        locked.practice.save(update_fields=["slug"])
    log_step(Step.SAVE, actor=actor, practice=locked.practice, version=locked)
    return locked


@in_transaction
def start_next_version(*, actor: User, practice: Practice) -> PracticeVersion:
    """A draft with the content of the live version (of the last closed one where nothing is live), which stays as it
    is.

    Raises `Refused`: "illegal-step" where one is in preparation already or the practice is withdrawn, "forbidden".
    """
    based_on = practice.live or practice.versions.order_by("-number").first()
    if based_on is None:
        raise Refused("illegal-step", _("Ta praktyka nie ma jeszcze żadnej wersji."))
    content = content_of(based_on)
    labels = prepare_labels(content)
    locked = locked_practice(practice)
    current = _latest(locked)
    check_step(Step.NEXT_VERSION, actor=actor, practice=locked, version=current)
    highest = locked.versions.aggregate(highest=Max("number"))["highest"]
    version = PracticeVersion.objects.create(practice=locked, number=highest + 1, created_by=actor)
    write_content(version=version, content=content, labels=labels, fresh=True)
    version.save()
    log_step(Step.NEXT_VERSION, actor=actor, practice=locked, version=version)
    return version


def _latest(practice: Practice) -> PracticeVersion | None:
    """The version in preparation if there is one, else the live one, else the last closed one: what a next version
    would follow.
    """
    in_preparation = practice.versions.filter(state__in=IN_PREPARATION).first()
    return in_preparation or practice.live or practice.versions.order_by("-number").first()


@in_transaction
def discard_draft(*, actor: User, version: PracticeVersion, reason: str = "") -> PracticeVersion:
    """Close a draft without publishing it; it stays in the log. Raises `Refused` ("illegal-step", "forbidden")."""
    locked = locked_version(version)
    take_step(Step.DISCARD, actor=actor, practice=locked.practice, version=locked, reason=reason)
    locked.save(update_fields=["state", "saved_at"])
    return locked
