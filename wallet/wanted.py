"""Which lines of a statement somebody wants to see, as their request says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from core.kit import folding
from majlis.wallet.v1 import wallet_service_pb2 as pb


@dataclass(frozen=True, slots=True)
class Wanted:
    """A direction, a kind, words and whether the total changed; what is not said wants all."""

    direction: int = pb.DIRECTION_UNSPECIFIED
    label_kind: int = pb.LABEL_KIND_UNSPECIFIED
    words: tuple[str, ...] = ()
    moved_only: bool = False

    @classmethod
    def of(cls, request: pb.ListTransfersRequest) -> Self:
        return cls(request.direction, request.label_kind, tuple(folding.plain(request.query)), request.moved_only)

    @property
    def everything(self) -> bool:
        return self == Wanted()

    def takes(self, line: pb.StatementLine) -> bool:
        """True where the line is one of those; each word of a query begins a word of the line's label."""
        if self.direction and line.direction != self.direction:
            return False
        if self.label_kind and line.label.kind != self.label_kind:
            return False
        if self.moved_only and not line.moved_minor:
            return False
        return not self.words or self._in(line.label)

    def _in(self, label: pb.Label) -> bool:
        there = folding.plain(" ".join((label.note, label.title_ar, label.title_en, label.name)))
        return all(any(word.startswith(asked) for word in there) for asked in self.words)
