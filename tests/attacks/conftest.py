"""The service that is attacked: the one of the route tests."""

from tests.http.conftest import lone_service, service

__all__ = ["lone_service", "service"]
