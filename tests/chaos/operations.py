"""What people do: each kind of operation looks at the database, and says what it will write before it writes it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from network.outbox.wake import wake, without_waking
from practices.importing.run import import_file
from practices.models import (
    EvidenceLevel,
    Practice,
    PracticeState,
    PracticeText,
    PracticeVersion,
    Tag,
    VersionState,
)
from practices.models.version import IN_PREPARATION
from practices.selectors.content import content_of
from practices.services.cities import rename_city
from practices.services.drafts import create_practice, save_draft, start_next_version
from practices.services.lifecycle import archive, unarchive, withdraw_practice
from practices.services.review import publish_practice, submit_practice
from practices.services.tags import merge_tags, rename_tag, undo_merge
from practices.services.themes import move_theme, rename_theme
from tests.chaos.journal import Write
from tests.chaos.plan import Operation
from tests.chaos.world import (
    CITIES,
    COORDINATOR,
    OPERATOR,
    REVIEWER,
    SUB_SLUGS,
    SUB_THEMES,
    TAGS,
    THEMES,
    canary_of,
    cities,
    edited,
    new_content,
    person,
    text_of,
    themes,
    version_word,
    word_in,
)

SOURCE = "zbiór"
# Rows of one import, and how many different ones there are.
_ROWS, _RECORDS = 3, 60
# Import rows are numbered from here, so that their words are nobody else's.
_FIRST_RECORD = 500_000
# Half of the time one of the newest is taken: so that many people work on the same at once.
_NEWEST = 25

Row = TypeVar("Row", bound=Model)
# Returns what has been written beyond (or, for an import, instead of) what the step announced.
Act = Callable[[], tuple[Write, ...] | None]


@dataclass(frozen=True, slots=True)
class Step:
    """What an operation is going to do, decided but not begun."""

    act: Act
    writes: tuple[Write, ...] = ()
    practice: int = 0
    canary: str = ""
    version: int = 0
    submitted: bool = False
    revision: int = 0


class Desk:
    """The people at work in one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.coordinator, self.reviewer, self.operator = (person(email) for email in (COORDINATOR, REVIEWER, OPERATOR))
        self._choosers: Mapping[str, Callable[[int, Random], Step | None]] = {
            "create": self._create,
            "next version": self._next_version,
            "edit": self._edit,
            "publish": self._publish,
            "archive": self._archive,
            "unarchive": self._unarchive,
            "withdraw": self._withdraw,
            "import": self._import,
            "rename tag": self._rename_tag,
            "merge tags": self._merge_tags,
            "undo merge": self._undo_merge,
            "rename city": self._rename_city,
            "rename theme": self._rename_theme,
            "move theme": self._move_theme,
        }

    def choose(self, operation: Operation) -> Step | None:
        """What this operation will do now; None where there is nothing to do it to. Only reads."""
        return self._choosers[operation.kind](operation.number, Random(operation.dice))

    # --- practices ----------------------------------------------------------------------------------------------------

    def _create(self, number: int, dice: Random) -> Step:
        where, content = dice.choice(cities()), new_content(number, dice)

        def act() -> tuple[Write, ...]:
            version = create_practice(actor=self.coordinator, city=where, content=content)
            return (Write(f"text:{version.pk}", version_word(number)),)

        return Step(act, canary=canary_of(number))

    def _next_version(self, number: int, dice: Random) -> Step | None:
        unfinished = PracticeVersion.objects.filter(practice=OuterRef("pk"), state__in=IN_PREPARATION)
        practice = _pick(_public(PracticeState.PUBLISHED).filter(~Exists(unfinished)), dice)
        if practice is None:
            return None

        def act() -> tuple[Write, ...]:
            version = start_next_version(actor=self.coordinator, practice=practice)
            return (Write(f"version:{version.pk}", "there"),)

        return Step(act, practice=practice.pk)

    def _edit(self, number: int, dice: Random) -> Step | None:
        version = _pick(_versions(VersionState.DRAFT, VersionState.CHANGES_REQUESTED), dice)
        if version is None:
            return None
        content = edited(content_of(version), number, dice)

        def act() -> None:
            save_draft(actor=self.coordinator, version=version, content=content, revision=version.revision)

        return Step(act, (Write(f"text:{version.pk}", version_word(number)),), practice=version.practice_id)

    def _publish(self, number: int, dice: Random) -> Step | None:
        version = _pick(_versions(*IN_PREPARATION), dice)
        if version is None:
            return None
        submitted = version.state == VersionState.SUBMITTED

        def act() -> None:
            if not submitted:
                submit_practice(actor=self.coordinator, version=version, revision=version.revision)
            publish_practice(
                actor=self.reviewer,
                version=version,
                evidence_level=EvidenceLevel.MONITORED,
                revision=version.revision,
            )

        return Step(
            act,
            (
                Write(f"published:{version.pk}", "yes"),
                Write(f"live:{version.practice_id}", _word_of(version)),
                Write(f"state:{version.practice_id}", PracticeState.PUBLISHED),
            ),
            practice=version.practice_id,
            version=version.pk,
            submitted=submitted,
            revision=version.revision,
        )

    def _archive(self, number: int, dice: Random) -> Step | None:
        return _state_step(_pick(_public(PracticeState.PUBLISHED), dice), PracticeState.ARCHIVED, self._do(archive))

    def _unarchive(self, number: int, dice: Random) -> Step | None:
        return _state_step(_pick(_public(PracticeState.ARCHIVED), dice), PracticeState.PUBLISHED, self._do(unarchive))

    def _withdraw(self, number: int, dice: Random) -> Step | None:
        practice = _pick(_public(PracticeState.PUBLISHED, PracticeState.ARCHIVED), dice)
        return _state_step(practice, PracticeState.WITHDRAWN, self._do(withdraw_practice))

    def _do(self, service: Callable[..., Practice]) -> Callable[[Practice], object]:
        return lambda practice: service(actor=self.operator, practice=practice, reason="Tak zdecydowało miasto.")

    def _import(self, number: int, dice: Random) -> Step:
        path = self._folder / f"import-{number}.jsonl"
        records = [_FIRST_RECORD + place for place in dice.sample(range(_RECORDS), _ROWS)]
        rows = [_row(record, number, dice) for record in records]
        announced = [
            (Write(f"live:import-{record}", version_word(number)), Write(f"state:import-{record}", "published"))
            for record in records
        ]

        def act() -> tuple[Write, ...]:
            path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
            rejects = path.with_suffix(".rejects")
            with without_waking():
                import_file(path, source=SOURCE, publish=True, rejects=rejects)
            wake()
            refused = (
                {json.loads(line)["line"] for line in rejects.read_bytes().splitlines()} if rejects.exists() else set()
            )
            return tuple(write for line, row in enumerate(announced, start=1) if line not in refused for write in row)

        return Step(act, tuple(write for row in announced for write in row))

    # --- names --------------------------------------------------------------------------------------------------------

    def _rename_tag(self, number: int, dice: Random) -> Step | None:
        tag, name = _pick(Tag.objects.all(), dice), f"{dice.choice(TAGS)} {number}"
        if tag is None:
            return None
        return Step(
            lambda: _nothing(rename_tag(actor=self.operator, tag=tag, name=name)), (Write(f"tag-name:{tag.pk}", name),)
        )

    def _merge_tags(self, number: int, dice: Random) -> Step | None:
        tag, into = _pick(Tag.objects.all(), dice), _pick(Tag.objects.all(), dice)
        if tag is None or into is None:
            return None
        return Step(
            lambda: _nothing(merge_tags(actor=self.operator, tag=tag, into=into)), (Write(f"merged:{tag.pk}", "yes"),)
        )

    def _undo_merge(self, number: int, dice: Random) -> Step | None:
        tag = _pick(Tag.objects.filter(canonical__isnull=False), dice)
        if tag is None:
            return None
        return Step(lambda: _nothing(undo_merge(actor=self.operator, tag=tag)), (Write(f"merged:{tag.pk}", "no"),))

    def _rename_city(self, number: int, dice: Random) -> Step:
        city, name = dice.choice(cities()), f"{dice.choice(CITIES)} {number}"
        return Step(
            lambda: _nothing(rename_city(actor=self.operator, city=city, name=name)),
            (Write(f"city-name:{city.pk}", name),),
        )

    def _rename_theme(self, number: int, dice: Random) -> Step:
        theme, name = dice.choice(themes()), f"{dice.choice(SUB_THEMES)} {number}"
        return Step(
            lambda: _nothing(rename_theme(actor=self.operator, theme=theme, name_pl=name, name_en=f"{name} (en)")),
            (Write(f"theme-name:{theme.pk}", name),),
        )

    def _move_theme(self, number: int, dice: Random) -> Step:
        theme = dice.choice([theme for theme in themes() if theme.slug in SUB_SLUGS])
        parent = dice.choice([None, *(theme for theme in themes() if theme.slug in THEMES)])
        return Step(
            lambda: _nothing(move_theme(actor=self.operator, theme=theme, parent=parent)),
            (Write(f"theme-parent:{theme.pk}", str(parent.pk) if parent else ""),),
        )


def _nothing(answer: object) -> None:
    """What a service gives back is not looked at: the judge reads the database."""


def _public(*states: PracticeState) -> "QuerySet[Practice]":
    return Practice.objects.filter(state__in=states)


def _versions(*states: VersionState) -> "QuerySet[PracticeVersion]":
    return PracticeVersion.objects.filter(state__in=states).select_related("practice")


def _pick(rows: "QuerySet[Row]", dice: Random) -> Row | None:
    ids = list(rows.order_by("-pk").values_list("pk", flat=True))
    if not ids:
        return None
    chosen = dice.choice(ids[:_NEWEST] if dice.random() < 0.5 else ids)
    return rows.filter(pk=chosen).first()


def _state_step(practice: Practice | None, state: PracticeState, do: Callable[[Practice], object]) -> Step | None:
    if practice is None:
        return None
    return Step(
        lambda: _nothing(do(practice)),
        (Write(f"state:{practice.pk}", state),),
        practice=practice.pk,
        canary=practice.slug.split("-")[1],
    )


def _word_of(version: PracticeVersion) -> str:
    return word_in(PracticeText.objects.get(version=version, language="pl").title)


def _row(record: int, number: int, dice: Random) -> dict[str, Any]:
    text = text_of(canary_of(record), version_word(number))
    return {
        "source_id": str(record),
        "language": "pl",
        **asdict(text),
        "city": dice.choice(cities()).slug,
        "themes": [dice.choice(THEMES)],
        "tags": dice.sample(TAGS, 2),
    }
