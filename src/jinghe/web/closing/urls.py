"""Addresses of closing months and of reconciliation."""

from django.urls import path

from jinghe.web.closing import reconciliation, views

urlpatterns = [
    path("closing/", views.months, name="closing"),
    path("closing/<str:told>/", views.month, name="closing_month"),
    path("reconciliation/", reconciliation.figures, name="reconciliation"),
    path("reconciliation/record/", reconciliation.recording, name="reconciliation_record"),
    path("reconciliation/note/", reconciliation.noting, name="reconciliation_note"),
    path("reconciliation/uncounted/", reconciliation.missing, name="uncounted"),
    path("reconciliation/uncounted/export/", reconciliation.missing_export, name="uncounted_export"),
]
