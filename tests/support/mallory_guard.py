"""What of Layla's safety is put before Mallory: nothing but apps, for a PIN and its limits are the caller's own."""

from __future__ import annotations

from typing import Any

# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "SetLimit": (
        {"app_id": "unreleased_app"},
        {"currency_code": "SAR", "daily_max_minor": 1, "approval": {"pin": "493028"}},
    ),
}
NAME_NOBODY = {"GetGuard", "SetPin", "ChangePin", "ResetPin", "CancelPinReset", "SetMark", "ListLimits"}
