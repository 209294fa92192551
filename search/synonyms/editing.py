"""Writing the list of synonyms: what operators change, what is refused with a sentence, and the packaged list that is loaded."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from network.errors import Refused
from network.models import User
from network.policies import Action
from network.services.authorising import authorise
from network.transactions import in_transaction
from practices.text.cleaning import clean_line
from search import analysis
from search.function_words import is_function_word
from search.models import SynonymGroup, SynonymLanguage
from search.synonyms.groups import MOST_WORDS, Group, recognised_by

SHIPPED = Path(__file__).parent.parent / "data" / "synonyms.json"
MOST_GROUPS = 1_000
MOST_ENTRIES = 12
LONGEST_ENTRY = 100
LONGEST_NOTE = 300

# The entries that stand for others, by language and terms, each with its group.
Taken = Mapping[tuple[str, tuple[str, ...]], SynonymGroup]


@dataclass(frozen=True, slots=True)
class Contents:
    """What an operator says of a group."""

    entries: tuple[str, ...]
    language: str = ""
    one_way: bool = False
    active: bool = True
    note: str = ""

    @property
    def digest(self) -> str:
        """The same for the same contents."""
        return hashlib.sha256(
            repr((self.entries, self.language, self.one_way, self.active, self.note)).encode()
        ).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class LoadedSynonyms:
    """How many packaged groups were new, changed and unchanged; how many operators have changed, which stay as they are; and how many were
    left out, as an operator's group has one of their entries.
    """

    created: int
    updated: int
    unchanged: int
    kept: int
    left_out: int


def entries_of(text: str) -> tuple[str, ...]:
    """The entries of a text that has one in each line; empty lines are none."""
    return tuple(entry for line in text.splitlines() if (entry := clean_line(line)))


def taken(*, but: int | None = None) -> dict[tuple[str, tuple[str, ...]], SynonymGroup]:
    """What the groups in use stand for already, those of one of them left out."""
    groups = SynonymGroup.objects.filter(active=True).exclude(pk=but or 0).order_by("-id")
    return {key: group for group in groups for key in _recognised(group.as_group())}


def checked(contents: Contents, already: Taken) -> Contents:
    """The contents, cleaned, if they may be those of a group beside what is `taken`; raises `Refused` ("invalid")."""
    entries = tuple(entry for each in contents.entries if (entry := clean_line(each)))
    cleaned = replace(contents, entries=entries, note=clean_line(contents.note))
    if contents.language not in SynonymLanguage.values:
        raise Refused("invalid", _("Wybierz język z listy."))
    if len(cleaned.note) > LONGEST_NOTE:
        raise Refused("invalid", _("Uwaga może mieć najwyżej 300 znaków."))
    if not 2 <= len(entries) <= MOST_ENTRIES:
        raise Refused("invalid", _("Podaj od 2 do 12 słów lub wyrażeń, każde w osobnym wierszu."))
    for entry in entries:
        _check_entry(entry)
    _check_different(entries, contents.language)
    if contents.active:
        _check_free(Group(entries, contents.language, contents.one_way), already)
    return cleaned


@in_transaction
def add_group(*, actor: User, contents: Contents) -> SynonymGroup:
    """A new group, from the next question on. Raises `Refused`: "forbidden", "invalid", "too-many"."""
    authorise(actor, Action.OPERATE)
    if SynonymGroup.objects.count() >= MOST_GROUPS:
        raise Refused("too-many", _("Na liście jest już 1000 grup. Usuń te, które nie są potrzebne."))
    return _written(SynonymGroup(), checked(contents, taken()))


@in_transaction
def change_group(*, actor: User, group: SynonymGroup, contents: Contents) -> SynonymGroup:
    """Let a group say something else, from the next question on. Raises `Refused`: "forbidden", "invalid"."""
    authorise(actor, Action.OPERATE)
    locked = SynonymGroup.objects.select_for_update().get(pk=group.pk)
    return _written(locked, checked(contents, taken(but=locked.pk)))


@in_transaction
def delete_group(*, actor: User, group: SynonymGroup) -> None:
    """Remove a group that operators made. Raises `Refused`: "forbidden", "shipped" for one of the packaged list, which would come back."""
    authorise(actor, Action.OPERATE)
    if group.shipped:
        raise Refused(
            "shipped", _("Ta grupa należy do listy startowej i wróciłaby z nową wersją. Wyłącz ją zamiast usuwać.")
        )
    SynonymGroup.objects.filter(pk=group.pk).delete()


@in_transaction
def load_synonyms(*, path: Path = SHIPPED) -> LoadedSynonyms:
    """Bring the packaged groups in step with the file, by key. What an operator has changed stays, and so does what the file no longer has.

    Raises ValueError for a file that is not such a list.
    """
    shipped = _read(path)
    known = {group.shipped: group for group in SynonymGroup.objects.select_for_update().filter(shipped__isnull=False)}
    counts = dict.fromkeys(("created", "updated", "unchanged", "kept", "left_out"), 0)
    already = taken()
    for key, contents in shipped.items():
        group = known.get(key)
        outcome = _step(group, contents, already)
        counts[outcome] += 1
        if outcome in {"created", "updated"}:
            written = _written(group or SynonymGroup(shipped=key), contents, shipped_as=contents.digest)
            already.update(dict.fromkeys(_recognised(written.as_group()), written))
    return LoadedSynonyms(**counts)


def contents_of(group: SynonymGroup) -> Contents:
    """What a group says."""
    return Contents(group.entries, group.language, group.one_way, group.active, group.note)


def _step(group: SynonymGroup | None, contents: Contents, already: Taken) -> str:
    if group is not None and contents_of(group).digest != group.shipped_as:
        return "kept"
    if group is not None and contents.digest == group.shipped_as:
        return "unchanged"
    others = {key: other for key, other in already.items() if group is None or other.pk != group.pk}
    try:
        checked(contents, others)
    except Refused:
        return "left_out"
    return "created" if group is None else "updated"


def _written(group: SynonymGroup, contents: Contents, *, shipped_as: str | None = None) -> SynonymGroup:
    group.words = "\n".join(contents.entries)
    group.language, group.one_way = contents.language, contents.one_way
    group.active, group.note = contents.active, contents.note
    if shipped_as is not None:
        group.shipped_as = shipped_as
    if group.pk:
        group.revision += 1  # the row is locked
    group.save()
    return group


def _read(path: Path) -> dict[str, Contents]:
    try:
        rows = list(json.loads(path.read_text(encoding="utf-8")))
        found = {
            str(row["key"]): Contents(
                tuple(map(str, row["words"])), str(row["language"]), bool(row["one_way"]), note=str(row["note"])
            )
            for row in rows
        }
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is not a JSON list of groups of synonyms, each with a key: {error}.") from error
    if not found or len(found) < len(rows):
        raise ValueError(f"{path.name} is empty, or has two groups of one key. Give every group a key of its own.")
    for key, contents in found.items():
        try:
            checked(contents, {})
        except Refused as refused:
            raise ValueError(f"{path.name}, group {key}: {refused}") from refused
    return found


def _recognised(group: Group) -> set[tuple[str, tuple[str, ...]]]:
    return {key for entry in group.sources for key in recognised_by(entry, group.language)}


def _check_entry(entry: str) -> None:
    words = analysis.words(entry)
    if len(entry) > LONGEST_ENTRY or len(words) > MOST_WORDS:
        shown = entry if len(entry) <= LONGEST_ENTRY else f"{entry[:LONGEST_ENTRY]}…"
        raise Refused("invalid", _("„{entry}” jest za długie: najwyżej 8 słów i 100 znaków.").format(entry=shown))
    if not words:
        raise Refused("invalid", _("„{entry}” nie zawiera słowa, którego można szukać.").format(entry=entry))
    if len(words) == 1 and is_function_word(entry):
        raise Refused(
            "invalid", _("„{entry}” łączy słowa w zdaniu i jest prawie wszędzie. Podaj inne słowo.").format(entry=entry)
        )


def _check_different(entries: Iterable[str], language: str) -> None:
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for entry in entries:
        keys = recognised_by(entry, language)
        one = next((seen[key] for key in keys if key in seen), None)
        if one is not None:
            raise Refused(
                "invalid",
                _("„{one}” i „{other}” są dla wyszukiwarki tym samym. Zostaw jedno.").format(one=one, other=entry),
            )
        seen |= dict.fromkeys(keys, entry)


def _check_free(group: Group, already: Taken) -> None:
    for entry in group.sources:
        other = next((already[key] for key in recognised_by(entry, group.language) if key in already), None)
        if other is not None:
            raise Refused(
                "invalid", _("„{entry}” jest już w grupie „{group}”. Dopisz do niej.").format(entry=entry, group=other)
            )
