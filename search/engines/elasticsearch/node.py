"""A connection to a server on which a timeout bounds the whole answer.

urllib3's bounds each read: a server that sends a byte now and then would hold a thread for as long as it likes.
"""

from __future__ import annotations

import io
import socket
import time
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

from elastic_transport import NodeConfig, Urllib3HttpNode

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class BoundedNode(Urllib3HttpNode):
    """The client's own node, whose connections read their answers within their timeout."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        connection: Any = self.pool.ConnectionCls
        self.pool.ConnectionCls = type("BoundedConnection", (connection,), {"response_class": _BoundedResponse})


class _BoundedResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_UntilTimeout(sock))


class _UntilTimeout(io.RawIOBase):
    """What a socket receives before its timeout, counted from now, has passed; then TimeoutError."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._received = sock.makefile("rb", buffering=0)
        timeout = sock.gettimeout()
        self._until = None if timeout is None else time.monotonic() + timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer took too long")
            self._socket.settimeout(left)
        return self._received.readinto(buffer)

    def close(self) -> None:
        self._received.close()
        super().close()
