"""Addresses of messages."""

from django.urls import path

from jinghe.web.frame import messages

urlpatterns = [
    path("inbox/", messages.inbox, name="inbox"),
    path("inbox/<int:number>/", messages.message, name="message"),
]
