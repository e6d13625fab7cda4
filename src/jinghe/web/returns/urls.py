"""Addresses of monthly returns."""

from django.urls import path

from jinghe.web.returns import rules, views

urlpatterns = [
    path("returns/", views.returns, name="returns"),
    path("returns/rules/", rules.rules, name="reporting_rules"),
    path("returns/certify/", views.certifying, name="certify_returns"),
    path("returns/remind/<str:month>/", views.reminding, name="remind"),
    path("returns/<str:unit>/<str:month>/", views.month, name="month"),
    path("returns/<str:unit>/<str:month>/file/", views.file, name="file_return"),
    path("returns/<str:unit>/<str:month>/review/", views.review, name="review_return"),
]
