"""Any endpoint that speaks OpenAI's embeddings API: a service's own, or a server beside us (vLLM, Ollama, text-embeddings-inference)."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import numpy as np

from .base import EmbeddingUnavailable, Vectors

# A batch of passages may take longer than anyone waits for a question.
_PASSAGES_SECONDS = 30.0
_MOST_BYTES = 50_000_000
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class EndpointAddress:
    """`https://host/v1/embeddings?model=NAME&dimension=1536`, taken apart; prefixes are what some models want before a text."""

    url: str
    name: str
    dimension: int
    query_prefix: str = ""
    passage_prefix: str = ""

    @classmethod
    def of(cls, address: str) -> EndpointAddress:
        """Read it; ValueError with a sentence that says what is missing and repeats nothing secret."""
        parts = urlsplit(address)
        values = {name: found[-1] for name, found in parse_qs(parts.query).items()}
        name, dimension = values.pop("model", ""), values.pop("dimension", "")
        prefixes = {key: values.pop(key, "") for key in ("query_prefix", "passage_prefix")}
        if not parts.hostname or not name or not dimension.isdecimal() or not int(dimension) or values:
            raise ValueError(
                "EMBEDDING_URL names no endpoint; write it as https://host/v1/embeddings?model=NAME&dimension=1536, with "
                "&query_prefix=...&passage_prefix=... where the model wants them, and the key in EMBEDDING_KEY."
            )
        return cls(parts._replace(query="").geturl(), name, int(dimension), **prefixes)


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is an error: the key must not be carried anywhere else."""

    def redirect_request(self, *arguments: object) -> None:
        """Leave it as it is."""


class Endpoint:
    """A remote model. Every call is bounded in time and in bytes."""

    def __init__(self, address: EndpointAddress, *, key: str, timeout: float) -> None:
        self.model = f"endpoint {address.name} {address.dimension} {address.query_prefix}|{address.passage_prefix}"
        self.dimension = address.dimension
        self._address = address
        self._key = key
        self._timeout = timeout
        self._opener = build_opener(_NoRedirect)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As the contract says."""
        return self._embed([self._address.passage_prefix + text for text in texts], _PASSAGES_SECONDS)

    def question(self, text: str) -> Vectors:
        """As the contract says."""
        vectors = self._embed([self._address.query_prefix + text], self._timeout)
        if len(vectors) != 1:
            raise EmbeddingUnavailable("The embedding endpoint did not answer one vector for one question.")
        first: Vectors = vectors[0]
        return first

    def _embed(self, texts: list[str], seconds: float) -> Vectors:
        body = json.dumps({"model": self._address.name, "input": texts, "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        request = Request(self._address.url, data=body, headers=headers)  # noqa: S310  # https or http, as the settings check
        try:
            answer = json.loads(self._read(request, seconds))
            found = sorted(answer["data"], key=lambda item: int(item["index"]))
            if [item["index"] for item in found] != list(range(len(texts))):
                raise ValueError("not one vector for each text")
            return np.array([item["embedding"] for item in found], dtype=np.float32)
        except HTTPError as error:
            raise EmbeddingUnavailable(f"The embedding endpoint answered {error.code}.") from error
        except OSError as error:
            raise EmbeddingUnavailable(f"The embedding endpoint does not answer: {error}") from error
        except (ValueError, KeyError, TypeError, IndexError, RecursionError, OverflowError) as error:
            raise EmbeddingUnavailable(f"The embedding endpoint's answer cannot be read: {error}") from error

    def _read(self, request: Request, seconds: float) -> bytes:
        """The whole answer. A server that sends a byte now and then would hold a mere socket timeout for ever."""
        deadline = time.monotonic() + seconds
        found = bytearray()
        with self._opener.open(request, timeout=seconds) as response:
            while piece := response.read1(_PIECE):
                found += piece
                if time.monotonic() > deadline or len(found) > _MOST_BYTES:
                    raise TimeoutError("its answer took too long, or is too long")
        return bytes(found)
