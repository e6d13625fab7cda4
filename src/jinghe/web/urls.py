"""Addresses of the pages."""

from django.urls import path

from jinghe.web.views import ledger, plan, progress, returns, rulings, session, targets, units

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
]
