"""How often one address may ask."""

import logging

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class AnonymousThrottle(AnonRateThrottle):
    """Anonymous readers, counted by address in the shared cache; `API_THROTTLE` says how many, empty for no limit."""

    def get_rate(self) -> str | None:
        """The rate as it is set now."""
        return settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["anon"] or None  # type: ignore[index]

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request may go on; while the cache does not answer, every one may."""
        try:
            return super().allow_request(request, view)
        except Exception:
            # Each cache has exceptions of its own; a dead one must not close what is open to all.
            logger.warning("The cache does not answer, so requests are not counted.", exc_info=True)
            return True
