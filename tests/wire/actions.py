"""What may become of a request: one function for each kind of trouble."""

import base64
import json
from collections.abc import Collection, Iterator

from tests.wire.proxy import Action, Answer, Exchange, error_answer, json_answer


def answering(answer: Answer) -> Action:
    """Answer so, without asking the server."""
    return lambda exchange: exchange.send(answer)


def cut_at_once(exchange: Exchange) -> None:
    """End the connection when the request's headers have come."""
    exchange.cut()


def cut_in_the_request(exchange: Exchange) -> None:
    """End the connection half way through the request's body."""
    exchange.read(exchange.size // 2)
    exchange.cut()


def cut_before_the_answer(exchange: Exchange) -> None:
    """Let the server do it, and end the connection without telling."""
    exchange.forward()
    exchange.cut()


def cut_in_the_answer(exchange: Exchange) -> None:
    """Let the server do it, and end the connection half way through its answer."""
    answer = exchange.forward()
    exchange.send(answer, only=len(answer.body) // 2)


def hang(exchange: Exchange) -> None:
    """Take the request and never answer."""
    exchange.read()
    exchange.proxy.closing.wait()


def hang_in_the_answer(exchange: Exchange) -> None:
    """Begin to answer and never end."""
    answer = exchange.forward()
    exchange.send(answer, pause=3600)


def trickle(exchange: Exchange) -> None:
    """An answer of a byte now and then: each comes soon, the last one never."""
    endless = json_answer(200, {"padding": "x" * 1_000_000})
    exchange.send(endless, pause=0.05)


def larger_than(size: int, answer: Answer) -> Action:
    """Refuse requests above so many bytes with this answer, and pass others on."""
    return lambda exchange: exchange.send(answer if exchange.size > size else exchange.forward())


def failing_items(ids: Collection[int], status: int, kind: str) -> Action:
    """A bulk in which the items of these documents fail so: they never reach the server, as it says."""
    failure = {"status": status, "error": {"type": kind, "reason": "as told"}}

    def action(exchange: Exchange) -> None:
        passed: list[bytes] = []
        failed: dict[int, object] = {}
        for place, (kind_of_write, id, lines) in enumerate(_items(exchange.read())):
            if id in ids:
                failed[place] = {kind_of_write: {"_id": str(id), **failure}}
            else:
                passed += lines
        answered = json.loads(exchange.forward(b"\n".join([*passed, b""])).body)["items"] if passed else []
        for place, item in failed.items():
            answered.insert(place, item)
        exchange.send(json_answer(200, {"items": answered}))

    return action


def _items(body: bytes) -> Iterator[tuple[str, int, list[bytes]]]:
    """The writes of a bulk: "index" or "delete", the document's id, the lines."""
    lines = iter(body.splitlines())
    for line in lines:
        ((kind, meta),) = json.loads(line).items()
        yield kind, int(meta["_id"]), [line] if kind == "delete" else [line, next(lines)]


def demanding(user: str, password: str) -> Action:
    """A server that answers only who knows the password."""
    expected = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"
    refused = error_answer(401, "security_exception", f"unable to authenticate user [{user}] for REST request")
    return lambda exchange: exchange.send(exchange.forward() if exchange.authorization == expected else refused)
