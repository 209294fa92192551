"""The workflow as a table: which step leads from where to where, who takes it, what is required, what must be said.

Pure data and one function. `None` as a version state means that there is no such version, or that the step does not
look at it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from network.errors import Words
from practices.errors import Refused
from practices.models import PracticeState, VersionState
from practices.policies import Action


class Step(StrEnum):
    """The steps; their names stand in the log (`WorkflowEvent.step`)."""

    CREATE = "create"
    SAVE = "save"
    SUBMIT = "submit"
    ASSIGN = "assign"
    MESSAGE = "message"
    RETURN = "return"
    REJECT = "reject"
    PUBLISH = "publish"
    NEXT_VERSION = "next-version"
    DISCARD = "discard"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row. `versions` empty: the step needs no version. `to_version`, `to_practice` None: stays as it is."""

    step: Step
    name: Words
    who: Action
    practices: frozenset[PracticeState]
    versions: frozenset[VersionState] = frozenset()
    to_version: VersionState | None = None
    to_practice: PracticeState | None = None
    complete: bool = False
    reason: bool = False
    refusal: Words


_U, _P, _A = PracticeState.UNPUBLISHED, PracticeState.PUBLISHED, PracticeState.ARCHIVED
_OPEN = frozenset({_U, _P, _A})
_PUBLIC = frozenset({_P, _A})
_EDITABLE = frozenset({VersionState.DRAFT, VersionState.CHANGES_REQUESTED})
_SUBMITTED = frozenset({VersionState.SUBMITTED})
_UNDER_REVIEW = _SUBMITTED | {VersionState.CHANGES_REQUESTED}
_SETTLED = frozenset({VersionState.PUBLISHED, VersionState.REJECTED})

_NOT_SUBMITTED = _("Ta wersja nie czeka na recenzję. Odśwież stronę, żeby zobaczyć, co się z nią stało.")
_NOT_EDITABLE = _("Tej wersji nie można teraz zmieniać: jest w recenzji albo została zamknięta.")

WORKFLOW: dict[Step, Rule] = {
    rule.step: rule
    for rule in (
        Rule(
            step=Step.CREATE,
            name=_("utworzenie"),
            who=Action.CREATE,
            practices=frozenset({_U}),
            to_version=VersionState.DRAFT,
            refusal=_("Nowa praktyka zaczyna się od szkicu."),
        ),
        Rule(
            step=Step.SAVE,
            name=_("zapis"),
            who=Action.EDIT,
            practices=_OPEN,
            versions=_EDITABLE,
            refusal=_NOT_EDITABLE,
        ),
        Rule(
            step=Step.SUBMIT,
            name=_("wysłanie do recenzji"),
            who=Action.SUBMIT,
            practices=_OPEN,
            versions=_EDITABLE,
            to_version=VersionState.SUBMITTED,
            complete=True,
            refusal=_("Do recenzji można wysłać tylko szkic albo wersję zwróconą do poprawy."),
        ),
        Rule(
            step=Step.ASSIGN,
            name=_("przydzielenie recenzenta"),
            who=Action.ASSIGN,
            practices=_OPEN,
            versions=_UNDER_REVIEW,
            refusal=_NOT_SUBMITTED,
        ),
        Rule(
            step=Step.MESSAGE,
            name=_("wiadomość"),
            who=Action.CONVERSE,
            practices=_OPEN,
            versions=_UNDER_REVIEW,
            refusal=_("Rozmowa toczy się tylko przy wersji, która jest w recenzji."),
        ),
        Rule(
            step=Step.RETURN,
            name=_("zwrot do poprawy"),
            who=Action.REVIEW,
            practices=_OPEN,
            versions=_SUBMITTED,
            to_version=VersionState.CHANGES_REQUESTED,
            reason=True,
            refusal=_NOT_SUBMITTED,
        ),
        Rule(
            step=Step.REJECT,
            name=_("odrzucenie"),
            who=Action.REVIEW,
            practices=_OPEN,
            versions=_SUBMITTED,
            to_version=VersionState.REJECTED,
            reason=True,
            refusal=_NOT_SUBMITTED,
        ),
        Rule(
            step=Step.PUBLISH,
            name=_("publikacja"),
            who=Action.REVIEW,
            practices=_OPEN,
            versions=_SUBMITTED,
            to_version=VersionState.PUBLISHED,
            to_practice=_P,
            complete=True,
            refusal=_NOT_SUBMITTED,
        ),
        Rule(
            step=Step.NEXT_VERSION,
            name=_("rozpoczęcie nowej wersji"),
            who=Action.EDIT,
            practices=_OPEN,
            versions=_SETTLED,
            to_version=VersionState.DRAFT,
            refusal=_("Nowej wersji nie można zacząć: jedna jest już przygotowywana albo praktykę wycofano."),
        ),
        Rule(
            step=Step.DISCARD,
            name=_("porzucenie szkicu"),
            who=Action.EDIT,
            practices=_OPEN,
            versions=_EDITABLE,
            to_version=VersionState.REJECTED,
            refusal=_NOT_EDITABLE,
        ),
        Rule(
            step=Step.ARCHIVE,
            name=_("archiwizacja"),
            who=Action.ARCHIVE,
            practices=frozenset({_P}),
            to_practice=_A,
            refusal=_("Zarchiwizować można tylko opublikowaną praktykę."),
        ),
        Rule(
            step=Step.UNARCHIVE,
            name=_("przywrócenie z archiwum"),
            who=Action.ARCHIVE,
            practices=frozenset({_A}),
            to_practice=_P,
            refusal=_("Przywrócić można tylko praktykę z archiwum."),
        ),
        Rule(
            step=Step.WITHDRAW,
            name=_("wycofanie"),
            who=Action.WITHDRAW,
            practices=_PUBLIC,
            to_practice=PracticeState.WITHDRAWN,
            reason=True,
            refusal=_("Wycofać można tylko praktykę, która jest publiczna."),
        ),
    )
}


def rule_for(step: Step, practice: PracticeState | str, version: VersionState | str | None = None) -> Rule:
    """The rule of a step that is legal from these states; raises `Refused` ("illegal-step") where it is not."""
    rule = WORKFLOW[step]
    if practice not in rule.practices or (rule.versions and version not in rule.versions):
        raise Refused("illegal-step", rule.refusal)
    return rule
