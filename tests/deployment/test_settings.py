"""Wrong settings stop the start with a sentence that says what to set, and that repeats no secret."""

from pathlib import Path

import pytest

from tests.deployment.starting import manage

SECRET = "s3kret"

WRONG = [
    ({"SECRET_KEY": None}, "SECRET_KEY is not set. Set SECRET_KEY (or SECRET_KEY_FILE)"),
    ({"SECRET_KEY_FILE": "/nowhere/key"}, "SECRET_KEY_FILE names /nowhere/key, which cannot be read: No such file"),
    ({"DATABASE_URL": None}, "DATABASE_URL is not set. Write it as postgres://user:password@host:5432/name"),
    (
        {"DATABASE_URL": f"postgres://network:{SECRET}@host:port/name"},
        "DATABASE_URL cannot be read; write it as postgres://",
    ),
    ({"DATABASE_URL": f"postgres://network:{SECRET}#1@host/name"}, "percent-encoded in its password"),
    ({"DATABASE_URL": f"mysql://network:{SECRET}@host/name"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": f"network:{SECRET}@host/name"}, "DATABASE_URL cannot be read"),
    ({"DATABASE_URL": f"postgres://network:{SECRET}@host"}, "DATABASE_URL names no database"),
    ({"DATABASE_TIMEOUT": "soon"}, "DATABASE_TIMEOUT is 'soon'; set it to a whole number, 0 or more."),
    ({"CELERY_BROKER_URL": f"redis://:{SECRET}/1@host"}, "stand alone, as it is, in CELERY_BROKER_PASSWORD"),
    ({"CELERY_BROKER_URL": "redis://"}, "CELERY_BROKER_URL cannot be read; write it as redis://host:6379/0"),
    ({"CELERY_BROKER_URL": f"amqp://network:{SECRET}@host"}, "CELERY_BROKER_URL cannot be read"),
    ({"CACHE_URL": f"memcached://:{SECRET}@host"}, "CACHE_URL cannot be read; write it as redis://host:6379/1"),
    (
        {"EMAIL_URL": f"smtp://mail:{SECRET}@"},
        "EMAIL_URL cannot be read; write it as smtp+tls://user:password@host:587",
    ),
    ({"EMAIL_URL": f"mail:{SECRET}@host"}, "EMAIL_URL cannot be read"),
    ({"DEFAULT_FROM_EMAIL": "praktyki"}, "DEFAULT_FROM_EMAIL is 'praktyki'; write it as name@host"),
    (
        {"SEARCH_URL": f"elastic:{SECRET}@host:9200"},
        "SEARCH_URL cannot be read; write it as tantivy:///folder or https://",
    ),
    ({"SEARCH_URL": f"https://elastic:{SECRET}?@host:9200"}, "stand alone, as it is, in SEARCH_PASSWORD"),
    (
        {"SEARCH_URL": f"https://elastic:12/{SECRET}@host:9200"},
        "SEARCH_URL ends in what cannot begin the names of indexes",
    ),
    ({"SEARCH_URL": "tantivy://"}, "SEARCH_URL names no folder; write it as tantivy:///folder"),
    ({"SEARCH_URL": "tantivy://var/search"}, "with three slashes"),
    ({"SEARCH_URL": f"https://host:9200 http://elastic:{SECRET}@:9200"}, "SEARCH_URL cannot be read"),
    ({"SEARCH_CA_CERTS": "/nowhere/ca.crt"}, "SEARCH_CA_CERTS names /nowhere/ca.crt, where there is no file"),
    ({"SEARCH_TIMEOUT": "0"}, "SEARCH_TIMEOUT is '0'; set it to a number of seconds above 0, such as 2."),
    ({"SEARCH_TIMEOUT": "nan"}, "SEARCH_TIMEOUT is 'nan'"),
    ({"SITE_URL": "praktyki.example"}, "SITE_URL cannot be read; write it as https://host"),
    ({"SITE_URL": "https://praktyki.example/sklep"}, "without a path"),
    ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES is '-1'; set it to a whole number, 0 or more."),
    ({"API_THROTTLE": "many"}, "API_THROTTLE is 'many'; write it as 600/min"),
    ({"EXPORT_THROTTLE": "20"}, "EXPORT_THROTTLE is '20'; write it as 600/min"),
    ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'; set it to 1 or 0."),
    ({"DEMO": "1"}, "DEMO=1 opens accounts whose password everybody knows"),
    (
        {"DEMO": "1", "SITE_URL": None, "ALLOWED_HOSTS": "praktyki.example"},
        "DEMO=1 opens accounts whose password everybody knows",
    ),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=[f"{wrong}: {sentence}"[:80] for wrong, sentence in WRONG])
def test_a_wrong_setting_stops_the_start_with_a_sentence(wrong: dict[str, str | None], sentence: str) -> None:
    done = manage("check", **wrong)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert sentence in said
    assert "Traceback" not in said and SECRET not in said


def test_an_empty_file_for_a_secret_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    done = manage("check", SECRET_KEY_FILE=str(tmp_path / "key"))
    assert done.returncode == 1
    assert f"SECRET_KEY_FILE names {tmp_path / 'key'}, which is empty" in done.stderr


def test_the_right_settings_start_and_have_nothing_that_a_deployment_would_be_warned_of() -> None:
    done = manage("check", "--deploy", "--fail-level", "DEBUG")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_settings_that_start_but_serve_nobody_well_are_warned_of() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", CACHE_URL=None, EMAIL_URL=None)
    assert done.returncode == 1
    assert "counts requests and failed sign-ins by itself" in done.stderr
    assert "Messages to people are printed, not sent" in done.stderr


PASSWORD = "p@ss:w/o#r?d%41"


@pytest.mark.parametrize(
    ("name", "url", "setting", "joined"),
    [
        (
            "CELERY_BROKER",
            "redis://host:6379/0",
            "CELERY_BROKER_URL",
            "redis://:p%40ss%3Aw%2Fo%23r%3Fd%2541@host:6379/0",
        ),
        ("SEARCH", "https://elastic@host:9200", "SEARCH_URL", "https://elastic:p%40ss%3Aw%2Fo%23r%3Fd%2541@host:9200"),
        ("DATABASE", "postgres://network@host/network", "DATABASES['default']['PASSWORD']", PASSWORD),
        ("EMAIL", "smtp+tls://mail@host:587", "EMAIL_HOST_PASSWORD", PASSWORD),
    ],
)
def test_a_password_may_stand_alone_in_a_file_and_needs_no_encoding_there(
    tmp_path: Path, name: str, url: str, setting: str, joined: str
) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    show = f"from django.conf import settings; print('found', settings.{setting})"
    variables = {f"{name}_URL": url, f"{name}_PASSWORD_FILE": str(tmp_path / "password")}
    assert f"found {joined}\n" in manage("shell", "--command", show, **variables).stdout


def test_the_host_of_the_site_and_loopback_are_answered_without_being_named() -> None:
    show = "from django.conf import settings; print(settings.ALLOWED_HOSTS)"
    said = manage("shell", "--command", show, ALLOWED_HOSTS="praktyki.gov.example, www.praktyki.example").stdout
    assert (
        "['praktyki.example', 'praktyki.gov.example', 'www.praktyki.example', '127.0.0.1', 'localhost', '[::1]']"
        in said
    )
