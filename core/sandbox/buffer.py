"""What an event wrote so far: held back till its commit, and seen by its own reads. Pure.

A document that was read and then written is compared-and-set against the version that was read, so two events can
never lose each other's change; a key written twice is one write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.sandbox.errors import EventConflict
from majlis.appdata.v1 import appdata_service_pb2 as pb

Key = tuple[int, str]  # (document space, key)


class DocumentConflict(EventConflict):
    """The app asked for a version that is not there."""

    reason = "DOCUMENT_CONFLICT"


@dataclass(slots=True)
class EventBuffer:
    """One event's writes and the versions it read."""

    now_ms: int
    seen: dict[Key, int] = field(default_factory=dict)
    documents: dict[Key, pb.Write] = field(default_factory=dict)
    others: list[pb.Write] = field(default_factory=list)
    page_ends: dict[str, str] = field(default_factory=dict)  # page token → last key of the page before

    def writes(self) -> list[pb.Write]:
        """Everything to commit, documents first."""
        return [*self.documents.values(), *self.others]

    def put(self, request: pb.PutDocumentRequest) -> None:
        """Hold a document back. DOCUMENT_CONFLICT when if_version cannot be right any more."""
        key = (request.space, request.key)
        write = pb.Write(put_document=request)
        expected = self._expected(key, request.if_version if request.HasField("if_version") else None)
        write.put_document.ClearField("if_version")
        if expected is not None:
            write.put_document.if_version = expected
        self.documents[key] = write

    def delete(self, request: pb.DeleteDocumentRequest) -> None:
        """Hold a document's end back. DOCUMENT_CONFLICT when if_version cannot be right any more."""
        key = (request.space, request.key)
        write = pb.Write(delete_document=request)
        expected = self._expected(key, request.if_version if request.HasField("if_version") else None)
        write.delete_document.ClearField("if_version")
        if expected is not None:
            write.delete_document.if_version = expected
        self.documents[key] = write

    def add(self, write: pb.Write) -> None:
        """Hold a timer or topic back."""
        self.others.append(write)

    def _expected(self, key: Key, asked: int | None) -> int | None:
        """The version the database must hold at commit: what was read, else what the app asked for."""
        current = self._version_now(key)
        if asked is not None and current is not None and asked != current:
            raise DocumentConflict("the document has another version", key=key[1], version=current)
        if key in self.documents:
            return self._base(key)  # What the app asked for was a version this event made itself.
        return self.seen.get(key, asked)

    def _base(self, key: Key) -> int | None:
        held = self.documents.get(key)
        if held is None:
            return self.seen.get(key)
        change = held.put_document if held.HasField("put_document") else held.delete_document
        return change.if_version if change.HasField("if_version") else None

    def _version_now(self, key: Key) -> int | None:
        """The version the app would read: None where nothing is known of the key."""
        held = self.documents.get(key)
        if held is None:
            return self.seen.get(key)
        if held.HasField("delete_document"):
            return 0
        return (self._base(key) or 0) + 1

    def overlay(self, key: Key) -> tuple[bool, pb.Document | None]:
        """(True, what the event itself wrote under the key or None for removed), or (False, None)."""
        held = self.documents.get(key)
        if held is None:
            return False, None
        if held.HasField("delete_document"):
            return True, None
        put = held.put_document
        version = self._version_now(key) or 1
        return True, pb.Document(key=put.key, value_json=put.value_json, version=version, updated_at_ms=self.now_ms)

    def read(self, space: int, versions: Mapping[str, int]) -> None:
        """Remember which versions the database answered (0: no document); the first answer counts."""
        for key, version in versions.items():
            self.seen.setdefault((space, key), version)

    def merge_page(self, request: pb.QueryDocumentsRequest, page: pb.QueryDocumentsResponse) -> list[pb.Document]:
        """A page of a query as it would be had the event's writes been committed."""
        after = self.page_ends.get(request.page_token, "")
        until = page.documents[-1].key if page.next_page_token and page.documents else None
        if until is not None:
            self.page_ends[page.next_page_token] = until
        merged = {document.key: document for document in page.documents}
        for space, key in self.documents:
            if space != request.space or not key.startswith(request.prefix):
                continue
            _, document = self.overlay((space, key))
            if document is None:
                merged.pop(key, None)
            elif key in merged or (key > after and (until is None or key < until)):
                merged[key] = document
        return [merged[key] for key in sorted(merged)]
