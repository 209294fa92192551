"""A model on loopback that speaks OpenAI's API: texts are alike when they share groups of three letters. May be told to fail."""

import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DIMENSION = 64
# Given the texts, the whole answer: status and body.
Answering = Callable[[list[str]], tuple[int, bytes]]


class Model:
    """What the endpoint answers, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/v1/embeddings?model=letters&dimension={DIMENSION}"
        self.asked: list[list[str]] = []
        self.authorisations: list[str] = []
        self.answering: Answering = well
        self.seconds = 0.0


def well(texts: list[str]) -> tuple[int, bytes]:
    """A vector for each, in no order."""
    data = [{"index": index, "embedding": vector(text)} for index, text in enumerate(texts)]
    return 200, json.dumps({"data": data[::-1]}).encode()


def failing(texts: list[str]) -> tuple[int, bytes]:
    """Nothing at all."""
    return 500, b"out of memory"


def saying(embedding: list[Any]) -> Answering:
    """The same for every text."""
    return lambda texts: (
        200,
        json.dumps({"data": [{"index": i, "embedding": embedding} for i in range(len(texts))]}).encode(),
    )


def vector(text: str) -> list[float]:
    """Counts of groups of three letters, thrown into so many places."""
    counts = [0.001] * DIMENSION
    letters = f"  {text.lower()}  "
    for at in range(len(letters) - 2):
        counts[zlib.crc32(letters[at : at + 3].encode()) % DIMENSION] += 1
    return counts


@contextmanager
def a_model() -> Iterator[Model]:
    """Serve until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
            model.asked.append(texts)
            model.authorisations.append(self.headers.get("Authorization", ""))
            time.sleep(model.seconds)
            status, body = model.answering(texts)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = Model(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield model
    server.shutdown()
    server.server_close()
