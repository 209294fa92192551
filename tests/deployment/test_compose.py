"""docker-compose.yml: valid, without passwords of its own, and as closed as the images allow."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.platform.compose import COMPOSE_FILE, ROOT, VariableMissing, read_services, variables

TLS_FILE = ROOT / "docker-compose.tls.yml"
FILLED_IN = {
    "SITE_URL": "https://praktyki.example",
    "EMAIL_URL": "smtp://mail.example",
    "DEFAULT_FROM_EMAIL": "a@praktyki.example",
}
DEFINITIONS: dict[str, dict[str, Any]] = {name: s.definition for name, s in read_services(FILLED_IN).items()}
PROGRAM = ("release", "web", "worker", "embedder", "beat")
# Elasticsearch keeps its keystore among its configuration.
WRITES_TO_ITS_ROOT = {"elasticsearch"}


@pytest.mark.parametrize("path", [COMPOSE_FILE, TLS_FILE], ids=lambda path: path.name)
def test_the_file_follows_the_specification(path: Path) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(path)]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_parts_of_the_platform_are_all_there() -> None:
    assert set(DEFINITIONS) == {*PROGRAM, "postgres", "redis", "elasticsearch"}


@pytest.mark.parametrize("missing", FILLED_IN)
def test_what_only_the_operator_can_know_has_to_be_said(missing: str) -> None:
    with pytest.raises(VariableMissing, match=rf"Set {missing} in \.env"):
        read_services({name: value for name, value in FILLED_IN.items() if name != missing})


@pytest.mark.parametrize("path", [COMPOSE_FILE, TLS_FILE], ids=lambda path: path.name)
def test_every_secret_is_a_file_and_no_variable_holds_one(path: Path) -> None:
    assert all(set(source) == {"file"} for source in yaml.safe_load(path.read_text())["secrets"].values())
    for name, service in read_services(FILLED_IN, path).items():
        for variable, value in service.environment.items():
            if re.search("PASSWORD|SECRET|TOKEN", variable):
                assert re.fullmatch("/run/secrets/[a-z_]+", value), f"{name}: {variable}"
            assert not re.search("://[^/]*:[^/]*@", value), f"{name}: {variable} holds a password"


def test_a_service_is_given_the_secrets_that_it_reads_and_no_others() -> None:
    for name, definition in DEFINITIONS.items():
        read = set(re.findall("/run/secrets/([a-z_]+)", str({**definition, "secrets": None})))
        assert set(definition["secrets"]) == read, name


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_service_is_not_root_and_can_become_nobody_else(name: str) -> None:
    definition = DEFINITIONS[name]
    assert str(definition["user"]).split(":")[0] not in {"root", "0", ""}
    assert definition["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in definition["security_opt"]
    assert "privileged" not in definition


@pytest.mark.parametrize("name", sorted(set(DEFINITIONS) - WRITES_TO_ITS_ROOT))
def test_the_root_file_system_is_read_only(name: str) -> None:
    assert DEFINITIONS[name]["read_only"] is True
    assert "/tmp" in DEFINITIONS[name]["tmpfs"]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_image_is_pinned(name: str) -> None:
    assert re.search(r":v?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$", DEFINITIONS[name]["image"])


def test_the_programs_image_has_the_programs_version() -> None:
    version = re.search('^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)
    assert version and {DEFINITIONS[name]["image"] for name in PROGRAM} == {f"siec-praktyk:{version[1]}"}


def test_everything_that_stays_up_is_asked_for_its_health() -> None:
    assert {name for name, definition in DEFINITIONS.items() if "healthcheck" not in definition} == {"release"}


def test_nothing_serves_before_the_release_is_done_and_the_release_waits_for_what_it_writes_to() -> None:
    for name in ("web", "worker", "embedder", "beat"):
        assert DEFINITIONS[name]["depends_on"]["release"] == {"condition": "service_completed_successfully"}
    assert {name: on["condition"] for name, on in DEFINITIONS["release"]["depends_on"].items()} == {
        "postgres": "service_healthy",
        "elasticsearch": "service_healthy",
    }
    assert DEFINITIONS["release"]["restart"] == "no"


def test_only_the_site_can_be_reached_from_outside_and_from_this_machine_alone_unless_told_otherwise() -> None:
    assert {name: definition["ports"] for name, definition in DEFINITIONS.items() if "ports" in definition} == {
        "web": ["127.0.0.1:8000:8000"]
    }
    for name in ("postgres", "redis", "elasticsearch"):
        assert DEFINITIONS[name]["networks"] == ["inside"]


def test_data_lies_in_named_volumes() -> None:
    document = yaml.safe_load(COMPOSE_FILE.read_text())
    mounted = {v.split(":")[0] for definition in DEFINITIONS.values() for v in definition.get("volumes", [])}
    assert mounted == set(document["volumes"]) == {"postgres", "elasticsearch", "meaning"}


def test_the_example_names_only_variables_that_the_file_asks_for_and_every_one_that_must_be_set() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert named <= variables()
    assert set(FILLED_IN) <= named


def test_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    document = yaml.safe_load(COMPOSE_FILE.read_text())
    make = ["make", "--silent", "secrets", f"SECRETS={tmp_path / 'secrets'}"]
    subprocess.run(make, cwd=ROOT, check=True)
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(document["secrets"])
    assert len(set(made.values())) == len(made) and all(len(secret) >= 64 for secret in made.values())
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    subprocess.run(make, cwd=ROOT, check=True)
    assert made == {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}


def test_certificates_are_signed_by_the_authority_and_name_the_service(tmp_path: Path) -> None:
    subprocess.run(
        ["make", "--silent", "certificates", f"SECRETS={tmp_path}"], cwd=ROOT, check=True, capture_output=True
    )
    verify = [
        "openssl",
        "verify",
        "-CAfile",
        "elasticsearch_ca.crt",
        "-verify_hostname",
        "elasticsearch",
        "elasticsearch.crt",
    ]
    done = subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    document = yaml.safe_load(TLS_FILE.read_text())
    for source in document["secrets"].values():
        assert (tmp_path / Path(source["file"]).name).exists()
