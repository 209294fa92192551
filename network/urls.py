"""All addresses: pages per language, the API and the operators' admin without one."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from network.api import urls as api
from network.monitoring.page import metrics
from network.web import errors
from network.web.robots import robots
from practices.api import urls as practices_api
from search.api import urls as search_api
from search.api.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("api/v1/", include([*api.urlpatterns, *practices_api.urlpatterns, *search_api.urlpatterns])),
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
