"""All addresses: pages per language, the API and the operators' admin without one."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from network.web import errors
from network.web.robots import robots

urlpatterns = [
    path("admin/", admin.site.urls),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}network/icon.svg", permanent=True)),
    *i18n_patterns(
        path("", include("search.web.urls")),
        path("", include("practices.web.desk.urls")),
        path("", include("practices.web.urls")),
        path("", include("network.web.urls")),
        path("", include("network.web.account_urls")),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
