"""Addresses of the plan, its rulings and the reading of notices."""

from django.urls import path

from jinghe.web.plan import notices, rulings, views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("rulings/", rulings.rulings, name="rulings"),
    path("notices/", notices.uploaded, name="notices"),
    path("notices/<int:number>/", notices.notice, name="notice"),
    path("notices/<int:number>/edit/", notices.change, name="notice_edit"),
    path("notices/<int:number>/add/", notices.adding, name="notice_add"),
    path("notices/<int:number>/targets/<str:key>/", notices.target, name="notice_target"),
    path("notices/<int:number>/teach/", notices.teaching, name="notice_teach"),
    path("notices/<int:number>/compare/", notices.comparing, name="notice_compare"),
    path("notices/<int:number>/approve/", notices.approving, name="notice_approve"),
    path("notices/<int:number>/confirm/", notices.confirming, name="notice_confirm"),
    path("notices/<int:number>/pages/<int:sheet>.png", notices.picture, name="notice_page"),
    path("notices/<int:number>/file/", notices.original, name="notice_file"),
]
