"""Media calls as tests make them, over a `chat` desk; and pictures, films and sounds made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from core.kit.caller import Caller
from core.messaging.media import store
from core.messaging.media.limits import PIECE_BYTES_MAX
from majlis.messaging.v1 import media_service_pb2 as pb
from majlis.messaging.v1.media_service_rpc import MediaServiceClient
from tests.support.chat_desk import ChatDesk, request_id

IMAGE, FILE, VOICE, VIDEO = pb.MEDIA_KIND_IMAGE, pb.MEDIA_KIND_FILE, pb.MEDIA_KIND_VOICE, pb.MEDIA_KIND_VIDEO
GATEWAY = Caller.of_service("gateway")


class MediaDesk:
    """`client` is the service; `folder` is where its bytes are."""

    def __init__(self, chat: ChatDesk, data_dir: Path) -> None:
        self.chat = chat
        self.client = MediaServiceClient(chat.chain)
        self.folder = data_dir / "media"
        self.sweep = chat.messaging.media.sweep

    async def start(
        self, who: Caller, size: int, *, kind: pb.MediaKind.ValueType = FILE, name: str = "notes.bin", request: str = ""
    ) -> pb.UploadState:
        asked = pb.StartUploadRequest(request_id=request or request_id(), kind=kind, name=name, size_bytes=size)
        return (await self.client.start_upload(asked, caller=who)).upload

    async def append(self, who: Caller, upload_id: str, offset: int, piece: bytes) -> pb.UploadState:
        asked = pb.AppendUploadRequest(upload_id=upload_id, offset_bytes=offset, piece=piece)
        return (await self.client.append_upload(asked, caller=who)).upload

    async def finish(self, who: Caller, upload_id: str) -> pb.Media:
        return (await self.client.finish_upload(pb.FinishUploadRequest(upload_id=upload_id), caller=who)).media

    async def fill(self, who: Caller, upload_id: str, content: bytes) -> None:
        """Send all of it."""
        for at in range(0, len(content), PIECE_BYTES_MAX):
            await self.append(who, upload_id, at, content[at : at + PIECE_BYTES_MAX])

    async def upload(
        self, who: Caller, content: bytes, *, kind: pb.MediaKind.ValueType = FILE, name: str = "notes.bin"
    ) -> pb.Media:
        """A finished file."""
        upload = await self.start(who, len(content), kind=kind, name=name)
        await self.fill(who, upload.upload_id, content)
        return await self.finish(who, upload.upload_id)

    async def show(self, who: Caller, conversation_id: str, media: pb.Media) -> int:
        """The number of a message that shows it."""
        seq = await self.chat.send(who, conversation_id, "look")

        def claim(tx: store.Transaction) -> None:
            claimed = store.claim(tx, who.user_id, media.media_id, media.kind)
            store.use(tx, claimed.media_id, conversation_id, seq)

        await self.chat.write(claim)
        return seq

    async def release(self, conversation_id: str, *seqs: int) -> None:
        """What a recall does to the message's files."""
        await self.chat.write(lambda tx: store.release(tx, conversation_id, seqs))

    async def link(self, who: Caller, conversation_id: str, seq: int, *, thumbnail: bool = False) -> str:
        """The token of a link."""
        asked = pb.GetMediaLinkRequest(conversation_id=conversation_id, seq=seq, thumbnail=thumbnail)
        return (await self.client.get_media_link(asked, caller=who)).path.removeprefix("/media/")

    async def read(self, token: str, *, offset: int = 0, most: int = 0) -> tuple[pb.ReadMediaResponse, bytes]:
        """The first part and all bytes behind a link."""
        asked = pb.ReadMediaRequest(token=token, offset_bytes=offset, bytes_max=most)
        parts = [part async for part in self.client.read_media(asked, caller=GATEWAY)]
        return parts[0], b"".join(part.piece for part in parts)

    def files(self) -> list[Path]:
        """Everything on disk."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def holds(self, canary: bytes) -> bool:
        """True where any file on disk has these bytes."""
        return any(canary in path.read_bytes() for path in self.files())


def picture(
    form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", *, exif: Image.Exif | None = None,
    change: Callable[[Image.Image], None] = lambda image: None, **options: object,
) -> bytes:  # fmt: skip
    """An encoded picture, red on its left half so that turning it shows."""
    image = Image.new(mode, size)
    if mode in ("RGB", "RGBA"):
        image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1]))
    change(image)
    encoded = io.BytesIO()
    if exif is not None:
        options["exif"] = exif
    image.save(encoded, form, **options)
    return encoded.getvalue()


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(parts)
    return (len(body) + 8).to_bytes(4, "big") + name + body


def film(*, place: bytes = b"+21.4225+039.8262/", track: bytes = b"vide") -> bytes:
    """An MP4 with one track of one sample, user data that says where it was made, and a date."""
    dates = b"\x00\x00\x00\x00" + b"\xe1\x11\x22\x33" * 2 + bytes(88)
    tables = (
        box(b"stsz", bytes(8), (1).to_bytes(4, "big"), (16).to_bytes(4, "big"))
        + box(b"stsc", bytes(4), (1).to_bytes(4, "big"), *[(1).to_bytes(4, "big")] * 3)
        + box(b"stco", bytes(4), (1).to_bytes(4, "big"), (32).to_bytes(4, "big"))
    )
    handler = box(b"hdlr", bytes(8), track, bytes(13))
    media = box(b"mdia", box(b"mdhd", dates), handler, box(b"minf", box(b"stbl", tables)))
    user = box(b"udta", box(b"\xa9xyz", len(place).to_bytes(2, "big"), b"\x15\xc7", place))
    samples = box(b"mdat", b"SAMPLE-of-track!")
    head = box(b"ftyp", b"isom", bytes(4), b"isommp42")
    moov = box(b"moov", box(b"mvhd", dates), box(b"trak", box(b"tkhd", dates), media), user)
    return head + samples + moov
