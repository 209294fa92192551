"""Somebody at a browser without JavaScript: cookies kept, forms sent back with their token."""

from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

_PATIENCE_SECONDS = 30.0


class Person:
    """Asks one site; redirects are followed, as a browser does."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, address at the end of redirects, and text."""
        return self._ask(path, None)

    def post(self, path: str, data: dict[str, Any]) -> tuple[int, str, str]:
        """Send a form, with the token of the site's cookie; answers as `get`."""
        token = next((cookie.value for cookie in self._cookies if cookie.name == "csrftoken"), "")
        return self._ask(path, urlencode(data | {"csrfmiddlewaretoken": token}, doseq=True).encode())

    def sign_in(self, email: str, password: str) -> None:
        """By the page, as people do."""
        _, page, _ = self.get("/moje-miasto/")
        status, address, text = self.post(page, {"login": email, "password": password})
        assert status == 200 and address != page, text

    def _ask(self, path: str, data: bytes | None) -> tuple[int, str, str]:
        try:
            answer = self._opener.open(urljoin(self.site, path), data, timeout=_PATIENCE_SECONDS)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.url, answer.read().decode()
