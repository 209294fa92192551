"""Where lemmas are looked up: the dictionaries of simplemma, prepared once (`python -m search.dictionaries`) or read as they come.

Prepared they are tries in a file each, which a process opens in 20 milliseconds and asks in 2 microseconds. Making them takes
15 seconds and 750 MB once, so no server makes them by itself: where they are not, a process reads simplemma's own files as
streams, which takes 3 seconds before its first word and 50 microseconds for each, and gives the same lemmas (ADR 19).
"""

import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simplemma.strategies.dictionaries import DictionaryFactory

LANGUAGES: tuple[str, ...] = ("pl", "en")


def default_folder() -> Path:
    """Where the prepared dictionaries are: with the installed packages, as they depend on nothing else. One folder for each version."""
    return Path(sys.prefix) / "share" / f"simplemma-{version('simplemma')}"


def are_prepared(folder: Path) -> bool:
    """Whether the dictionary of each language lies in the folder."""
    return all(_file(folder, language).is_file() for language in LANGUAGES)


def prepare(language: str, folder: Path) -> None:
    """Make one language's dictionary in the folder, whole or not at all; one that is there stays. OSError where nothing can be written."""
    if _file(folder, language).is_file():
        return
    from simplemma.strategies.dictionaries import TrieDictionaryFactory

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as made:
        TrieDictionaryFactory(disk_cache_dir=made).get_dictionary(language)
        _file(Path(made), language).replace(_file(folder, language))


def open_dictionaries(folder: Path) -> "DictionaryFactory":
    """The dictionaries: those prepared in the folder, or else simplemma's own as streams.

    To be asked for words only, as `search.analysis.words` gives them: a trie answers rubbish, or raises, to a string with NUL.
    """
    # Imported late: processes that never analyse text should not pay for it.
    from simplemma.strategies.dictionaries import StreamDictionaryFactory, TrieDictionaryFactory

    return TrieDictionaryFactory(disk_cache_dir=str(folder)) if are_prepared(folder) else StreamDictionaryFactory()


@cache
def dictionaries() -> "DictionaryFactory":
    """The dictionaries of this installation; one object for the process."""
    return open_dictionaries(default_folder())


def _file(folder: Path, language: str) -> Path:
    # The name that simplemma gives it.
    return folder / f"{language}.dic"


def main() -> None:
    """Prepare the dictionaries of this installation."""
    from rich.console import Console

    console, folder = Console(stderr=True), default_folder()
    for language in LANGUAGES:
        with console.status(f"Preparing the dictionary: {language} (15 seconds, 750 MB of memory)"):
            try:
                prepare(language, folder)
            except OSError as error:
                sys.exit(
                    f"The dictionaries cannot be written to {folder}: {error}. Searches work without; processes start 3 seconds later."
                )
    console.print(f"The dictionaries are in {folder}.")


if __name__ == "__main__":
    main()
