"""The Dockerfile and what goes into the image."""

import re
import subprocess
import sys
from pathlib import Path

from tests.platform.compose import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_dockerfile_has_nothing_that_the_linter_would_change() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([str(hadolint), str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_stages_stand_on_one_pinned_image() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert len(bases) == 2 and len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", bases[0])


def test_packages_are_those_of_the_lock_file_with_their_hashes() -> None:
    installs = re.findall(r"pip install (.*)", DOCKERFILE)
    assert len(installs) == 1
    assert "--require-hashes" in installs[0] and "-r requirements/production.txt" in installs[0]


def test_the_last_stage_runs_as_the_user_that_compose_names() -> None:
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.findall(r"^USER (.*)", last, re.M) == ["10001:10001"]
    assert 'user: "10001:10001"' in (ROOT / "docker-compose.yml").read_text()


def test_no_secret_stays_in_the_image() -> None:
    kept = re.findall(r"^(?:ENV|ARG|LABEL) .*", DOCKERFILE, re.M)
    assert not [line for line in kept if re.search("SECRET|PASSWORD|TOKEN|_URL", line)]


def test_nothing_is_sent_to_the_build_but_what_the_dockerfile_copies() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert rules[0] == "*"
    sent = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    copied = set()
    for line in re.findall(r"^COPY (?!--from)(.*)", DOCKERFILE, re.M):
        copied |= {word.rstrip("/") for word in line.split()[:-1]}
    assert sent == copied
