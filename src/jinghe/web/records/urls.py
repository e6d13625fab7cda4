"""Addresses of registers and records."""

from django.urls import path

from jinghe.web.records import views

urlpatterns = [
    path("registers/<str:kind>/", views.register, name="register"),
    path("registers/<str:kind>/new/", views.opening, name="record_new"),
    path("records/<str:code>/", views.record, name="record"),
    path("records/<str:code>/edit/", views.changing, name="record_edit"),
    path("records/<str:code>/moves/<str:move>/", views.moving, name="record_move"),
    path("records/<str:code>/notes/", views.noting, name="record_note"),
    path("records/<str:code>/papers/", views.attaching, name="record_attach"),
]
