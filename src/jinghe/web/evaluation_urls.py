"""Addresses of stage evaluations and their schemes."""

from django.urls import path

from jinghe.web.views import evaluation_work, evaluations, schemes

urlpatterns = [
    path("evaluations/", evaluations.listing, name="evaluations"),
    path("evaluations/schemes/", schemes.listing, name="schemes"),
    path("evaluations/schemes/<int:year>/<slug:code>/", schemes.scheme, name="scheme"),
    path("evaluations/schemes/<int:year>/<slug:code>/edit/", schemes.editing, name="scheme_edit"),
    path("evaluations/objections/<str:number>/", evaluation_work.answering, name="objection_answer"),
    path("evaluations/<str:code>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<str:code>/table.xlsx", evaluations.table, name="evaluation_table"),
    path("evaluations/<str:code>/steps/<str:step>/", evaluation_work.stepping, name="evaluation_step"),
    path("evaluations/<str:code>/marks/", evaluation_work.marking, name="evaluation_marks"),
    path("evaluations/<str:code>/units/<str:unit>/", evaluations.unit, name="evaluation_unit"),
    path("evaluations/<str:code>/units/<str:unit>/moves/", evaluations.sensitivity, name="evaluation_moves"),
    path(
        "evaluations/<str:code>/units/<str:unit>/assess/", evaluation_work.assessing, name="evaluation_assess"
    ),
    path(
        "evaluations/<str:code>/units/<str:unit>/object/", evaluation_work.objecting, name="evaluation_object"
    ),
]
