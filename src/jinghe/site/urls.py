"""Every address of the site belongs to the pages; static files are served before Django is asked."""

from django.urls import include, path

urlpatterns = [path("", include("jinghe.web.urls"))]

handler400 = "jinghe.web.frame.errors.bad_request"
handler403 = "jinghe.web.frame.errors.forbidden"
handler404 = "jinghe.web.frame.errors.not_found"
handler500 = "jinghe.web.frame.errors.failed"
