"""The dependency of routes that are for somebody who is signed in, and for no key."""

from typing import Annotated

from fastapi import Depends, Request

from api.access.browser import check_unforged
from api.access.caller import present_of
from api.access.sessions import Present
from api.describing import Document
from api.parameters import refuse_unusable
from api.refusals import KeyMissing, SessionNeeded
from api.services import services_of


class _SignedIn:
    problems = (
        "key_missing",
        "session_over",
        "session_needed",
        "cross_site",
        "csrf_missing",
        "parameter_rejected",
        "store_busy",
        "store_unreachable",
    )

    async def __call__(self, request: Request) -> Present:
        if "authorization" in request.headers:
            raise SessionNeeded
        door = services_of(request).door
        present = await present_of(request, door)
        if present is None:
            raise KeyMissing
        request.state.key_id = present.sign_in.id
        await check_unforged(request, door, present)
        refuse_unusable(request)
        return present

    def describe(self, operation: Document) -> None:
        """The token that whatever changes something needs, for the OpenAPI document."""
        operation.setdefault("parameters", []).append(
            {
                "name": "X-CSRF-Token",
                "in": "header",
                "required": False,
                "description": "`csrf_token` of the session; needed by whatever changes something.",
                "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            }
        )


SignedIn = Annotated[Present, Depends(_SignedIn())]
