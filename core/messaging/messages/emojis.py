"""One emoji, as Unicode lists it, written in one way.

The list is the `emoji` package's: which sequences are one emoji (families, flags, skin tones) is data of Unicode that
grows every year, and no rule over graphemes tells an emoji from any other sign.
"""

from __future__ import annotations

import emoji

from core.kit.errors import InvalidArgument

_VARIATION = "\ufe0f"  # With and without it is the same emoji to people.
_QUALIFIED = emoji.STATUS["fully_qualified"]
_WHOLE = {
    sign.replace(_VARIATION, ""): sign for sign, facts in emoji.EMOJI_DATA.items() if facts["status"] == _QUALIFIED
}


def one(written: str) -> str:
    """The emoji in its full form. INVALID_ARGUMENT for anything but exactly one."""
    try:
        return _WHOLE[written.replace(_VARIATION, "")]
    except KeyError:
        raise InvalidArgument("emoji: is not one emoji", field="emoji", why="is not one emoji") from None
