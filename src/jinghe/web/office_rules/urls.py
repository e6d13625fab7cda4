"""Addresses of the rules that the office lays down."""

from django.urls import path

from jinghe.web.office_rules import views

urlpatterns = [path("office-rules/", views.office_rules, name="office_rules")]
