"""Addresses of serving enterprises."""

from django.urls import path

from jinghe.web.service import approvals, duties, incentives, limits, views

urlpatterns = [
    path("service/", views.case_list, name="service"),
    path("service/new/", views.opening, name="service_new"),
    path("service/warnings/", views.warning, name="service_warn"),
    path("service/limits/", limits.limits, name="service_limits"),
    path("service/<str:code>/steps/", views.stepping, name="service_step"),
    path("duties/", duties.duties, name="duties"),
    path("duties/take-up/", duties.taking_up, name="duties_take_up"),
    path("incentives/", incentives.listing, name="incentives"),
    path("approvals/", approvals.listing, name="approvals"),
    path("approvals/template/", approvals.template, name="approvals_template"),
    path("approvals/<str:code>/", approvals.project, name="approvals_of"),
]
