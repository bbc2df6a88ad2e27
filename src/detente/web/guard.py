"""Who may ask: this computer, this browser, this page, and nobody else.

The server listens on the loopback only. Every request has to name it as its host (a foreign name that leads here is
refused: DNS rebinding) and, if it says where it comes from, come from it; 403 otherwise. The first address holds a
random token, which becomes a cookie that scripts cannot read and other sites do not send; 401 without it.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.words import say

CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
HOSTS = ("127.0.0.1", "localhost")
UPLOAD = 5_000_000  # bytes of a request


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(32)


class Guard:
    """Lets through what is allowed, and gives every answer the headers that keep it here."""

    def __init__(self, app: ASGIApp, port: int, token: str, language: str = "en") -> None:
        self.app, self.port, self.token, self.language = app, port, token, language
        self.cookie = f"detente-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = self._refused(Headers(scope=scope), scope)
        await (refused or self.app)(scope, receive, guarded)

    def _refused(self, headers: Headers, scope: Scope) -> ASGIApp | None:
        hosts = {f"{host}:{self.port}" for host in HOSTS}
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in hosts or (origin is not None and origin != f"http://{host}"):
            return self._say("host", 403)
        first = scope["method"] == "GET" and scope["path"] == "/"  # a link to the workbench may stand anywhere
        if not first and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return self._say("host", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > UPLOAD:
            return self._say("large", 413)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and first:
            right = secrets.compare_digest(given.encode(), self.token.encode())
            return self._welcome() if right else self._say("token", 401)
        return None if self._known(headers) else self._say("token", 401)

    def _known(self, headers: Headers) -> bool:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        except CookieError:
            return False
        return found is not None and secrets.compare_digest(found.value.encode(), self.token.encode())

    def _welcome(self) -> ASGIApp:
        """Take the token out of the address and put it into a cookie."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _say(self, key: str, status: int) -> ASGIApp:
        return PlainTextResponse(say(f"serve.refused.{key}", self.language), status)
