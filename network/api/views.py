"""What every call of the API shares."""

from typing import Any, ClassVar, TypeVar

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from network.api.parameters import Parameter, check_given
from network.api.throttling import AnonymousThrottle

T = TypeVar("T")


class ApiView(APIView):
    """A call that only reads. It takes the `parameters` it declares and refuses all others."""

    parameters: ClassVar[tuple[Parameter[Any], ...]] = ()
    throttle_classes = [AnonymousThrottle]

    @classmethod
    def parameter_names(cls) -> tuple[str, ...]:
        """The names of the query parameters it takes."""
        return tuple(parameter.name for parameter in cls.parameters)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what cannot be answered before anything is read."""
        super().initial(request, *args, **kwargs)
        check_given(dict(request.query_params.lists()), self.parameter_names())

    def value(self, parameter: Parameter[T]) -> T:
        """The value of a declared parameter; raises `InvalidParameter`."""
        return parameter.read(self.request.query_params.getlist(parameter.name))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """A cache may keep an answer, but must ask before each use: what is withdrawn is gone at once."""
        response.headers.setdefault("Cache-Control", "public, no-cache")
        return super().finalize_response(request, response, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Which methods there are, in Allow."""
        return Response(status=204)


__all__ = ["ApiView", "Response"]
