"""The host's rpcs as a developer's machine calls them: Connect JSON over HTTP, refusals as one exception with a reason.

The login (access token and refresh cookie) lies in ``$MAJLIS_HOME/login.json``, readable by its owner only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from majlis_devkit import keys

REFRESH_COOKIE = "majlis_refresh"
TIMEOUT_S = 30.0
_IDENTITY = "majlis.identity.v1.IdentityService"


class HostRefused(Exception):
    """The host answered no: ``reason`` is its stable word, ``metadata`` the facts."""

    def __init__(self, code: str, reason: str, message: str, metadata: Mapping[str, str]) -> None:
        super().__init__(message)
        self.code, self.reason, self.message, self.metadata = code, reason, message, metadata


class HostUnreachable(Exception):
    """Nobody answered, or not a Majlis host; ``args[0]`` is one sentence."""


class HostInvalid(Exception):
    """What was given is no address of a host; ``args[0]`` is one sentence."""


class NotLoggedIn(Exception):
    """There is no login on this machine, or the host ended it."""


@dataclass(frozen=True)
class Login:
    """Who is signed in where. The tokens are secrets."""

    url: str
    username: str
    access_token: str
    refresh_token: str


def login_path() -> Path:
    return keys.home() / "login.json"


def load_login() -> Login | None:
    """The login on this machine; None where there is none that can be read."""
    try:
        return Login(**json.loads(login_path().read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def save_login(login: Login) -> None:
    keys.write_private(login_path(), json.dumps(asdict(login)).encode())


def host_url(given: str) -> str:
    """The host's address with its scheme: http where it is left out and the host is this machine. ``HostInvalid``."""
    url = given if "://" in given else f"http://{given}"
    try:
        parts = urlsplit(url)
        name, _ = parts.hostname or "", parts.port
    except ValueError:
        raise HostInvalid(f"{given} is no address of a host") from None
    if parts.scheme not in ("http", "https") or not name:
        raise HostInvalid(f"{given} is no address of a host")
    if url != given and not _is_this_machine(name):
        raise HostInvalid(f"{given} lacks https:// before it")
    return url.rstrip("/")


def _is_this_machine(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


class HostApi:
    """Calls rpcs as the login; renews the access token once when the host says it has ended."""

    def __init__(
        self,
        url: str,
        login: Login | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        on_renewed: Callable[[Login], None] = save_login,
    ) -> None:
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, transport=transport, follow_redirects=False)
        self.url, self.login, self._on_renewed = url, login, on_renewed

    def close(self) -> None:
        self._http.close()

    def log_in(self, username: str, password: str, device_name: str) -> Login:
        """Sign in; the answer is not saved here."""
        request = {"username": username, "password": password, "device_name": device_name}
        response = self._post(f"{_IDENTITY}/LogIn", request, {})
        self.login = _login_of(response, self.url, username)
        return self.login

    def call(self, method: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """The response message of ``majlis.apps.v1.AppsService/GetVersion`` and the like."""
        if self.login is None:
            raise NotLoggedIn
        try:
            return _body(self._post(method, request, self._bearer()))
        except HostRefused as refused:
            if refused.code != "unauthenticated":
                raise
        self.renew()
        return _body(self._post(method, request, self._bearer()))

    def renew(self) -> None:
        """A fresh access token, with the roles the account has now. Raises ``NotLoggedIn`` when the host ended it."""
        if self.login is None:
            raise NotLoggedIn
        try:
            # In the message, as programs do: a cookie is for pages, and the gateway asks for their origin.
            response = self._post(f"{_IDENTITY}/RefreshSession", {"refresh_token": self.login.refresh_token}, {})
        except HostRefused:
            raise NotLoggedIn from None
        renewed = _login_of(response, self.url, self.login.username)
        # A host that does not rotate leaves the cookie as it was.
        self.login = renewed if renewed.refresh_token else replace(renewed, refresh_token=self.login.refresh_token)
        self._on_renewed(self.login)

    def _bearer(self) -> dict[str, str]:
        assert self.login is not None
        return {"authorization": f"Bearer {self.login.access_token}"}

    def _post(self, method: str, request: Mapping[str, Any], headers: Mapping[str, str]) -> httpx.Response:
        self._http.cookies.clear()  # The refresh token is sent where it is meant, never by the way.
        try:
            response = self._http.post(
                f"/{method}", json=dict(request), headers={**headers, "connect-protocol-version": "1"}
            )
        except httpx.HTTPError as unreachable:
            raise HostUnreachable(f"{self.url} does not answer ({type(unreachable).__name__})") from None
        if response.status_code != 200:
            raise _refusal(response)
        return response


def _body(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HostUnreachable(f"{response.url.host} does not answer like a Majlis host")
    return body


def _login_of(response: httpx.Response, url: str, username: str) -> Login:
    signed_in = _body(response).get("signed_in") or {}
    token = signed_in.get("access_token")
    if not isinstance(token, str) or not token:
        raise HostUnreachable(f"{url} does not answer like a Majlis host")
    return Login(url, username, token, response.cookies.get(REFRESH_COOKIE) or "")


def _refusal(response: httpx.Response) -> Exception:
    """The ErrorInfo of a Connect error; a page of some proxy is no refusal."""
    try:
        error = response.json()
        code, message = str(error["code"]), str(error.get("message") or "")
    except (ValueError, KeyError, TypeError):
        return HostUnreachable(f"{response.url.host} answered {response.status_code}, and not like a Majlis host")
    details = error.get("details") or ()
    info = next((one.get("debug") or {} for one in details if "ErrorInfo" in str(one.get("type"))), {})
    metadata = {str(name): str(value) for name, value in (info.get("metadata") or {}).items()}
    return HostRefused(code, str(info.get("reason") or code.upper()), message, metadata)
