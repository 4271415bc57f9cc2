"""What an audit says: the first bad row in the ledger's order, how many more, and what was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wallet.chain import NO_BLOCK, Block

FINDINGS_MAX = 100  # Kept with their text; more are only counted.


class Finding(NamedTuple):
    """One bad row. `key` is its primary key; expected and found are None where the problem says it all."""

    table: str
    key: Any
    problem: str
    expected: Any = None
    found: Any = None

    def __str__(self) -> str:
        text = f"{self.table} {_shown(self.key)}: {self.problem}"
        if self.expected is None and self.found is None:
            return text
        return f"{text}: expected {_shown(self.expected)}, found {_shown(self.found)}"


@dataclass(slots=True)
class Report:
    """`first` is None when everything agrees; others may only follow from it."""

    accounts: int = 0
    transfers: int = 0
    burnt_ids: int = 0
    blocks: int = 0
    anchors: int = 0  # Receipts and checkpoints compared.
    newest_block: Block = NO_BLOCK
    findings: list[Finding] = field(default_factory=list)
    findings_count: int = 0

    @property
    def first(self) -> Finding | None:
        return self.findings[0] if self.findings else None

    @property
    def rows(self) -> int:
        return self.accounts + self.transfers + self.burnt_ids

    def add(self, finding: Finding) -> None:
        self.findings_count += 1
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(finding)

    def __str__(self) -> str:
        read = (
            f"{self.accounts} accounts, {self.transfers} transfers and {self.burnt_ids} burnt ids in {self.blocks} "
            f"blocks; {self.anchors} receipts and checkpoints"
        )
        if self.first is None:
            newest = self.newest_block
            return f"The ledger is whole: {read}.\nNewest block {newest.number}, hash {newest.hash.hex()}"
        lines = [f"THE LEDGER IS NOT WHOLE. First bad row: {self.first}"]
        if self.findings_count > 1:
            lines.append(f"{self.findings_count - 1} more, some of which may only follow from it:")
            lines += [f"  {finding}" for finding in self.findings[1:]]
        return "\n".join([*lines, f"Read: {read}."])


class Pending:
    """Findings of one stretch of rows, made in any order; `settle` hands them on in the ledger's."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._found: list[tuple[int, Finding]] = []

    def add(self, at: int, finding: Finding) -> None:
        """Note what was found at row `at`."""
        self._found.append((at, finding))

    def settle(self) -> None:
        if not self._found:
            return
        for _, finding in sorted(self._found, key=lambda found: found[0]):
            self._report.add(finding)
        self._found.clear()


def _shown(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex() or "nothing"
    if isinstance(value, tuple):
        return "(" + ", ".join(_shown(each) for each in value) + ")"
    return str(value)
