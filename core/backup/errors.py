"""Why a backup was not made or not restored, in one sentence for the operator."""

from __future__ import annotations


class BackupRefused(RuntimeError):
    """No backup was made; nothing of it is left."""


class BackupDamaged(RuntimeError):
    """The file is not a whole backup; the message names the first member that is not what it was."""


class RestoreRefused(RuntimeError):
    """Nothing was restored, and nothing was changed."""


class RestoreFailed(RuntimeError):
    """The restore ended in the middle; the message says what is left and what to do."""
