"""The documentation page of the API: Swagger UI from our own server."""

from typing import Any

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.renderers import JSONRenderer, TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response


# Swagger UI draws its icons from data: addresses; nothing else is loosened, and nowhere else.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The page, and with `?script` the few lines that start it, as the policy allows no script inside a page."""

    renderer_classes = [TemplateHTMLRenderer]
    url_name = "api-schema"
    template_name = "api/docs.html"
    template_name_js = "api/docs.js"

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """A refusal is a problem here too, not a page."""
        finalized = super().finalize_response(request, response, *args, **kwargs)
        if finalized.status_code >= 400:
            finalized.accepted_renderer = JSONRenderer()
        return finalized
