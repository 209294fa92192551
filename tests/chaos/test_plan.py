"""The plan of a run, and the pace at which its kills hold the operations: pure, so tested without anything to kill."""

from collections import Counter
from multiprocessing import Value

from tests.chaos.killer import Schedule
from tests.chaos.plan import KINDS, PARTS, Kill, make_plan


def test_a_seed_repeats_its_plan_and_another_makes_another() -> None:
    plan = make_plan(5, operations=300, kills=12)
    assert plan == make_plan(5, operations=300, kills=12)
    assert plan != make_plan(6, operations=300, kills=12)


def test_a_plan_has_every_kind_of_operation_and_kills_every_part_equally_often_before_it_ends() -> None:
    plan = make_plan(5, operations=1000, kills=24)
    assert {operation.kind for operation in plan.operations} == set(KINDS)
    assert Counter(kill.part for kill in plan.kills) == dict.fromkeys(PARTS, 4)
    assert max(kill.after for kill in plan.kills) < 1000 and max(chore.after for chore in plan.chores) < 1000
    assert [chore.what for chore in plan.chores] == ["build", "reconcile", "rollback"]


def test_operations_wait_for_a_kill_that_is_late() -> None:
    allowed = Value("q", 0)
    early, late = Kill(20, "web", 1.0, True), Kill(500, "redis", 1.0, True)
    schedule = Schedule([late, early], last=1000, allowed=allowed)
    assert 20 <= allowed.value < 500
    schedule.begun(early)
    assert 500 <= allowed.value < 1000
    schedule.begun(late)
    assert allowed.value == 1000
