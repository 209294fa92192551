"""Asking the web server over HTTP, as strangers and as people who are signed in."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

# Longer than the server lets a request run: whoever waits this long was left hanging.
_PATIENCE_SECONDS = 45.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` 0: nothing, for the reason in `error`. `began` and `ended` are of the machine's one monotonic clock."""

    path: str
    status: int
    began: float
    ended: float
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def retry_after(self) -> str:
        """When to come again, if that was said."""
        return self.headers.get("retry-after", "")

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers.get("location", "")


@dataclass
class Browser:
    """Someone who reads on a port of loopback, keeps cookies, follows no redirect and opens a connection for each request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Read an address."""
        return self._ask("GET", path, None)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        """Send a form, with the token of the page it stood on."""
        return self._ask("POST", path, urlencode({**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}))

    def sign_in(self, email: str, password: str) -> Answer:
        """Sign in on the page for it; 302 where that went well."""
        self.get("/konto/zaloguj/")
        return self.post("/konto/zaloguj/", {"login": email, "password": password})

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        began = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            read = response.read()
        except (OSError, HTTPException) as error:
            return Answer(path, 0, began, time.monotonic(), error=f"{type(error).__name__}: {error}")
        finally:
            connection.close()
        self._keep_cookies(response)
        said = {name.lower(): value for name, value in response.getheaders()}
        return Answer(path, response.status, began, time.monotonic(), read, said)

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
