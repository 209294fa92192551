"""The REST API: JSON only, problem documents, throttles, its OpenAPI document."""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .environment import env, number


def _checked(name: str, rate: str) -> str:
    """How many requests one address may make; empty: no limit."""
    if rate and not re.fullmatch("[1-9][0-9]{0,8}/(s|sec|m|min|h|hour|d|day)", rate):
        raise ImproperlyConfigured(f"{name} is {rate!r}; write it as 600/min (or /s, /hour, /day), or leave it empty.")
    return rate


API_THROTTLE = _checked("API_THROTTLE", env.str("API_THROTTLE", default="600/min").strip())
EXPORT_THROTTLE = _checked("EXPORT_THROTTLE", env.str("EXPORT_THROTTLE", default="20/min").strip())

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_SCHEMA_CLASS": "network.api.openapi.ApiSchema",
    "EXCEPTION_HANDLER": "network.api.problems.problem_handler",
    "DEFAULT_THROTTLE_RATES": {"anon": API_THROTTLE, "export": EXPORT_THROTTLE},
    # How many proxies of ours stand before the program: only what they add to X-Forwarded-For is believed.
    "NUM_PROXIES": number("TRUSTED_PROXIES", 0),
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Sieć praktyk — REST API",
    "DESCRIPTION": (
        "Open, read-only access to the good practices that cities publish: search, full records, cities, "
        "recommendations, and a changes feed that keeps a copy in step. Errors are RFC 9457 problem documents."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENFORCE_NON_BLANK_FIELDS": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "network.api.openapi.describe_problems"],
    "ENUM_NAME_OVERRIDES": {
        "CityKind": "network.models.CityKind.values",
        "LinkKind": "practices.models.LinkKind.values",
        "ReasonKind": "search.recommending.reasons.KINDS",
        "EvidenceLevel": "practices.models.EvidenceLevel.values",
        "Status": "practices.models.Status.values",
        "Scope": "practices.models.Scope.values",
    },
    "TAGS": [
        {"name": "search", "description": "Finding practices by words and facets."},
        {"name": "practices", "description": "Practices in lists and in full, and what changed."},
        {"name": "cities", "description": "The register of cities, and what can help each of them."},
        {"name": "vocabularies", "description": "Themes and tags."},
    ],
}
