"""An upload in a process of its own that says each thing once it was answered, for tests that kill it there.

`python -m tests.support.media_killed DATABASE_URL DATA_DIR`: goes on where the upload is, and finishes it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.clock import SystemClock
from core.kit.db import connect
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.messaging.running import Messaging
from majlis.messaging.v1 import media_service_pb2 as pb
from majlis.messaging.v1.media_service_rpc import MediaServiceClient

LAYLA = Caller.user("usr_layla")
PIECE_BYTES = 1000
CONTENT = bytes(range(250)) * 20  # Five pieces.


async def main(url: str, data_dir: Path) -> None:
    clock, db = SystemClock(), connect(url)
    chain = Chain(clock=clock)
    messaging = Messaging(
        db=db, clock=clock, ids=IdMaker(clock), bus=InProcessBus(), channel=chain, data_dir=data_dir
    )  # fmt: skip
    for service, implementation in messaging.services.items():
        chain.serve(service, implementation)
    await messaging.media.sweep.once()
    media = MediaServiceClient(chain)
    start = pb.StartUploadRequest(
        request_id="one", kind=pb.MEDIA_KIND_FILE, name="film.bin", size_bytes=len(CONTENT)
    )  # fmt: skip
    upload = (await media.start_upload(start, caller=LAYLA)).upload
    say(f"at {upload.received_bytes}")
    while upload.received_bytes < len(CONTENT):
        at = upload.received_bytes
        piece = CONTENT[at : at + PIECE_BYTES]
        request = pb.AppendUploadRequest(upload_id=upload.upload_id, offset_bytes=at, piece=piece)
        upload = (await media.append_upload(request, caller=LAYLA)).upload
        say(f"at {upload.received_bytes}")
    finish = pb.FinishUploadRequest(upload_id=upload.upload_id)
    say(f"finished {(await media.finish_upload(finish, caller=LAYLA)).media.media_id}")
    db.close()


def say(line: str) -> None:
    """Written out at once, so that it is not lost with the process."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
