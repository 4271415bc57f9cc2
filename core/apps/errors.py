"""Why the apps service refuses: one class per reason."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class AppNotFound(DomainError):
    """Nothing is released under this app id."""

    reason, code = "APP_NOT_FOUND", StatusCode.NOT_FOUND


class AppSuspended(DomainError):
    """The app is switched off for now: its events failed the sandbox too often. Nothing of it is lost."""

    reason, code = "APP_SUSPENDED", StatusCode.FAILED_PRECONDITION


class AssetNotFound(DomainError):
    """This version of the app has no such picture."""

    reason, code = "ASSET_NOT_FOUND", StatusCode.NOT_FOUND


class VersionNotFound(DomainError):
    """There is no such version, or it is somebody else's; the two answer alike."""

    reason, code = "VERSION_NOT_FOUND", StatusCode.NOT_FOUND


class VersionStateInvalid(DomainError):
    """The version stands where this step cannot be taken from; `state` says where."""

    reason, code = "VERSION_STATE_INVALID", StatusCode.FAILED_PRECONDITION


class VersionNotNewer(DomainError):
    """The version code must be greater than `newest_code`."""

    reason, code = "VERSION_NOT_NEWER", StatusCode.FAILED_PRECONDITION


class AppIdTaken(DomainError):
    """Another developer's app has this id, in this or another spelling; or the caller's own app spells it otherwise."""

    reason, code = "APP_ID_TAKEN", StatusCode.ALREADY_EXISTS


class PackageInvalid(DomainError):
    """The package cannot be taken; `code`, `where` and `text_ar` are those of the finding that `majlis check` shows."""

    reason, code = "PACKAGE_INVALID", StatusCode.INVALID_ARGUMENT


class SignatureInvalid(DomainError):
    """The package is not signed with a key registered by who sends it; `why` is a stable word."""

    reason, code = "SIGNATURE_INVALID", StatusCode.INVALID_ARGUMENT


class KeyTaken(DomainError):
    """The public key is registered by another account."""

    reason, code = "KEY_TAKEN", StatusCode.ALREADY_EXISTS


class ReviewerIsSubmitter(DomainError):
    """Nobody approves what they submitted themselves."""

    reason, code = "REVIEWER_IS_SUBMITTER", StatusCode.PERMISSION_DENIED


class ScopeNotDeclared(DomainError):
    """The released version does not ask for this scope."""

    reason, code = "SCOPE_NOT_DECLARED", StatusCode.PERMISSION_DENIED
