"""The sticker sets there are. The client draws them; what is not named here is refused."""

from __future__ import annotations

SETS: dict[str, tuple[str, ...]] = {
    "majlis": (
        "salam", "ahlan", "shukran", "afwan", "mabrook", "inshallah", "mashallah", "yalla", "coffee", "dates",
        "camel", "palm", "moon", "heart", "laugh", "cry", "angry", "sleepy", "thumbs-up", "birthday",
    ),
}  # fmt: skip


def exists(set_name: str, name: str) -> bool:
    """Whether the host has this sticker."""
    return name in SETS.get(set_name, ())
