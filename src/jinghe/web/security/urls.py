"""Addresses of signing in, accounts and the audit."""

from django.urls import path

from jinghe.web.security import accounts, audit, session

urlpatterns = [
    path("login/", session.sign_in, name="login"),
    path("logout/", session.sign_out, name="logout"),
    path("password/", accounts.own_password, name="own_password"),
    path("accounts/", accounts.listing, name="accounts"),
    path("accounts/<str:username>/", accounts.account, name="account"),
    path("accounts/<str:username>/<str:step>/", accounts.changing, name="account_step"),
    path("audit/", audit.acts, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("audit/sign-ins/", audit.signing_in, name="audit_sign_ins"),
    path("audit/check/", audit.checking, name="audit_check"),
    path("audit/seal/", audit.sealing, name="audit_seal"),
    path("audit/<int:number>/", audit.act, name="audit_act"),
]
