"""Addresses of bulletins."""

from django.urls import path

from jinghe.web.bulletins import issued, views

urlpatterns = [
    path("bulletins/", views.listing, name="bulletins"),
    path("bulletins/new/", views.writing, name="bulletin_new"),
    path("bulletins/issued/<int:number>/", issued.issued, name="bulletin_issued"),
    path("bulletins/issued/<int:number>/files/<str:form>/", issued.file, name="bulletin_issued_file"),
    path("bulletins/<str:code>/", views.draft, name="bulletin"),
    path("bulletins/<str:code>/preview/", views.preview, name="bulletin_preview"),
    path("bulletins/<str:code>/edit/", views.editing, name="bulletin_edit"),
    path("bulletins/<str:code>/upload/", views.uploading, name="bulletin_upload"),
    path("bulletins/<str:code>/steps/<str:step>/", views.stepping, name="bulletin_step"),
    path("bulletins/<str:code>/files/<str:form>/", views.download, name="bulletin_file"),
]
