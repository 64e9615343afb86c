"""Every address of the house: Indonesian without a prefix, English below /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, register_converter

from checkin.views import shell
from kspvisits import views
from kspvisits.converters import CodeConverter, CountConverter, RowConverter, YearConverter

register_converter(YearConverter, "year")
register_converter(RowConverter, "row")
register_converter(CountConverter, "count")
register_converter(CodeConverter, "code")

urlpatterns = [
    path("api/v1/", include("reports.api_urls")),
    path("api/v1/", include("checkin.urls.programs")),
    path("api/v1/", include("checkin.api")),
    path("sw.js", shell.worker, name="worker"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("login/", views.sign_in, name="login"),
        path("logout/", views.sign_out, name="logout"),
        path("kiosk/", include("checkin.urls.shell")),
        path("kiosk/", include("checkin.urls.kiosk")),
        path("desk/", include("checkin.urls.desk")),
        path("reports/", include("reports.urls")),
        path("display/", include("checkin.urls.display")),
        prefix_default_language=False,
    ),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
