"""No answer holds anything that is not public, whatever is asked."""

from django.test import Client

from network.models import Role
from practices.models import PracticeText, PracticeVersion
from practices.services.lifecycle import withdraw_practice
from tests.api.addresses import body_of, everywhere
from tests.api.world import DRAFT, FORMER, GONE, NEXT, PERSON, SECRET_WORDS, SECRETS, SUBMITTED, World
from tests.factories import a_user

_WAYS = ("", "?lang=en", "?page_size=100", "?limit=50")


def test_no_endpoint_tells_of_drafts_withdrawn_texts_or_persons(indexed: World, client: Client) -> None:
    stored = " ".join(f"{title} {results}" for title, results in PracticeText.objects.values_list("title", "results"))
    assert all(secret in stored for secret in (DRAFT, SUBMITTED, NEXT, FORMER, GONE))
    assert PracticeVersion.objects.filter(contact_person=PERSON, state="published").exists()
    ids = [*indexed.public, indexed.gone.pk, *indexed.hidden]
    statuses = set()
    for address in everywhere(ids, [indexed.home.slug, indexed.outsider.slug, "nie-ma"]):
        for way in _WAYS:
            response = client.get(address + way)
            statuses.add(response.status_code)
            body = body_of(response).decode(errors="replace").casefold()
            assert not [secret for secret in SECRETS if secret.casefold() in body], address + way
    assert statuses == {200, 400, 404, 410}


def test_what_is_not_public_is_not_found_either(indexed: World, client: Client) -> None:
    for secret in SECRET_WORDS:
        found = client.get("/api/v1/search/", {"q": f'"{secret}"'}).json()
        assert (found["degraded"], found["count"], found["results"]) == (False, 0, []), secret
        assert not any(value["count"] for values in found["facets"].values() for value in values), secret
    for secret in SECRETS:
        # What is in quotes and nowhere is searched word by word: public practices may have one of its words.
        found = client.get("/api/v1/search/", {"q": f'"{secret}"'}).json()
        assert {result["id"] for result in found["results"]} <= {*indexed.public}, secret
        assert client.get("/api/v1/tags/", {"q": secret}).json()["results"] == []


def test_a_practice_withdrawn_a_moment_ago_is_gone_before_anything_is_drained(indexed: World, client: Client) -> None:
    id, slug = indexed.full.pk, indexed.full.slug
    before = client.get(f"/api/v1/practices/{id}/")
    withdraw_practice(actor=a_user(Role.OPERATOR), practice=indexed.full, reason="Na prośbę miasta.")
    for address in everywhere([id, indexed.renewed.pk], [indexed.home.slug, indexed.outsider.slug]):
        body = body_of(client.get(address)).decode()
        assert "Zacieniony rynek" not in body and slug not in body, address
    again = client.get(f"/api/v1/practices/{id}/", headers={"If-None-Match": before["ETag"]})
    assert again.status_code == 410
    assert client.get("/api/v1/search/", {"q": "zacieniony"}).json()["count"] == 0
