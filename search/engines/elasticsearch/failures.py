"""What goes wrong between us and a server, said in one word of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError, NotFoundError, TransportError

from ..base import EngineUnavailable


class NoGeneration(EngineUnavailable):
    """The server answers, and has no such generation."""


@contextmanager
def engine_failures(doing: str) -> Iterator[None]:
    """Turn whatever the server or the way to it does inside the block into EngineUnavailable."""
    try:
        yield
    except NotFoundError as error:
        raise NoGeneration(f"Elasticsearch has no such index, {doing}: {reason(error)}") from error
    except ApiError as error:
        raise EngineUnavailable(f"Elasticsearch refused {doing}: {error.status_code} {reason(error)}") from error
    except ConnectionTimeout as error:
        raise EngineUnavailable(f"Elasticsearch did not answer in time, {doing}.") from error
    except TransportError as error:
        raise EngineUnavailable(f"Elasticsearch cannot be reached, {doing}: {type(error).__name__}") from error
    except ValueError as error:  # an answer that is not what its status says, from something that is no Elasticsearch
        raise EngineUnavailable(f"The answer is not Elasticsearch's, {doing}: {type(error).__name__}") from error


def reason(error: ApiError) -> str:
    """The server's own word for what is wrong."""
    body = error.body
    cause = body.get("error") if isinstance(body, dict) else None
    if isinstance(cause, dict):
        root = cause.get("root_cause") or [cause]
        return f"{root[0].get('type', '')}: {root[0].get('reason', '')}"[:500]
    return str(cause or error.message)[:500]
