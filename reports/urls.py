"""Dashboard and official workbook, a year of a site each."""

from django.urls import path

from reports import occupancy_view, views, workbook_view

urlpatterns = [
    path("", views.home, name="reports"),
    path("<slug:site>/", views.this_year, name="reports-site"),
    path("<slug:site>/occupancy/", occupancy_view.occupancy, name="reports-occupancy"),
    path("<slug:site>/<year:year>/", views.dashboard, name="reports-dashboard"),
    path("<slug:site>/<year:year>/<slug:table>.csv", views.numbers, name="reports-csv"),
    path("<slug:site>/<year:year>/workbook/", workbook_view.workbook, name="reports-workbook"),
]
