"""Addresses of what comes in and goes out as a file."""

from django.urls import path

from jinghe.web.imports import exports, views

urlpatterns = [
    path("imports/", views.listing, name="imports"),
    path("imports/form/", views.form, name="import_form"),
    path("imports/opening/", views.opening_form, name="opening_form"),
    path("imports/paste/", views.pasting, name="paste"),
    path("imports/<int:number>/", views.upload, name="import"),
    path("imports/<int:number>/confirm/", views.confirming, name="import_confirm"),
    path("imports/<int:number>/drop/", views.dropping, name="import_drop"),
    path("imports/<int:number>/undo/", views.undoing, name="import_undo"),
    path("imports/<int:number>/file/", views.error_file, name="import_file"),
    path("exports/registers/<str:kind>/", exports.register, name="export_register"),
    path("exports/claims/", exports.claims, name="export_claims"),
    path("exports/ledger/", exports.ledger, name="export_ledger"),
]
