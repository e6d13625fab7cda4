"""Addresses of stage evaluations and their schemes."""

from django.urls import path

from jinghe.web.evaluation import schemes, views, work

urlpatterns = [
    path("evaluations/", views.listing, name="evaluations"),
    path("evaluations/schemes/", schemes.listing, name="schemes"),
    path("evaluations/schemes/<int:year>/<slug:code>/", schemes.scheme, name="scheme"),
    path("evaluations/schemes/<int:year>/<slug:code>/edit/", schemes.editing, name="scheme_edit"),
    path("evaluations/objections/<str:number>/", work.answering, name="objection_answer"),
    path("evaluations/<str:code>/", views.evaluation, name="evaluation"),
    path("evaluations/<str:code>/table.xlsx", views.table, name="evaluation_table"),
    path("evaluations/<str:code>/steps/<str:step>/", work.stepping, name="evaluation_step"),
    path("evaluations/<str:code>/marks/", work.marking, name="evaluation_marks"),
    path("evaluations/<str:code>/units/<str:unit>/", views.unit, name="evaluation_unit"),
    path("evaluations/<str:code>/units/<str:unit>/moves/", views.sensitivity, name="evaluation_moves"),
    path("evaluations/<str:code>/units/<str:unit>/assess/", work.assessing, name="evaluation_assess"),
    path("evaluations/<str:code>/units/<str:unit>/object/", work.objecting, name="evaluation_object"),
]
