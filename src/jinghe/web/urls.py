"""Addresses of the pages, feature by feature."""

from django.urls import include, path

FEATURES = (
    "progress",
    "security",
    "plan",
    "bulletins",
    "closing",
    "returns",
    "frame",
    "claims",
    "office_rules",
    "records",
    "service",
    "attracting",
    "oversight",
    "carrying",
    "imports",
    "evaluation",
)

urlpatterns = [path("", include(f"jinghe.web.{feature}.urls")) for feature in FEATURES]
