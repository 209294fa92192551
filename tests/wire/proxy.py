"""A proxy on loopback before a real server: passes requests on, and does to some of them what networks and servers do."""

import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass(frozen=True)
class Answer:
    """A whole answer to a request."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def json_answer(status: int, body: object, **headers: str) -> Answer:
    """An answer in the form of Elasticsearch's."""
    return Answer(status, json.dumps(body).encode(), {"Content-Type": "application/json", **_PRODUCT, **headers})


def error_answer(status: int, kind: str, reason: str = "as told") -> Answer:
    """An error in the form of Elasticsearch's."""
    cause = {"type": kind, "reason": reason}
    return json_answer(status, {"error": {"root_cause": [cause], **cause}, "status": status})


class Exchange:
    """One request on its way; an action decides what becomes of it."""

    def __init__(self, handler: "_Handler") -> None:
        self._handler = handler
        self.proxy = handler.server.proxy
        self.method, self.path = handler.command, handler.path
        self.authorization = handler.headers.get("Authorization", "")
        self.size = int(handler.headers.get("Content-Length", 0))
        self._unread = self.size

    def read(self, size: int | None = None) -> bytes:
        """The rest of the request's body, or so many bytes of it."""
        wanted = self._unread if size is None else min(size, self._unread)
        self._unread -= wanted
        return self._handler.rfile.read(wanted)

    def forward(self, body: bytes | None = None) -> Answer:
        """Ask the real server, with another body if given."""
        sent = self.read() if body is None else body
        headers = {name: value for name, value in self._handler.headers.items() if name.lower() not in _HOP_BY_HOP}
        upstream = HTTPConnection(self.proxy.upstream, timeout=60)
        try:
            upstream.request(self.method, self.path, sent or None, headers)
            answer = upstream.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP_BY_HOP}
            return Answer(answer.status, answer.read(), kept)
        finally:
            upstream.close()

    def send(self, answer: Answer, *, only: int | None = None, pause: float = 0.0) -> None:
        """Answer: whole, or `only` so many bytes of the body and then nothing more, or byte by byte with a `pause` (seconds) after each."""
        self.read()
        handler = self._handler
        handler.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": str(len(answer.body))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        body = answer.body[:only]
        for piece in [body[n : n + 1] for n in range(len(body))] if pause else [body]:
            handler.wfile.write(piece)
            if pause and self.proxy.closing.wait(pause):
                break
        if only is not None or pause:
            self.cut()

    def cut(self) -> None:
        """End the connection without another word."""
        self._handler.close_connection = True
        self._handler.connection.shutdown(socket.SHUT_RDWR)


Action = Callable[[Exchange], None]


def pass_on(exchange: Exchange) -> None:
    """As if nobody stood between."""
    exchange.send(exchange.forward())


@dataclass
class _Rule:
    pattern: re.Pattern[str]
    action: Action
    first: int
    times: int | None
    seen: int = 0

    def applies(self, request: str) -> bool:
        if not self.pattern.search(request):
            return False
        self.seen += 1
        return self.seen >= self.first and (self.times is None or self.seen < self.first + self.times)


@dataclass
class Proxy:
    """`with Proxy(server_url) as proxy`: listens at `proxy.url`, with TLS where a context is given."""

    server: str
    tls: ssl.SSLContext | None = None
    requests: list[str] = field(default_factory=list)  # "POST /path", in the order of their arrival
    closing: threading.Event = field(default_factory=threading.Event)
    _rules: list[_Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def upstream(self) -> str:
        """Host and port of the real server."""
        return urlsplit(self.server).netloc

    @property
    def url(self) -> str:
        """Where the proxy listens."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._listener.server_port}"

    def on(self, pattern: str, action: Action, *, first: int = 1, times: int | None = None) -> None:
        """Do this to requests ("POST /path") that match a pattern: from the `first` on, so many `times` (without: always)."""
        self._rules.append(_Rule(re.compile(pattern), action, first, times))

    def calm(self) -> None:
        """Pass everything on from now on."""
        self._rules.clear()

    def handle(self, exchange: Exchange) -> None:
        """Do with a request what the first rule that applies says."""
        asked = f"{exchange.method} {exchange.path}"
        with self._lock:
            self.requests.append(asked)
            rule = next((rule for rule in self._rules if rule.applies(asked)), None)
        try:
            (rule.action if rule else pass_on)(exchange)
        except OSError:
            exchange._handler.close_connection = True  # the other side has gone

    def __enter__(self) -> "Proxy":
        self._listener = _Listener(self)
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._listener.shutdown()
        self._listener.server_close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.proxy = proxy
        if proxy.tls:
            self.socket = proxy.tls.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that the client has closed is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def _any(self) -> None:
        self.server.proxy.handle(Exchange(self))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""
