"""Addresses of what comes in and goes out as a file."""

from django.urls import path

from jinghe.web.views import exports, imports

urlpatterns = [
    path("imports/", imports.listing, name="imports"),
    path("imports/form/", imports.form, name="import_form"),
    path("imports/opening/", imports.opening_form, name="opening_form"),
    path("imports/paste/", imports.pasting, name="paste"),
    path("imports/<int:number>/", imports.upload, name="import"),
    path("imports/<int:number>/confirm/", imports.confirming, name="import_confirm"),
    path("imports/<int:number>/drop/", imports.dropping, name="import_drop"),
    path("imports/<int:number>/undo/", imports.undoing, name="import_undo"),
    path("imports/<int:number>/file/", imports.error_file, name="import_file"),
    path("exports/registers/<str:kind>/", exports.register, name="export_register"),
    path("exports/claims/", exports.claims, name="export_claims"),
    path("exports/ledger/", exports.ledger, name="export_ledger"),
]
