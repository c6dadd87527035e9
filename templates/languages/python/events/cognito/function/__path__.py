"""A function for AWS Lambda that handles the triggers of a Cognito user pool."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_context import LambdaContext

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

# Whose addresses may sign up.
DOMAIN = "example.com"


def sign_up(request: dict[str, object]) -> dict[str, object]:
    """Decide whether somebody may sign up: replace this with what your pool is for.

    Return what changes in the response. If this raises an exception, Cognito refuses
    the user, who sees the message.
    """
    match request:
        case {"userAttributes": {"email": str(email)}} if email.lower().endswith(
            f"@{DOMAIN}"
        ):
            # Confirmed without a code. The address is not verified by that.
            return {"autoConfirmUser": True}
        case _:
            problem = f"expected an address at {DOMAIN}"
            raise ValueError(problem)


def confirmed(user_name: object) -> None:
    """Somebody has signed up: replace this, too.

    Cognito waits, and tries again if it takes longer than five seconds, so doing it
    again must do no harm.
    """
    logger.info("confirmed: %s", user_name)


def handler(event: dict[str, object], _context: LambdaContext) -> dict[str, object]:
    """Handle a trigger of a user pool, and return the whole event with the decision."""
    match event:
        case {
            "triggerSource": "PreSignUp_SignUp",
            "request": dict(request),
            "response": dict(response),
        }:
            return {**event, "response": {**response, **sign_up(request)}}
        case {
            "triggerSource": "PostConfirmation_ConfirmSignUp",
            "request": dict(),
            "response": dict(),
        }:
            confirmed(event.get("userName"))
            return event
        case {"triggerSource": str(source), "request": dict(), "response": dict()}:
            # What comes back as it is goes on as it would without the function.
            logger.info("nothing to do: %s", source)
            return event
        case _:
            problem = "expected an event of Cognito: triggerSource, request, response"
            raise TypeError(problem)
