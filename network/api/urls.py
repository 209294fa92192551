"""What describes the API itself."""

from django.urls import URLPattern, path

from network.api.docs import DocsView
from network.api.openapi import SchemaView

urlpatterns: list[URLPattern] = [
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocsView.as_view(), name="api-docs"),
]
