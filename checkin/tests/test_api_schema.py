"""The tablets' API as its own description says it: no server error and no undocumented answer, whatever is sent."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from checkin.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
schema.app, schema.location = WSGIHandler(), "/openapi.json"


@pytest.fixture
def one_connection():
    """The application runs within the test's transaction; what ends a real request would close its connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@pytest.mark.parametrize("trusted", [True, False])
def test_every_answer_is_a_documented_one(case, device_and_token, one_connection, trusted):
    case.headers["Authorization"] = f"Device {device_and_token[1]}" if trusted else "Device nobody"
    case.headers["Accept-Encoding"] = "identity"  # the client that asks cannot unpack
    case.call_and_validate(checks=CHECKS)
