"""The OpenAPI 3.1 document: made once from the code, with what every call has in common."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from network.api.problems import MEDIA_TYPE
from network.api.views import ApiView, Response

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What was wrong and what to do (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "The kind of problem; about:blank where the status says it all."},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What was wrong and what to do, as sentences."},
        "instance": {"type": "string", "description": "The path that was asked for."},
        "parameter": {"type": "string", "description": "The parameter that is wrong, where it is one."},
        "id": {"type": "integer", "description": "Of a tombstone (410): the practice."},
        "first_published_at": {"type": "string", "format": "date-time", "description": "Of a tombstone (410)."},
        "withdrawn_at": {"type": "string", "format": "date-time", "description": "Of a tombstone (410)."},
    },
    "examples": [
        {
            "type": "urn:siec-praktyk:problem:invalid-parameter",
            "title": "A parameter is not valid",
            "status": 400,
            "detail": "limit must be a whole number from 1 to 50.",
            "instance": "/api/v1/cities/przemysl/peers/",
            "parameter": "limit",
        }
    ],
}


class ApiSchema(AutoSchema):
    """Describes the parameters that a view declares."""

    def get_override_parameters(self) -> list[Any]:
        """The entries of the view's parameters."""
        return [parameter.described() for parameter in getattr(self.view, "parameters", ())]


def describe_problems(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:
    """Add to every operation that anything but success is a problem document."""
    result["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    problem = {
        "description": "A problem: its status and `detail` say what was wrong and what to do.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].setdefault("default", problem)
    return result


@cache
def openapi_document() -> dict[str, Any]:
    """The document; the same for everyone, as nothing in it depends on the request."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return document


class SchemaView(ApiView):
    """The OpenAPI document."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Serve it as JSON."""
        return Response(openapi_document())
