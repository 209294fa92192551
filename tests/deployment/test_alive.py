"""The health checks of the containers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.platform.compose import ROOT


def alive(what: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The check as a container runs it."""
    command = [sys.executable, "-m", "network.alive", what]
    return subprocess.run(command, cwd=ROOT, env={"TMPDIR": str(folder)}, capture_output=True, text=True)


@pytest.mark.parametrize("process", ["worker", "beat"])
def test_a_process_lives_while_it_touches_its_file(process: str, tmp_path: Path) -> None:
    never = alive(process, tmp_path)
    assert (never.returncode, never.stderr.strip()) == (1, f"{process} has given no sign of life.")

    heartbeat = tmp_path / f"network-{process}.alive"
    heartbeat.touch()
    assert alive(process, tmp_path).returncode == 0

    os.utime(heartbeat, (time.time() - 300, time.time() - 300))
    silent = alive(process, tmp_path)
    assert silent.returncode == 1 and "seconds old" in silent.stderr


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/well/" else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_address_lives_while_it_answers_with_success(server: str, tmp_path: Path) -> None:
    assert alive(f"{server}/well/", tmp_path).returncode == 0
    unwell = alive(f"{server}/unwell/", tmp_path)
    assert unwell.returncode == 1 and "503" in unwell.stderr
    assert alive("http://127.0.0.1:1/", tmp_path).returncode == 1
