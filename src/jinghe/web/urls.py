"""Addresses of the pages."""

from django.urls import path

from jinghe.web.views import ledger, notices, plan, progress, returns, rulings, session, targets, units

urlpatterns = [
    path("", progress.home, name="home"),
    path("login/", session.sign_in, name="login"),
    path("logout/", session.sign_out, name="logout"),
    path("progress/", progress.progress, name="progress"),
    path("plan/", plan.plan, name="plan"),
    path("units/<str:name>/", units.unit, name="unit"),
    path("targets/<str:key>/", targets.target, name="target"),
    path("entries/<int:number>/", targets.entry, name="entry"),
    path("subjects/<str:code>/", targets.subject, name="subject"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("returns/", returns.returns, name="returns"),
    path("returns/file/", returns.file, name="file_return"),
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
