"""What tests of the desk share: clients that are signed in, and the form as a browser would send it back."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from network.models import User
from practices.models import PracticeVersion

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


class _Form(HTMLParser):
    """Reads the fields of the form with an id from a page, as a browser without JavaScript would send them."""

    def __init__(self, id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.id = id
        self.inside = False
        self.data: dict[str, list[str]] = {}
        self._area: str | None = None
        self._select: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        if tag == "form" and had.get("id") == self.id:
            self.inside = True
        if not self.inside:
            return
        name = had.get("name") or ""
        if tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
            self.data[name] = []
        elif tag == "option" and self._select is not None and ("selected" in had or not self.data[self._select]):
            self.data[self._select] = [had.get("value") or ""]
        elif tag == "input" and name and (had.get("type") not in {"checkbox", "radio"} or "checked" in had):
            self.data.setdefault(name, []).append(had.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self._area is not None:
            self.data.setdefault(self._area, []).append(self._text.removeprefix("\n").removeprefix("\r\n"))
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data


def form_of(html: str, id: str = "formularz") -> dict[str, Any]:
    """The data of the form on the page, to be changed and posted."""
    parser = _Form(id)
    parser.feed(html)
    return dict(parser.data)


def edit_page(client: Client, version: PracticeVersion, query: str = "") -> str:
    """The form's page."""
    answer = client.get(f"/szkice/{version.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()
