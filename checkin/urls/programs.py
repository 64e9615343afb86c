"""What any program may ask, without a token."""

from django.urls import path

from checkin.views import spaceapi

urlpatterns = [path("sites/<slug:site>/occupancy", spaceapi.occupancy, name="api-occupancy")]
