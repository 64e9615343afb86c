"""Every address of the house: Indonesian without a prefix, English below /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.views import LogoutView
from django.urls import include, path, register_converter

from kspvisits import views
from kspvisits.converters import CountConverter, RowConverter, YearConverter

register_converter(YearConverter, "year")
register_converter(RowConverter, "row")
register_converter(CountConverter, "count")

urlpatterns = [
    path("api/v1/", include("reports.api_urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("login/", views.sign_in, name="login"),
        path("logout/", LogoutView.as_view(), name="logout"),
        path("kiosk/", include("checkin.urls.kiosk")),
        path("desk/", include("checkin.urls.desk")),
        path("reports/", include("reports.urls")),
        prefix_default_language=False,
    ),
]
