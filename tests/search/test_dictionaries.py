"""The dictionaries: prepared or as they come, the lemmas are the same."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries import StreamDictionaryFactory, TrieDictionaryFactory

from search import analysis, dictionaries


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dictionaries")
    dictionaries.prepare("en", folder)
    return folder


def test_every_polish_form_has_the_same_lemma_prepared_as_read_from_simplemma() -> None:
    folder = dictionaries.default_folder()
    if not dictionaries.are_prepared(folder):
        pytest.skip("The dictionaries are not prepared: python -m search.dictionaries")
    prepared = dictionaries.open_dictionaries(folder).get_dictionary("pl")
    streamed = StreamDictionaryFactory().get_dictionary("pl")
    forms = set(Path(__file__).with_name("word_forms.txt").read_text(encoding="utf-8").split())
    assert len(forms) > 1000
    assert {form: prepared.get(form) for form in forms} == {form: streamed.get(form) for form in forms}


@pytest.fixture(scope="module")
def prepared(english: Path) -> Mapping[str, str]:
    return TrieDictionaryFactory(disk_cache_dir=str(english)).get_dictionary("en")


@pytest.fixture(scope="module")
def streamed() -> Mapping[str, str]:
    return StreamDictionaryFactory().get_dictionary("en")


@given(st.text(max_size=40) | st.sampled_from(["The cities", "streets, went", "łódź\0\0e"]))
def test_each_word_of_any_text_has_the_same_lemma_in_either(
    prepared: Mapping[str, str], streamed: Mapping[str, str], text: str
) -> None:
    words = analysis.words(text)
    assert [prepared.get(word) for word in words] == [streamed.get(word) for word in words]


def test_preparing_again_changes_nothing(english: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in english.iterdir()}
    dictionaries.prepare("en", english)
    assert {file: file.stat().st_mtime_ns for file in english.iterdir()} == before


def test_without_every_language_the_streams_are_read_and_nothing_is_written(english: Path) -> None:
    before = set(english.iterdir())
    assert not dictionaries.are_prepared(english)
    assert isinstance(dictionaries.open_dictionaries(english), StreamDictionaryFactory)
    assert set(english.iterdir()) == before


def test_preparing_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(factory: TrieDictionaryFactory, language: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(TrieDictionaryFactory, "get_dictionary", stopped)
    with pytest.raises(KeyboardInterrupt):
        dictionaries.prepare("en", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "a file"
    taken.touch()
    monkeypatch.setattr(dictionaries, "default_folder", lambda: taken)
    with pytest.raises(SystemExit, match=r"cannot be written to .*a file.* Searches work without"):
        dictionaries.main()
