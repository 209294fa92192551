"""The site's addresses as they are once a page for posting needs is among them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from network.urls import handler404 as handler404
from network.urls import urlpatterns as pages


def new_need(request: HttpRequest) -> HttpResponse:
    """Stands for the page to come."""
    return HttpResponse(request.GET["title"])


urlpatterns = [*pages, path("potrzeby/nowa/", new_need, name="need-new")]
