"""The same figures for another program."""

from django.urls import path

from reports import api

urlpatterns = [path("sites/<slug:site>/years/<year:year>", api.year, name="api-year")]
