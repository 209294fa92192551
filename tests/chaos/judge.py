"""The judge: lets everything settle, then compares database, index, analysed terms, partner's copy and journal with each other."""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from network.outbox.models import OutboxRow
from practices.models import Practice, PublicChange
from search import analysis
from search.finding.visibility import hidden_ids
from search.indexing.gate import compare
from search.models import Generation, GenerationState
from tests.chaos.asking import Browser
from tests.chaos.journal import Entry, Outcome, Write
from tests.chaos.ledger import import_names, values_now
from tests.chaos.world import CITIES, SUB_THEMES, TAGS, canary_of, version_word
from tests.stateful.indexed import Differences, analysed_differences, expected_documents, index_differences

# As long as rows go away it is waited; longer than a lease without any is too long.
_PATIENCE_SECONDS = 240.0


@dataclass(slots=True)
class Verdict:
    """What is wrong, by kind, each in words; and how long settling took, in seconds."""

    index: dict[str, Differences] = field(default_factory=dict)
    feed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    settled_in: float = 0.0
    practices: int = 0
    documents: int = 0

    def count(self, kind: str) -> int:
        """How many documents are "lost", "stale" or "extra" in all generations and among the analysed terms."""
        return sum(len(getattr(differences, kind)) for differences in self.index.values())


def settle(tell: Callable[[str], None]) -> tuple[float, list[str]]:
    """Wait until nothing waits in the outbox; returns the seconds, and what still waits or is parked."""
    began = time.monotonic()
    fewest, since = OutboxRow.objects.count(), began
    while (
        waiting := OutboxRow.objects.filter(parked_at=None).count()
    ) and time.monotonic() - since < _PATIENCE_SECONDS:
        if waiting < fewest:
            fewest, since = waiting, time.monotonic()
        tell(f"{waiting} rows wait in the outbox")
        time.sleep(0.5)
    left = OutboxRow.objects.values_list("topic", "key", "attempts", "parked_at", "leased_until", "not_before", "error")
    return time.monotonic() - began, [f"outbox row left: {row}" for row in left[:50]]


def judge(
    entries: Sequence[Entry], copy: Mapping[int, dict[str, Any]], port: int, tell: Callable[[str], None]
) -> Verdict:
    """Compare everything with everything; the partner has caught up, and nothing happens any more."""
    verdict = Verdict(practices=Practice.objects.count())
    expected = expected_documents()
    verdict.documents = len(expected)
    terms = {analysis.term(word, "pl") for word in _words(entries)}
    for generation in Generation.objects.exclude(state=GenerationState.RETIRED):
        tell(f"comparing {generation} ({generation.state})")
        if generation.built_at is None:
            verdict.unsettled.append(f"{generation} was never built to the end")
            continue
        verdict.index[f"{generation.state} {generation}"] = index_differences(generation, expected, terms)
        if drift := compare(generation).total:
            verdict.unsettled.append(f"the gate finds a drift of {drift} in {generation}")
    verdict.index["analysed terms"] = analysed_differences(expected)
    verdict.unsettled += [f"{id} is still hidden from searches" for id in hidden_ids()]
    tell("comparing the partner's copy")
    verdict.feed = list(_feed_differences(copy, Browser(port)))
    verdict.missing = list(missing_writes(entries))
    return verdict


def _words(entries: Iterable[Entry]) -> set[str]:
    """Every word that was ever in some text for a time, in small letters."""
    words = {word.lower() for name in (*CITIES, *TAGS, *SUB_THEMES) for word in name.split()}
    for entry in entries:
        words |= {version_word(entry.number), canary_of(entry.number), str(entry.number)}
    return words


def _feed_differences(copy: Mapping[int, dict[str, Any]], browser: Browser) -> Iterable[str]:
    """The partner has every practice that ever was public, as the API gives it now."""
    ever = set(Practice.objects.filter(first_published_at__isnull=False).values_list("pk", flat=True))
    yield from (f"the partner has {id}, which never was public" for id in sorted(copy.keys() - ever))
    for id in sorted(ever):
        answer = browser.get(f"/api/v1/practices/{id}/")
        item = json.loads(answer.body)
        if answer.status == 410:
            item = {name: item[name] for name in ("id", "first_published_at", "withdrawn_at")}
        if copy.get(id) != item:
            yield f"the partner has {copy.get(id)} and the API {item}"
    for id in PublicChange.objects.filter(number=None).values_list("practice_id", flat=True):
        yield f"the change of {id} was never numbered"


def missing_writes(entries: Sequence[Entry]) -> Iterable[str]:
    """What was answered "done" and is not there: each target is as somebody left it whom nobody followed."""
    by_target: dict[str, list[tuple[Entry, Write]]] = defaultdict(list)
    names = import_names()
    for entry in entries:
        if entry.outcome in {Outcome.DONE, Outcome.UNKNOWN}:
            for write in entry.writes:
                by_target[names.get(write.target, write.target)].append((entry, write))
    now = values_now(by_target)
    for target, writes in by_target.items():
        begun_last = max((entry.began for entry, _ in writes if entry.outcome is Outcome.DONE), default=None)
        if begun_last is None:
            continue
        possible = {w.value for e, w in writes if e.outcome is Outcome.UNKNOWN or e.ended >= begun_last}
        # For good, whatever else was under way at the same time.
        if any(write.value == "withdrawn" and entry.outcome is Outcome.DONE for entry, write in writes):
            possible = {"withdrawn"}
        if now.get(target) not in possible:
            numbers = ", ".join(f"{entry.number} {entry.outcome}" for entry, _ in writes)
            yield f"{target} is {now.get(target)!r}, not any of {sorted(possible)} (operations {numbers})"
