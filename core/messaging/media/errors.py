"""Why media refuses. Each reason has a sentence in every language of the client."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class MediaNotFound(DomainError):
    """There is no such file for this caller: not there, not finished, taken back, or not theirs to see."""

    reason, code = "MEDIA_NOT_FOUND", StatusCode.NOT_FOUND


class UploadNotFound(DomainError):
    """The caller has no such upload: given up, expired or never begun."""

    reason, code = "UPLOAD_NOT_FOUND", StatusCode.NOT_FOUND


class UploadOffsetWrong(DomainError):
    """The piece does not begin where the upload goes on, which is `received_bytes`."""

    reason, code = "UPLOAD_OFFSET_WRONG", StatusCode.FAILED_PRECONDITION


class UploadIncomplete(DomainError):
    """Only `received_bytes` of `size_bytes` are here."""

    reason, code = "UPLOAD_INCOMPLETE", StatusCode.FAILED_PRECONDITION


class UploadsTooMany(DomainError):
    """The caller has `uploads_max` unfinished uploads already."""

    reason, code = "UPLOADS_TOO_MANY", StatusCode.RESOURCE_EXHAUSTED


class MediaTooLarge(DomainError):
    """The file, or what became of it once it was cleaned, has more than `bytes_max`."""

    reason, code = "MEDIA_TOO_LARGE", StatusCode.INVALID_ARGUMENT


class MediaQuotaExceeded(DomainError):
    """The caller has `used_bytes` of `quota_bytes`, unfinished uploads included; this does not fit any more."""

    reason, code = "MEDIA_QUOTA_EXCEEDED", StatusCode.RESOURCE_EXHAUSTED


class MediaTypeRefused(DomainError):
    """What was uploaded cannot be used as this; `found` is the type the host found it to be."""

    reason, code = "MEDIA_TYPE_REFUSED", StatusCode.INVALID_ARGUMENT


class MediaUnreadable(DomainError):
    """The file is of a type that is taken but cannot be read; `why`: damaged, too_large_a_picture, too_much_work."""

    reason, code = "MEDIA_UNREADABLE", StatusCode.INVALID_ARGUMENT
