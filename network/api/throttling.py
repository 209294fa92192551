"""How often one address may ask."""

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle


class AnonymousThrottle(AnonRateThrottle):
    """Anonymous readers, counted by address in the shared cache; `API_THROTTLE` says how many, empty for no limit."""

    def get_rate(self) -> str | None:
        """The rate as it is set now."""
        return settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"].get(self.scope) or None


class ExportThrottle(AnonymousThrottle):
    """The same for exports, each of which costs as much as many searches; `EXPORT_THROTTLE` says how many."""

    scope = "export"


def client_address(request: HttpRequest) -> str:
    """Whose request it is, as throttles count them: an address, behind proxies of ours the one that the outermost of them saw."""
    return AnonymousThrottle().get_ident(request)  # type: ignore[arg-type]  # it reads META alone
