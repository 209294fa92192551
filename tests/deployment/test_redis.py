"""Redis as docker-compose.yml starts it, and the program's cache while it is there and while it is not."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from network.cache import SharedCache
from tests.deployment.test_compose import FILLED_IN
from tests.platform.compose import read_services
from tests.services.addresses import required
from tests.services.processes import Redis, ServiceMissing, a_folder, free_port

PASSWORD = "a-password-of-this-test"


@pytest.fixture
def server() -> Iterator[Redis]:
    folder = a_folder()
    service = Redis(folder)
    try:
        service.start()
    except ServiceMissing as missing:
        pytest.fail(str(missing)) if required() else pytest.skip(str(missing))
    yield service
    service.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cache(server: Redis, monkeypatch: pytest.MonkeyPatch) -> SharedCache:
    monkeypatch.setattr(SharedCache, "_asked_again_at", 0.0)
    return SharedCache(server.url, {})


def test_processes_share_what_is_counted(server: Redis, cache: SharedCache) -> None:
    assert cache.add("attempts", [1])
    other = SharedCache(server.url, {})
    assert other.get("attempts") == [1]
    assert not other.add("attempts", [2])
    other.delete("attempts")
    assert cache.get("attempts", "none") == "none"


def test_without_redis_each_process_counts_by_itself_and_nobody_is_refused(server: Redis, cache: SharedCache) -> None:
    server.kill()
    assert cache.get("attempts") is None
    cache.set("attempts", [1, 2], timeout=60)
    assert cache.get("attempts") == [1, 2]
    assert not cache.add("attempts", [3])
    cache.delete("attempts")
    assert cache.get("attempts") is None


def test_redis_is_used_again_once_it_is_back(
    server: Redis, cache: SharedCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.kill()
    cache.set("attempts", [1])
    server.start()
    assert cache.get("attempts") == [1]  # it is left alone for a while

    monkeypatch.setattr(SharedCache, "_asked_again_at", 0.0)
    cache.set("attempts", [2])
    assert SharedCache(server.url, {}).get("attempts") == [2]


def native(line: list[str], port: int, password: Path) -> list[str]:
    """A command of the image for this machine."""
    here = shutil.which("valkey-server") or shutil.which("redis-server")
    if here is None:
        pytest.skip("Redis is not installed: apt-get install redis-server.")
    family = Path(here).name.partition("-")[0]
    changes = {"valkey": family, "6379": str(port), "/run/secrets/redis_password": str(password)}
    for of_the_image, of_this_machine in changes.items():
        line = [word.replace(of_the_image, of_this_machine) for word in line]
    return line


def test_the_redis_of_compose_wants_the_password_of_the_secret_and_is_found_healthy(tmp_path: Path) -> None:
    password, port = tmp_path / "redis_password", free_port()
    password.write_text(PASSWORD)
    service = read_services(FILLED_IN)["redis"]
    health = native(service.healthcheck, port, password)
    process = subprocess.Popen(native(service.command, port, password), cwd=tmp_path, stdout=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 30
        while subprocess.run(health, capture_output=True).returncode and time.monotonic() < deadline:
            time.sleep(0.1)
        assert subprocess.run(health, capture_output=True).returncode == 0
        assert redis.Redis(port=port, password=PASSWORD).ping()
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=port).ping()
        assert PASSWORD not in Path(f"/proc/{process.pid}/cmdline").read_text()
        password.write_text("another")
        assert subprocess.run(health, capture_output=True).returncode != 0
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["redis_password"]
