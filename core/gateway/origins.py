"""Which of our origins a request is for, and whether the page that sent it is our own.

Users and operators have a host name each, so that cookies and tokens never meet. Any other name is refused: a foreign
name that resolves to this machine (DNS rebinding) must not reach the host with a reader's browser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.kit.caller import ADMIN, DEVELOPER, OPERATOR, PUBLIC, USER
from core.kit.config import Config, is_loopback
from core.kit.errors import DomainError, StatusCode
from core.kit.tokens import AUDIENCE_OPERATOR, AUDIENCE_USER

_HOST = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[a-z0-9.-]{1,253})(:[0-9]{1,5})?")


class HostUnknown(DomainError):
    """The Host header names no origin of this host."""

    reason, code = "HOST_UNKNOWN", StatusCode.PERMISSION_DENIED


class OriginForeign(DomainError):
    """The page that sent the request is not ours."""

    reason, code = "ORIGIN_FOREIGN", StatusCode.PERMISSION_DENIED


@dataclass(frozen=True, slots=True)
class Audience:
    """The people an origin serves: the token they hold, the methods they may reach, the page they get."""

    token: str
    access: frozenset[int]
    page: str


USERS = Audience(AUDIENCE_USER, frozenset({PUBLIC, USER, DEVELOPER}), "host")
OPERATORS = Audience(AUDIENCE_OPERATOR, frozenset({PUBLIC, OPERATOR, ADMIN}), "operator")


@dataclass(frozen=True, slots=True)
class Origin:
    """One of our origins as this request reached it; `authority` is name and port as the browser sees them."""

    audience: Audience
    authority: str
    secure: bool

    def check_page(self, sent_by: Sequence[str], *, required: bool) -> None:
        """ORIGIN_FOREIGN unless the Origin header names this very origin; programs send none, where that is allowed."""
        if not sent_by and not required:
            return
        schemes = ("https",) if self.secure else ("http", "https")
        if list(sent_by) not in [[f"{scheme}://{self.authority}"] for scheme in schemes]:
            raise OriginForeign("this page may not ask for that", origin=",".join(sent_by)[:200])


class Origins:
    """Tells the users' from the operators' origin by the Host header."""

    def __init__(self, config: Config) -> None:
        self._operators = config.operator_host
        self._users = {config.public_host}
        if config.is_loopback:
            self._users |= {"localhost", "127.0.0.1", "[::1]", config.host}

    def find(self, hosts: Sequence[str]) -> Origin:
        """The origin a request's Host headers name. HOST_UNKNOWN for none, several or a foreign one."""
        authority = hosts[0].lower() if len(hosts) == 1 else ""
        match = _HOST.fullmatch(authority)
        name = match[1] if match else ""
        secure = not (is_loopback(name) or name.endswith(".localhost"))
        if name == self._operators:
            return Origin(OPERATORS, authority, secure)
        if name in self._users:
            return Origin(USERS, authority, secure)
        raise HostUnknown("no such host here", host=authority[:200])
