"""The same steps through the pages: what a browser without JavaScript sends."""

from collections.abc import Callable, Mapping

from practices.models import EvidenceLevel
from tests.chaos.asking import Answer, Browser
from tests.chaos.operations import Step
from tests.chaos.world import COORDINATOR, OPERATOR, PASSWORD, REVIEWER


class RefusedByForm(Exception):
    """The page said no, with a sentence: 4xx."""


class Unanswered(Exception):
    """No answer, or that the database is away: the step may have been taken or not."""


class BrokenPage(Exception):
    """An answer that there may never be."""


class FormDesk:
    """The people at their browsers. Raises `Unanswered` where they cannot be signed in now."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._signed_in: dict[str, Browser] = {}
        self._forms: Mapping[str, Callable[[Step], None]] = {
            "publish": self._publish,
            "archive": lambda step: self._send(OPERATOR, f"/praktyki/{step.practice}/archiwum/", {}),
            "unarchive": lambda step: self._send(OPERATOR, f"/praktyki/{step.practice}/przywroc/", {}),
            "withdraw": lambda step: self._send(
                OPERATOR, f"/praktyki/{step.practice}/wycofaj/", {"reason": "Tak zdecydowało miasto."}
            ),
        }

    def sign_in(self) -> None:
        """Let everyone sign in, while everything is well."""
        for email in (COORDINATOR, REVIEWER, OPERATOR):
            browser = Browser(self._port)
            answer = browser.sign_in(email, PASSWORD)
            if answer.status != 302:
                raise BrokenPage(f"{email} cannot sign in: {answer.status} {answer.error}")
            self._signed_in[email] = browser

    def take(self, kind: str, step: Step) -> None:
        """Take the step by its form. Raises `RefusedByForm`, `Unanswered`, `BrokenPage`."""
        self._forms[kind](step)

    def _publish(self, step: Step) -> None:
        revision = {"revision": str(step.revision)}
        if not step.submitted:
            self._send(COORDINATOR, f"/szkice/{step.version}/wyslij/", revision)
        decision = {"decision": "publish", "evidence_level": EvidenceLevel.MONITORED.value, "reason": ""}
        self._send(REVIEWER, f"/recenzje/{step.version}/", {**decision, **revision})

    def _send(self, email: str, path: str, data: Mapping[str, str]) -> None:
        answer = self._signed_in[email].post(path, data)
        _judge(answer)


def _judge(answer: Answer) -> None:
    said = f"{answer.path}: {answer.status} {answer.error}".strip()
    if answer.status == 302 and "/konto/" not in answer.location:
        return
    if answer.status == 0 or (answer.status == 503 and answer.retry_after):
        raise Unanswered(said)
    if answer.status in {403, 404, 409, 422}:
        raise RefusedByForm(said)
    raise BrokenPage(f"{said} {answer.location}")
