"""Results of a search as a file."""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from network.api.parameters import Choice
from network.api.throttling import AnonymousThrottle, ExportThrottle
from network.api.views import ApiView
from search.api.parameters import described, search_request
from search.api.serializers import ExportSerializer
from search.exporting import FORMATS
from search.exporting.export import export_of, file_name
from search.finding.page import Degraded
from search.query.request import PARAMETERS, WINDOW

FORMAT = Choice(name="format", description="The kind of file.", choices=tuple(FORMATS), default="csv")
# All hits are written, whichever page they would be on.
_PAGING = ("page", "page_size")


class AnyAccepted(DefaultContentNegotiation):
    """The parameter says which format is wanted; refusals are JSON whatever the Accept header."""

    def select_renderer(  # type: ignore[override]
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The only one there is."""
        return renderers[0], renderers[0].media_type


class ExportView(ApiView):
    """The hits of a search as a file."""

    parameters = (FORMAT,)
    throttle_classes = [AnonymousThrottle, ExportThrottle]
    content_negotiation_class = AnyAccepted

    @classmethod
    def parameter_names(cls) -> tuple[str, ...]:
        """Those of the search but for its pages, and the format."""
        return (*(name for name in PARAMETERS if name not in _PAGING), FORMAT.name)

    @extend_schema(
        operation_id="search_export",
        summary="Results as a file",
        description=(
            f"The first {WINDOW:,} hits of a search in its order, as a file that is sent while it is read. `X-Total-Count` says how "
            "many hits there are in all, `X-Degraded` what was missing where the search was simpler than usual. CSV is for "
            "spreadsheets: in Polish with semicolons and decimal commas, else with commas and points."
        ),
        tags=["search"],
        parameters=[parameter for parameter in described() if parameter.name not in _PAGING],
        responses={
            (200, "application/json"): ExportSerializer,
            **{
                (200, format.content_type.partition(";")[0]): OpenApiTypes.BINARY
                for format in FORMATS.values()
                if format.name != "json"
            },
        },
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """The file."""
        format = FORMATS[self.value(FORMAT)]
        parameters = dict(request.query_params.lists())
        parameters.pop(FORMAT.name, None)
        export = export_of(search_request(parameters))
        name = file_name(export.request, format, export.made_at)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Total-Count": str(export.count)}
        if export.degraded is not Degraded.NO:
            headers["X-Degraded"] = export.degraded
        return StreamingHttpResponse(format.write(export), content_type=format.content_type, headers=headers)
