"""tantivy keeps the contract, and what only tantivy promises: one folder, many processes, trouble as an answer."""

import multiprocessing
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tantivy

from search.engines.base import All, Deletion, Engine, EngineQuery, EngineUnavailable, Term
from search.engines.tantivy import TantivyEngine, folders, writing
from search.engines.tantivy.failures import engine_failures
from search.engines.tantivy.fields import open_index
from tests.contract.corpus import SCHEMA, document, found, write
from tests.contract.engine import EngineContract

PROCESSES = multiprocessing.get_context("spawn")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def make_engine(folder: Path) -> Callable[[], Engine]:
    return lambda: TantivyEngine(folder)


class TestTantivy(EngineContract):
    """The embedded engine."""


def _write_many(folder: Path, generation: str, first: int, batches: int) -> None:
    """Its own documents, and one that both processes keep updating from what they read under the lock."""
    engine = TantivyEngine(folder)
    for number in range(batches):
        with engine.writer(generation) as writer:
            shared = dict(engine.versions(generation)).get(1, 0)
            results = writer.apply([document(first + number, "own"), document(1, "shared", version=shared + 1)])
            assert all(result.outcome == "applied" for result in results)


def _die_while_writing(folder: Path, generation: str) -> None:
    with TantivyEngine(folder).writer(generation) as writer:
        writer.apply([document(1, "lost")])
        os.kill(os.getpid(), signal.SIGKILL)


class TestManyProcesses:
    """The writer's lock."""

    def test_two_processes_write_and_nothing_is_lost_or_doubled(
        self, engine: Engine, generation: str, folder: Path
    ) -> None:
        other = PROCESSES.Process(target=_write_many, args=(folder, generation, 1000, 15))
        other.start()
        _write_many(folder, generation, 2000, 15)
        other.join(120)
        assert other.exitcode == 0
        expected = [(1, 30), *((id, 1) for start in (1000, 2000) for id in range(start, start + 15))]
        assert list(engine.versions(generation)) == expected
        assert len(found(engine, generation, Term("title", "own"))) == 30

    def test_a_process_killed_while_writing_leaves_neither_a_lock_nor_half_a_batch(
        self, engine: Engine, generation: str, folder: Path
    ) -> None:
        other = PROCESSES.Process(target=_die_while_writing, args=(folder, generation))
        other.start()
        other.join(120)
        assert other.exitcode == -signal.SIGKILL
        assert engine.count(generation) == 0
        write(engine, generation, document(2, "park"))
        assert found(engine, generation, All(())) == [2]

    def test_a_second_writer_waits_and_then_sees_what_the_first_wrote(self, engine: Engine, generation: str) -> None:
        opened = threading.Event()

        def second() -> list[str]:
            with engine.writer(generation) as writer:
                opened.set()
                return [result.outcome for result in writer.apply([document(1, "old", version=1)])]

        with ThreadPoolExecutor(1) as pool:
            with engine.writer(generation) as writer:
                waiting = pool.submit(second)
                assert not opened.wait(0.3)
                writer.apply([document(1, "new", version=2)])
            assert waiting.result(30) == ["stale"]
        assert found(engine, generation, Term("title", "new")) == [1]

    def test_a_writer_that_waits_too_long_says_so_and_hides_the_lock(
        self, engine: Engine, generation: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing, "_PATIENCE_SECONDS", 0.05)
        with engine.writer(generation) as writer:
            with pytest.raises(EngineUnavailable, match="Another process has been writing") as refused:
                write(engine, generation, document(1, "park"))
            assert "LockBusy" not in str(refused.value)
            with pytest.raises(EngineUnavailable):
                engine.drop(generation)
            writer.apply([document(2, "las")])
        assert found(engine, generation, All(())) == [2]

    def test_dropping_waits_for_the_writer(self, engine: Engine, generation: str) -> None:
        with ThreadPoolExecutor(1) as pool:
            with engine.writer(generation) as writer:
                dropping = pool.submit(engine.drop, generation)
                writer.apply([document(1, "park")])
                time.sleep(0.1)
                assert engine.generations() == [generation]
            dropping.result(30)
        assert engine.generations() == []

    def test_a_writer_that_locked_a_dropped_generation_turns_to_the_new_one(
        self, engine: Engine, generation: str, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        really, attempts = writing._writer_unless_busy, []

        def dropped_just_before(index: tantivy.Index) -> tantivy.IndexWriter | None:
            attempts.append(index)
            if len(attempts) == 1:
                folders.Folders(folder).remove(generation)
                folders.Folders(folder).create(generation, SCHEMA, "new")
            return really(index)

        monkeypatch.setattr(writing, "_writer_unless_busy", dropped_just_before)
        write(engine, generation, document(1, "park"))
        assert len(attempts) == 2
        assert found(engine, generation, Term("title", "park")) == [1]

    def test_readers_in_many_threads_never_fail_and_never_see_half_a_batch(
        self, engine: Engine, generation: str
    ) -> None:
        done = threading.Event()

        def reading() -> set[int]:
            seen = set()
            while not done.is_set():
                seen.add(engine.search(generation, EngineQuery(Term("title", "park"))).total)
            return seen

        with ThreadPoolExecutor(3) as pool:
            readers = [pool.submit(reading) for _ in range(3)]
            for start in range(1, 101, 10):
                write(engine, generation, *(document(id, "park") for id in range(start, start + 10)))
            done.set()
            totals = set.union(*(reader.result(30) for reader in readers))
        assert totals <= set(range(0, 101, 10))

    def test_a_reader_finishes_on_a_generation_dropped_meanwhile(self, engine: Engine, generation: str) -> None:
        assert isinstance(engine, TantivyEngine)
        write(engine, generation, *(document(id, "park") for id in range(1, 50)))
        reading = engine._reading(generation)
        engine.drop(generation)
        assert reading.hits(EngineQuery(Term("title", "park"), limit=3))[0] == 49

    def test_many_small_writes_leave_few_segments_and_no_orphans(
        self, engine: Engine, generation: str, folder: Path
    ) -> None:
        for number in range(60):
            write(engine, generation, document(number % 20 + 1, f"v{number}", version=number + 1))
        index = open_index(folder / generation / "index")
        kept = {path.name.split(".")[0] for path in (folder / generation / "index").glob("*.*") if path.stem[0] != "."}
        assert engine.count(generation) == 20
        assert index.searcher().num_segments <= 12
        assert len(kept - {"meta"}) <= index.searcher().num_segments + 2


class TestTrouble:
    """What breaks becomes EngineUnavailable; what the caller raises stays the caller's."""

    def test_an_exception_in_the_writers_context_applies_nothing(self, engine: Engine, generation: str) -> None:
        write(engine, generation, document(1, "before"))
        with pytest.raises(KeyError, match="mine"), engine.writer(generation) as writer:
            writer.apply([document(1, "after", version=2), document(2, "after"), Deletion(1, 3)])
            raise KeyError("mine")
        assert found(engine, generation, Term("title", "before")) == [1]
        assert engine.count(generation) == 1
        write(engine, generation, document(3, "later"))
        assert engine.count(generation) == 2

    def test_a_panic_in_rust_is_an_unavailable_engine(self, engine: Engine, generation: str, folder: Path) -> None:
        searcher = open_index(folder / generation / "index").searcher()
        with pytest.raises(EngineUnavailable, match="panicked trying"), engine_failures("trying"):
            searcher.search(tantivy.Query.all_query(), limit=0)

    def test_an_interrupt_is_not_taken_for_a_panic(self) -> None:
        with pytest.raises(KeyboardInterrupt), engine_failures("trying"):
            raise KeyboardInterrupt

    @pytest.mark.parametrize("broken", ["generation.json", "index/meta.json", "index/*.idx", "index/*.term", "index"])
    def test_a_corrupt_generation_is_unavailable_and_can_be_dropped_and_made_again(
        self, engine: Engine, make_engine: Callable[[], Engine], generation: str, folder: Path, broken: str
    ) -> None:
        write(engine, generation, document(1, "park"))
        for path in (folder / generation).glob(broken):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.write_bytes(b"\x00garbage")
        restarted = make_engine()
        with pytest.raises(EngineUnavailable):
            restarted.search(generation, EngineQuery(Term("title", "park")))
        with pytest.raises(EngineUnavailable):
            write(restarted, generation, document(1, "park", version=2), document(2, "las"))
        assert not restarted.healthy()
        restarted.drop(generation)
        restarted.create(generation, SCHEMA, "print")
        assert restarted.healthy()
        write(restarted, generation, document(3, "park"))
        assert found(restarted, generation, Term("title", "park")) == [3]

    def test_a_folder_that_is_a_file_is_unavailable(self, folder: Path) -> None:
        folder.write_text("not a folder")
        engine = TantivyEngine(folder)
        with pytest.raises(EngineUnavailable):
            engine.create("g1", SCHEMA, "print")
        with pytest.raises(EngineUnavailable):
            engine.count("g1")
        assert not engine.healthy()

    def test_a_commit_that_fails_says_so(self, engine: Engine, generation: str, folder: Path) -> None:
        with pytest.raises(EngineUnavailable), engine.writer(generation) as writer:
            writer.apply([document(1, "park")])
            (folder / generation).rename(folder / "moved")

    def test_what_a_dead_process_left_half_made_is_removed_later_and_never_listed(
        self, engine: Engine, generation: str, folder: Path
    ) -> None:
        leftovers = [folder / ".new-1", folder / ".dropped-2"]
        for path in leftovers:
            path.mkdir()
            (path / "generation.json").write_text("{}")
        assert engine.generations() == [generation]
        engine.create("g2", SCHEMA, "print")
        assert all(path.exists() for path in leftovers)
        for path in leftovers:
            os.utime(path, (0, 0))
        engine.create("g3", SCHEMA, "print")
        assert not any(path.exists() for path in leftovers)


@pytest.fixture(autouse=True)
def _no_lock_outlives_its_test(tmp_path: Path) -> Iterator[None]:
    yield
    for index in tmp_path.glob("index/[!.]*/index"):
        try:
            writer = open_index(index).writer(15_000_000, 1)
        except ValueError as error:
            assert "LockBusy" not in str(error)
        else:
            writer.wait_merging_threads()
