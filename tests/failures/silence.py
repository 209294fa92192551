"""A server that takes every connection and never says a word."""

import socket
import threading
from types import TracebackType


class Silent:
    """Listens on loopback while its context is open."""

    def __enter__(self) -> "Silent":
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._taken: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()
        return self

    @property
    def connections(self) -> int:
        """How many were made so far."""
        return len(self._taken)

    def _take(self) -> None:
        while True:
            try:
                self._taken.append(self._socket.accept()[0])
            except OSError:
                return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        for connection in [self._socket, *self._taken]:
            connection.close()
