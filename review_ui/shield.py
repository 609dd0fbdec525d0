"""What stands before every route: whose host is asked for, what a browser may do with the
answer, and no traceback for anybody.

A page of another site can make a browser send requests here, even to 127.0.0.1, under a
name that it controls (DNS rebinding): a request that names no host of ours is refused, and
so is a write that another site asks for.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script, no inline style, nothing from elsewhere."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

QUIET = frozenset({"/sante", "/pret", "/metriques"})

logger = logging.getLogger(__name__)


class Shield:
    """The outermost layer. `fault` makes the page shown when the application failed."""

    def __init__(
        self,
        app: ASGIApp,
        fault: Callable[[Scope, Exception], Response],
        names: Collection[str] = (),
    ) -> None:
        self.app = app
        self.fault = fault
        self.names = LOOPBACK_NAMES | frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # we speak no WebSocket: the server closes it
        began = time.monotonic()
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(HEADERS)
                _note(scope, message["status"], time.monotonic() - began)
            await send(message)

        if why := refused(scope, self.names):
            await PlainTextResponse(why, status_code=400)(scope, receive, guarded)
            return
        try:
            await self.app(scope, receive, guarded)
        except Exception as error:
            logger.exception("demande_echouee", extra=_asked(scope))
            if started:
                raise
            await self.fault(scope, error)(scope, receive, guarded)


def _asked(scope: Scope) -> dict[str, object]:
    """Which route was asked for: what was written in its place may name a person."""
    route = getattr(scope.get("route"), "path", "?")
    return {"methode": scope["method"], "adresse": scope.get("root_path", "") + route}


def _note(scope: Scope, status: int, seconds: float) -> None:
    """A line for each request, but those that only ask whether we are there."""
    asked = _asked(scope)
    if asked["adresse"] not in QUIET and not scope["path"].startswith("/static/"):
        logger.info("demande", extra=asked | {"statut": status, "ms": round(seconds * 1000)})


def refused(scope: Scope, names: Collection[str]) -> str | None:
    """Why a request is not even looked at, or `None`."""
    if host_of(scope) not in names:
        return "Cette application ne répond que sous le nom localhost ou 127.0.0.1."
    asks = scope["method"] in SAFE and b"%00" in scope["query_string"]
    if asks or "\0" in scope["path"]:
        return "Adresse incomprise."  # no identifier holds a NUL, and PostgreSQL takes none
    if scope["method"] not in SAFE and not same_site(Headers(scope=scope)):
        return "Cette demande vient d'un autre site : elle est refusée."
    return None


def same_site(headers: Headers) -> bool:
    """Whether a write comes from a page of ours, as far as the browser says."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def host_of(scope: Scope) -> str:
    """The host that the browser thinks it talks to, without its port."""
    host = Headers(scope=scope).get("host", "").lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
