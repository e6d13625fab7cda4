"""Addresses of the scoreboard and what stands behind its figures."""

from django.urls import path

from jinghe.web.progress import ledger, targets, units, views

urlpatterns = [
    path("", views.home, name="home"),
    path("menu/", views.menu, name="menu"),
    path("progress/", views.progress, name="progress"),
    path("units/<str:name>/", units.unit, name="unit"),
    path("targets/<str:key>/", targets.target, name="target"),
    path("entries/<int:number>/", targets.entry, name="entry"),
    path("subjects/<str:code>/", targets.subject, name="subject"),
    path("ledger/", ledger.ledger, name="ledger"),
]
