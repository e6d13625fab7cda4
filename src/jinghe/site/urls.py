"""Every address of the site belongs to the pages; static files are served before Django is asked."""

from django.urls import include, path

urlpatterns = [path("", include("jinghe.web.urls"))]
