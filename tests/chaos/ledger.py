"""What the targets of a journal's writes are in the database now."""

from collections.abc import Callable, Collection, Iterator

from network.models import City
from practices.models import Practice, PracticeText, PracticeVersion, Tag, Theme, VersionState
from tests.chaos.operations import SOURCE
from tests.chaos.world import word_in


def values_now(targets: Collection[str]) -> dict[str, str]:
    """The present value of each target that exists."""
    everything = dict(pair for read in _READERS for pair in read())
    return {target: everything[target] for target in targets if target in everything}


def import_names() -> dict[str, str]:
    """Targets of an import, which knows a practice by its number in the collection alone, as all others call them."""
    numbers = dict(Practice.objects.filter(source=SOURCE).values_list("source_id", "pk"))
    return {f"{what}:import-{n}": f"{what}:{id}" for n, id in numbers.items() for what in ("state", "live")}


def _versions() -> Iterator[tuple[str, str]]:
    titles = dict(PracticeText.objects.filter(language="pl").values_list("version_id", "title"))
    for id, state in PracticeVersion.objects.values_list("pk", "state"):
        yield f"version:{id}", "there"
        yield f"text:{id}", word_in(titles.get(id, ""))
        yield f"published:{id}", "yes" if state in {VersionState.PUBLISHED, VersionState.SUPERSEDED} else "no"


def _practices() -> Iterator[tuple[str, str]]:
    titles = dict(PracticeText.objects.filter(language="pl").values_list("version_id", "title"))
    for id, state, live in Practice.objects.values_list("pk", "state", "live"):
        yield f"state:{id}", state
        yield f"live:{id}", word_in(titles.get(live, ""))


def _names() -> Iterator[tuple[str, str]]:
    for id, name, canonical in Tag.objects.values_list("pk", "name", "canonical"):
        yield f"tag-name:{id}", name
        yield f"merged:{id}", "yes" if canonical else "no"
    for id, name in City.objects.values_list("pk", "name"):
        yield f"city-name:{id}", name
    for id, name, parent in Theme.objects.values_list("pk", "name_pl", "parent"):
        yield f"theme-name:{id}", name
        yield f"theme-parent:{id}", str(parent or "")


_READERS: tuple[Callable[[], Iterator[tuple[str, str]]], ...] = (_versions, _practices, _names)
