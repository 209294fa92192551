"""A browser beside the served site: pages that note what went wrong while they were open."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pytest_django import DjangoDbBlocker

from .site import Site, served

_ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]
Opened = Callable[..., Page]


def _chromium() -> str:
    """The browser's path; where there is none the tests are skipped, or fail if REQUIRE_BROWSER=1."""
    # The shell is the same browser without the window that nobody sees, and quicker for it.
    installed = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    path = os.environ.get("CHROMIUM") or installed or "/usr/bin/chromium"
    if not Path(path).is_file():
        reason = f"{path} is no browser; install Chromium or set CHROMIUM to its path."
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
def _django_db_helper() -> None:
    """The mark `django_db` makes pytest-django set the database up; the site's content must outlive a test, though, so
    its emptying after each is left out here.
    """


@pytest.fixture(scope="package")
def chromium() -> str:
    """Asked for first, so that nothing is loaded where there is no browser."""
    return _chromium()


@pytest.fixture(scope="package")
def site(
    chromium: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """The demo site, for all tests of this folder: what they add stays, so each looks for words of its own."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("browser")) as site:
        yield site


@pytest.fixture(scope="package")
def browser(chromium: str, site: Site) -> Iterator[Browser]:
    """Started after the site is loaded: Django refuses its database beside a running event loop."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)


@dataclass
class Watch:
    """What a browser complained about, and every address it asked that is not ours."""

    home: str
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Listen to the page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        # The answer to the page itself may be a 404 on purpose; Chromium logs that too.
        own_status = "the server responded with a status of 4" in message.text
        if message.type in {"error", "warning"} and not own_status:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.home + "/"):
            self.complaints.append(f"foreign: {request.url}")


@pytest.fixture
def open_browser(browser: Browser, site: Site) -> Iterator[Opened]:
    """Open a window, signed in as `who` where given; at the end nothing may have gone wrong in any of them."""
    contexts: list[BrowserContext] = []
    watch = Watch(site.url)

    def opened(who: str = "", *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        options.setdefault("locale", "pl-PL")
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=site.url, **options)
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "sessionid", "value": site.sessions[who], "url": site.url}])
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.complaints == []
