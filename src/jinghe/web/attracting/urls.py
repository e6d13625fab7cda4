"""Addresses of leads, offerings, trips and what came of them."""

from django.urls import path

from jinghe.web.attracting import funnel, leads, offerings, trips

urlpatterns = [
    path("leads/", leads.listing, name="leads"),
    path("leads/reminders/", leads.reminding, name="leads_remind"),
    path("leads/<str:code>/convert/", leads.converting, name="lead_convert"),
    path("leads/<str:code>/award/", leads.awarding, name="lead_award"),
    path("offerings/", offerings.catalogue, name="offerings"),
    path("offerings/book/", offerings.book, name="offerings_book"),
    path("offerings/book.<str:form>", offerings.book_file, name="offerings_file"),
    path("trips/", trips.listing, name="trips"),
    path("trips/calendar/", trips.month, name="trips_month"),
    path("trips/table/", trips.table, name="trips_table"),
    path("funnel/", funnel.overview, name="funnel"),
    path("funnel/list/", funnel.behind, name="funnel_list"),
]
