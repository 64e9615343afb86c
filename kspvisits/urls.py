"""Every address of the house: Indonesian without a prefix, English below /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from kspvisits import views
from kspvisits.converters import CodeConverter, CountConverter, RowConverter, YearConverter

register_converter(YearConverter, "year")
register_converter(RowConverter, "row")
register_converter(CountConverter, "count")
register_converter(CodeConverter, "code")

urlpatterns = [
    path("api/v1/", include("reports.api_urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("login/", views.sign_in, name="login"),
        path("logout/", views.sign_out, name="logout"),
        path("kiosk/", include("checkin.urls.kiosk")),
        path("desk/", include("checkin.urls.desk")),
        path("reports/", include("reports.urls")),
        prefix_default_language=False,
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
