"""What of Layla's files is put before Mallory, and how a start of an upload is carried out once."""

from __future__ import annotations

import uuid
from typing import Any

from tests.support.mallory_chat import Calls

# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "AppendUpload": ({"upload_id": "upload"}, {"piece": "QUJD"}),
    "GetUpload": ({"upload_id": "upload"}, {}),
    "FinishUpload": ({"upload_id": "upload"}, {}),
    "CancelUpload": ({"upload_id": "upload"}, {}),
    "GetMediaLink": ({"conversation_id": "conversation"}, {"seq": 1}),
}
NAME_NOBODY = {"StartUpload", "GetMediaUsage"}
START: dict[str, Any] = {"kind": "MEDIA_KIND_FILE", "name": "secret.pdf", "size_bytes": 3}
CHANGED: dict[str, dict[str, Any]] = {"StartUpload": {"name": "another.pdf"}}


async def things(house: Calls) -> dict[str, str]:
    """An upload of Layla's that waits for its first piece."""
    begun = await house.call("StartUpload", START | {"request_id": uuid.uuid4().hex}, house.layla)
    return {"upload": begun.upload.upload_id}
