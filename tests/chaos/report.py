"""The table at the end of a run."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.chaos.journal import Outcome
from tests.chaos.judge import Verdict
from tests.chaos.plan import KINDS, PARTS, Plan
from tests.chaos.watch import Watch

# Of each kind of trouble so many are printed; all of them stand in the folder of the run.
_PRINTED = 10


def wrong(watch: Watch, verdict: Verdict) -> dict[str, list[str]]:
    """Everything that should be empty, by its name in the table."""
    differences = [line for found in verdict.index.values() for line in found.said]
    return {
        "documents that differ": differences,
        "withdrawn practices served": watch.leaks,
        "differences of the partner's copy": verdict.feed,
        'answered "done" and not there': verdict.missing,
        "not settled": verdict.unsettled,
        "faults": [*watch.faults, *watch.unexplained()],
    }


def show(
    console: Console, plan: Plan, watch: Watch, verdict: Verdict, ended: Mapping[str, int], seconds: float
) -> bool:
    """Print what was done, what was killed, what `ended` by itself, and what is wrong; whether nothing is."""
    console.print(_operations(watch))
    console.print(_kills(watch, ended))
    console.print(_results(plan, watch, verdict, seconds))
    troubles = wrong(watch, verdict)
    for name, lines in troubles.items():
        for line in lines[:_PRINTED]:
            console.print(f"{name}: {line}", style="red", markup=False, highlight=False)
    return not any(troubles.values())


def _operations(watch: Watch) -> Table:
    counted = Counter((entry.kind, entry.outcome) for entry in watch.entries)
    table = Table("operation", *[str(outcome) for outcome in Outcome], title="Operations")
    for kind in KINDS:
        table.add_row(kind, *[str(counted[kind, outcome]) for outcome in Outcome])
    table.add_section()
    table.add_row("all", *[str(sum(counted[kind, outcome] for kind in KINDS)) for outcome in Outcome])
    return table


def _kills(watch: Watch, ended: Mapping[str, int]) -> Table:
    lasted: dict[str, list[float]] = defaultdict(list)
    for down in watch.downs:
        lasted[down.part].append(down.until - down.since)
    table = Table("part", "kills", "seconds down", "longest", "ended by itself", title="Kills")
    for part in PARTS:
        times = lasted[part]
        table.add_row(
            part, str(len(times)), f"{sum(times):.0f}", f"{max(times, default=0):.0f}", str(ended.get(part, ""))
        )
    return table


def _results(plan: Plan, watch: Watch, verdict: Verdict, seconds: float) -> Table:
    table = Table("what", "figure", title="What is left")
    rows: Sequence[tuple[str, object]] = (
        ("practices, of which public", f"{verdict.practices}, {verdict.documents}"),
        ("requests by status", ", ".join(f"{status}: {n}" for status, n in sorted(watch.statuses.items()))),
        ("oldest waiting change, median / longest, s", _ages(watch)),
        ("lost", verdict.count("lost")),
        ("stale", verdict.count("stale")),
        ("extra", verdict.count("extra")),
        *[(name, len(lines)) for name, lines in wrong(watch, verdict).items()],
        ("seconds working, settling, in all", f"{watch.worked_for:.0f}, {verdict.settled_in:.0f}, {seconds:.0f}"),
        ("seed", plan.seed),
    )
    for what, figure in rows:
        table.add_row(what, str(figure))
    return table


def _ages(watch: Watch) -> str:
    return f"{median(watch.ages):.0f} / {max(watch.ages):.0f}" if watch.ages else "-"
