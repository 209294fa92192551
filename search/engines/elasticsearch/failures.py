"""What goes wrong between us and a server, said in one word of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elastic_transport import ConnectionTimeout, TlsError
from elasticsearch import ApiError, NotFoundError, TransportError, UnsupportedProductError

from ..base import EngineUnavailable
from ..circuit import Answered

# Of a whole request: the server cannot answer now. Whatever else is from 400 to 499 is about what was asked.
_BUSY = frozenset({408, 429})


class NoGeneration(Answered):
    """The server answers, and has no such generation."""


class Refused(Answered):
    """The server answers, and will not do this one thing."""


@contextmanager
def engine_failures(doing: str) -> Iterator[None]:
    """Turn whatever the server or the way to it does inside the block into EngineUnavailable."""
    try:
        yield
    except NotFoundError as error:
        raise NoGeneration(f"Elasticsearch has no such index, {doing}: {reason(error)}") from error
    except UnsupportedProductError as error:
        raise EngineUnavailable(f"What answers is no Elasticsearch, {doing}.") from error
    except ApiError as error:
        about_it = 400 <= error.status_code < 500 and error.status_code not in _BUSY
        kind = Refused if about_it else EngineUnavailable
        raise kind(f"Elasticsearch refused {doing}: {error.status_code} {reason(error)}") from error
    except ConnectionTimeout as error:
        raise EngineUnavailable(f"Elasticsearch did not answer in time, {doing}.") from error
    except TlsError as error:
        raise EngineUnavailable(
            f"No secure connection to Elasticsearch, {doing}: {error.message[:200]}. SEARCH_CA_CERTS names the file with the "
            "certificate of the authority that signed the server's."
        ) from error
    except TransportError as error:
        raise EngineUnavailable(f"Elasticsearch cannot be reached, {doing}: {type(error).__name__}") from error
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        # An answer of another form, from something that is no Elasticsearch.
        raise EngineUnavailable(f"The answer is not Elasticsearch's, {doing}: {type(error).__name__}") from error


def reason(error: ApiError) -> str:
    """The server's own word for what is wrong."""
    body = error.body
    cause = body.get("error") if isinstance(body, dict) else None
    if isinstance(cause, dict):
        first = (cause.get("root_cause") or [cause])[0]
        why = first.get("reason") or (cause.get("caused_by") or {}).get("reason", "")
        return f"{first.get('type', '')}: {why}"[:500]
    return str(cause or error.message)[:500]
