"""Addresses of dispatch, watch rules, follow-ups and censure."""

from django.urls import path

from jinghe.web.oversight import views

urlpatterns = [
    path("dispatch/", views.dispatch, name="dispatch"),
    path("dispatch/rules/", views.rules, name="watch_rules"),
    path("dispatch/packs/<str:unit>/", views.pack, name="dispatch_pack"),
    path("follow-ups/", views.follow_ups, name="follow_ups"),
    path("follow-ups/new/", views.ordering, name="follow_up_new"),
    path("follow-ups/remind/", views.reminding, name="follow_up_remind"),
    path("namings/", views.censure_list, name="censures"),
    path("namings/<str:code>/<str:step>/", views.censure_step, name="censure_step"),
]
