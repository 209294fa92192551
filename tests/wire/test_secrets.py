"""Passwords and certificates: who we are is told to the server alone, and who it is we want proved."""

import base64
import logging
import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from network.models import Role
from network.outbox.models import OutboxRow
from practices.topics import PRACTICE
from search.engines import engine as configured_engine
from search.engines.base import All, EngineUnavailable
from search.engines.elasticsearch import Address, ElasticsearchEngine
from search.finding.find import find
from search.finding.page import Degraded
from search.models import GateRun, Generation
from search.query.request import SearchRequest
from tests.contract.corpus import SCHEMA, document, found, write
from tests.factories import a_published_practice, a_user
from tests.indexing.conftest import a_live_generation, hits
from tests.wire.actions import answering, cut_at_once, demanding, hang, trickle
from tests.wire.certificates import Certificate, a_certificate
from tests.wire.conftest import PATIENT
from tests.wire.operations import OPERATIONS
from tests.wire.proxy import Action, Answer, Proxy, error_answer
from tests.wire.waiting import Drain

USER, PASSWORD = "szukacz", "Tajne/hasło:7@x?#"
# As it is typed, as it stands in an address, and as it travels.
IN_ADDRESS = "Tajne%2Fhas%C5%82o%3A7%40x%3F%23"
SECRETS = ("Tajne", "hasło", "Tajne%2F", base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()[:24])


def _signed_in(proxy: Proxy, prefix: str, password: str = IN_ADDRESS) -> str:
    return f"{proxy.url.replace('://', f'://{USER}:{password}@')}/{prefix}"


def _assert_no_secret(*said: str) -> None:
    for text in said:
        assert not [secret for secret in SECRETS if secret in text], text


def _hear_everything(caplog: pytest.LogCaptureFixture) -> None:
    for logger in ("", "elastic_transport", "urllib3"):
        caplog.set_level(logging.DEBUG, logger)


@pytest.fixture
def secured(proxy: Proxy) -> Proxy:
    """A server that wants the password."""
    proxy.on("", demanding(USER, PASSWORD))
    return proxy


def test_the_password_of_the_address_opens_the_server(secured: Proxy, prefix: str) -> None:
    engine = ElasticsearchEngine(Address.of(_signed_in(secured, prefix)), timeout=PATIENT)
    engine.create("g1", SCHEMA, "print")
    write(engine, "g1", document(1, "park"))
    assert found(engine, "g1", All(())) == [1]
    assert engine.healthy()


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_said_without_the_password_and_opens_no_circuit(
    secured: Proxy, prefix: str, password: str
) -> None:
    url = _signed_in(secured, prefix, password) if password else f"{secured.url}/{prefix}"
    engine = ElasticsearchEngine(Address.of(url), timeout=PATIENT)
    for ask in OPERATIONS.values():
        with pytest.raises(EngineUnavailable, match="401 security_exception"):
            ask(engine)
    assert not engine.healthy()


@pytest.mark.parametrize(
    "trouble",
    [
        answering(error_answer(401, "security_exception")),
        answering(error_answer(403, "security_exception", f"action is unauthorized for user [{USER}]")),
        answering(error_answer(503, "unavailable_shards_exception")),
        answering(Answer(200, b"<html>", {"Content-Type": "text/html"})),
        cut_at_once,
        hang,
    ],
    ids=["401", "403", "503", "garbage", "cut", "hang"],
)
def test_no_log_error_or_representation_holds_the_password_whatever_goes_wrong(
    hasty: None, proxy: Proxy, prefix: str, trouble: Action, caplog: pytest.LogCaptureFixture
) -> None:
    _hear_everything(caplog)
    engine = ElasticsearchEngine(Address.of(_signed_in(proxy, prefix)), timeout=1.0)
    proxy.on("", trouble)
    with ThreadPoolExecutor(len(OPERATIONS)) as pool:
        errors = [call.exception() for call in [pool.submit(ask, engine) for ask in OPERATIONS.values()]]
    assert all(isinstance(error, EngineUnavailable) for error in errors)
    said = ["".join(traceback.format_exception(error)) for error in errors if error]
    logged = [caplog.handler.format(record) for record in caplog.records]
    assert any("elastic_transport" in line for line in logged)
    _assert_no_secret(*said, *logged, repr(engine), engine.place, repr(Address.of(_signed_in(proxy, prefix))))


@pytest.mark.django_db
def test_nothing_that_is_stored_or_shown_holds_the_password(
    proxy: Proxy, prefix: str, settings: Settings, drained: Drain, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    _hear_everything(caplog)
    settings.SEARCH_URL = _signed_in(proxy, prefix)
    a_live_generation()
    a_published_practice()
    proxy.on("", answering(error_answer(403, "security_exception")))
    assert find(SearchRequest()).degraded is Degraded.ENGINE
    drained()
    with pytest.raises(CommandError) as refused:
        call_command("search_index", "build")
    assert OutboxRow.objects.get(topic=PRACTICE).error and GateRun.objects.exists()
    client.force_login(a_user(Role.OPERATOR))
    shown = [client.get(path).content.decode() for path in ("/health/", "/szukaj/")]
    stored = [str(row) for model in (OutboxRow, GateRun, Generation) for row in model.objects.values()]
    _assert_no_secret(*shown, *stored, str(refused.value), *[caplog.handler.format(r) for r in caplog.records])


def test_an_error_report_leaves_out_the_addresses_that_hold_passwords(rf: RequestFactory, settings: Settings) -> None:
    settings.SEARCH_URL = f"https://{USER}:{IN_ADDRESS}@search.example"
    settings.CELERY_BROKER_URL = f"redis://:{IN_ADDRESS}@redis.example"
    settings.DEBUG = True
    try:
        configured_engine().healthy()
        raise LookupError("something else went wrong")
    except LookupError:
        report = ExceptionReporter(rf.get("/"), *sys.exc_info())
    _assert_no_secret(report.get_traceback_html(), report.get_traceback_text())


@pytest.mark.parametrize(
    "address",
    [
        "https://szukacz:Tajne/hasło@host:9200",
        "https://szukacz:7/Tajne@host:9200/x",
        "https://szukacz:7#Tajne@host:9200",
        "https://szukacz:7?Tajne@host:9200",
        "https://szukacz:Tajne@host:port",
        "https://szukacz:Tajne[@host:9200",
        "https://szukacz:Tajne@host:9200/Duże",
        "https://szukacz:Tajne@:9200",
        "szukacz:Tajne@host:9200",
        "Tajne://host:9200",
        "redis://szukacz:Tajne@host:9200",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_repeating_its_password(
    address: str, settings: Settings
) -> None:
    settings.SEARCH_URL = address
    with pytest.raises(ImproperlyConfigured, match=r"SEARCH_URL .*\.$") as refused:
        configured_engine()
    _assert_no_secret("".join(traceback.format_exception_only(refused.value)), str(refused.value.__cause__))


# --- certificates -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return a_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def encrypted(server: str, certificate: Certificate) -> Iterator[Proxy]:
    """A proxy that speaks TLS."""
    with Proxy(server, certificate.context) as proxy:
        yield proxy


def test_a_certificate_that_nobody_vouches_for_is_said_with_what_to_set(encrypted: Proxy, prefix: str) -> None:
    engine = ElasticsearchEngine(Address.of(_signed_in(encrypted, prefix)), timeout=PATIENT)
    with pytest.raises(EngineUnavailable, match=r"certificate verify failed.*SEARCH_CA_CERTS") as refused:
        engine.count("g1")
    _assert_no_secret(str(refused.value))
    assert encrypted.requests == [], "the password was not sent to a stranger"
    assert not engine.healthy()


@pytest.mark.django_db
def test_a_certificate_that_the_settings_vouch_for_is_accepted(
    encrypted: Proxy, prefix: str, settings: Settings, certificate: Certificate
) -> None:
    settings.SEARCH_URL = f"{encrypted.url}/{prefix}"
    settings.SEARCH_CA_CERTS = str(certificate.path)
    practice = a_published_practice()
    a_live_generation()
    assert find(SearchRequest()).degraded is Degraded.NO
    assert hits() == [practice.pk]


def test_a_server_that_trickles_under_encryption_is_left_in_bounded_time_too(
    encrypted: Proxy, prefix: str, certificate: Certificate
) -> None:
    engine = ElasticsearchEngine(Address.of(f"{encrypted.url}/{prefix}"), timeout=1.0, ca_certs=certificate.path)
    encrypted.on("", trickle)
    with ThreadPoolExecutor(1) as pool:
        assert isinstance(pool.submit(engine.count, "g1").exception(timeout=60), EngineUnavailable)


def test_an_encrypted_address_of_a_server_that_is_not_is_unavailable(server: str, prefix: str) -> None:
    engine = ElasticsearchEngine(Address.of(f"{server.replace('http:', 'https:')}/{prefix}"), timeout=PATIENT)
    with pytest.raises(EngineUnavailable, match="No secure connection"):
        engine.count("g1")


def test_an_authority_that_cannot_be_read_stops_with_a_sentence(tmp_path: Path, settings: Settings) -> None:
    settings.SEARCH_URL = "https://search.example:9200"
    (broken := tmp_path / "broken.pem").write_text("no certificate")
    for path in (tmp_path / "absent.pem", broken):
        settings.SEARCH_CA_CERTS = str(path)
        with pytest.raises(ImproperlyConfigured, match="SEARCH_CA_CERTS"):
            configured_engine()


def test_an_authority_is_no_trouble_to_an_address_without_encryption(
    server: str, prefix: str, settings: Settings, certificate: Certificate
) -> None:
    """As while one of two servers is encrypted and the other is not."""
    settings.SEARCH_URL = f"{server}/{prefix}"
    settings.SEARCH_CA_CERTS = str(certificate.path)
    assert configured_engine().healthy()
