"""Taking one step of the workflow: asked of the policies, checked against the table, written into the log."""

from django.utils.translation import gettext_lazy as _

from network.models import User
from practices.errors import Refused
from practices.models import Practice, PracticeState, PracticeVersion, VersionState, WorkflowEvent
from practices.requirements import missing
from practices.selectors.content import content_of, facts_of
from practices.services.authorising import authorise
from practices.text.cleaning import clean_prose
from practices.workflow import WORKFLOW, Rule, Step, rule_for


def locked_practice(practice: Practice) -> Practice:
    """The practice as it is now, locked until the end of the transaction."""
    return Practice.objects.select_for_update(no_key=True).get(pk=practice.pk)


def locked_version(version: PracticeVersion) -> PracticeVersion:
    """The version as it is now, locked after its practice, which is set on it."""
    practice = Practice.objects.select_for_update(no_key=True).get(pk=version.practice_id)
    locked = PracticeVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    locked.practice = practice
    return locked


def same_revision(version: PracticeVersion, revision: int | None) -> None:
    """Raise `Refused` ("conflict") where somebody saved since `revision`; None: the caller did not look at the text."""
    if revision is not None and version.revision != revision:
        raise Refused(
            "conflict",
            _(
                "Ktoś inny zapisał tę praktykę, odkąd ją otwarto. "
                "Nic nie przepadło: porównaj obie wersje i zapisz ponownie."
            ),
        )


def take_step(
    step: Step,
    *,
    actor: User | None,
    practice: Practice,
    version: PracticeVersion | None = None,
    reason: str = "",
) -> Rule:
    """Check the step, set the states it leads to (the caller saves) and log it.

    Raises `Refused`: "forbidden", "illegal-step", "reason-needed", "incomplete" (with what is missing).
    """
    rule = check_step(step, actor=actor, practice=practice, version=version, reason=reason)
    if version is not None and rule.to_version is not None and step is not Step.NEXT_VERSION:
        version.state = rule.to_version
    if rule.to_practice is not None:
        practice.state = rule.to_practice
    log_step(step, actor=actor, practice=practice, version=version, reason=reason)
    return rule


def check_step(
    step: Step, *, actor: User | None, practice: Practice, version: PracticeVersion | None = None, reason: str = ""
) -> Rule:
    """Whether the step may be taken now, without taking it; raises as `take_step` does."""
    subject = version or practice
    authorise(actor, WORKFLOW[step].who, subject)
    rule = rule_for(step, PracticeState(practice.state), VersionState(version.state) if version else None)
    if rule.reason and not clean_prose(reason):
        raise Refused("reason-needed", _("Podaj powód: zobaczą go osoby, których to dotyczy."))
    if rule.complete and version is not None and (gaps := missing(facts_of(content_of(version)))):
        raise Refused("incomplete", _("Praktyka nie jest jeszcze kompletna. Uzupełnij wskazane pola."), gaps)
    return rule


def log_step(
    step: Step, *, actor: User | None, practice: Practice, version: PracticeVersion | None, reason: str = ""
) -> None:
    """One row of the log."""
    WorkflowEvent.objects.create(practice=practice, version=version, step=step, actor=actor, reason=clean_prose(reason))
