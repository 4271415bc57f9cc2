"""Who the user is, as far as they let this app know. Scope profile.name."""

from __future__ import annotations

from miniapp import _host


def name() -> str:
    """The user's display name. The first call asks the user; ScopeDenied when they said no.

    While the host asks, this event is put away and runs again from its start afterwards.
    """
    return str(_host.call("profile-name", "GetName", {}).get("name", ""))
