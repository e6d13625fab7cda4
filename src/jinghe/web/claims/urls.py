"""Addresses of claims, their papers, recognition and restating."""

from django.urls import path

from jinghe.web.claims import recognition, restating, views

urlpatterns = [
    path("rulings/recognition/", recognition.rules, name="recognition"),
    path("records/<str:code>/restate/", restating.restating, name="record_restate"),
    path("records/<str:code>/entries/<int:number>/reverse/", restating.reversing, name="entry_reverse"),
    path("claims/", views.listing, name="claims"),
    path("claims/new/", views.drafting, name="claim_new"),
    path("claims/steps/<str:move>/", views.several, name="claims_step"),
    path("claims/<int:number>/", views.claim, name="claim"),
    path("claims/<int:number>/edit/", views.changing, name="claim_edit"),
    path("claims/<int:number>/papers/", views.attaching, name="claim_papers"),
    path("claims/<int:number>/steps/<str:move>/", views.moving, name="claim_step"),
    path("papers/<int:pk>/", views.paper, name="paper"),
    path("papers/<int:pk>/remove/", views.taking_off, name="paper_off"),
]
