## What only the operators' page says.

op-title = Review
op-login-title = Operators' door
op-login-lead = Username, password and the six digits of your authenticator.
op-totp = Six digits
op-form-totp = Six digits from your authenticator.
op-queue = Waiting for review
op-queue-count =
    { $count ->
        [0] Nothing is waiting
        [one] { $count } version is waiting
       *[other] { $count } versions are waiting
    }
op-queue-empty = Nothing is waiting
op-queue-empty-text = New versions show up here when the checks have passed them.
op-submitted = Sent { $when }
op-version = Version { $name }
op-developer = Developer
op-package = Package
op-note = Note to the reviewer
op-scopes = What it asks for
op-scopes-none = It asks for nothing.
op-scope-added = New in this version
op-reason-ar = Reason in Arabic
op-reason-en = Reason in English
op-reason-missing = No reason given
op-findings = What the checks found
op-findings-none = The checks found nothing.
op-finding-error = Error
op-finding-warning = Warning
op-fix = Fix: { $fix }
op-files = Files
op-files-binary = Not text; { $size }.
op-hidden-characters =
    { $count ->
        [one] This file has { $count } invisible character that can hide code. It is marked in red.
       *[other] This file has { $count } invisible characters that can hide code. They are marked in red.
    }
op-life = Life of this version
op-by = by { $who }
op-verdict = Verdict
op-verdict-text = What the developer reads
op-verdict-hint = Name the file and line. Needed to reject.
op-verdict-empty = Say why, so that the developer can fix it.
op-approve = Approve and release
op-reject = Reject
op-approve-title = Release { $app } { $version } to everyone?
op-approve-text = Every user can open it as soon as you approve.
op-reject-title = Reject { $app } { $version }?
op-reject-text = The developer reads your reason and may send a new version.
op-approved = Approved. It is released.
op-rejected = Rejected. The developer has your reason.
op-suspended = Switched off by the host
op-suspended-ago = Switched off { $when }
op-suspension = Why it is switched off
op-suspension-lead = It went beyond the limits of an event again and again, so the host switched it off for everyone. Nothing of it is lost.
op-suspension-people = People it failed
op-suspension-of = { $people } of { $served } in { $window }
op-suspension-last = What happened last
op-suspension-incident = Find it in the host's log
op-trap-app-out-of-fuel = It computed for too long
op-trap-app-timed-out = It computed past its deadline
op-trap-app-out-of-memory = It needed too much memory
op-trap-app-host-calls-exceeded = It asked the host for too much
op-trap-app-crashed = It ended without an answer
op-resume = Switch on again
op-resume-hint = What has changed? The developer reads it.
op-resume-empty = Say why, so that the developer knows.
op-resume-title = Switch { $app } { $version } on again for everyone?
op-resume-text = It goes on where it stopped: open sessions, timers, payments. If it fails as before, the host switches it off again.
op-resumed = It runs again.
op-snapshot = Build
op-nav = Areas
op-nav-versions = Apps
op-nav-reports = Reports
op-reports = Reported messages
op-reports-count =
    { $count ->
        [one] one report waits
       *[other] { $count } reports wait
    }
op-reports-empty = No report waits
op-reports-empty-text = What people report shows up here, the oldest first.
op-reports-more = Show more
op-report-made = Reported { $when }
op-report-same =
    { $count ->
        [one] one report of this message
       *[other] { $count } reports of this message
    }
op-report-open = New
op-report-taken = Being looked at
op-report-closed = Decided
op-report-shown = What was reported
op-report-this = Reported
op-report-host = Majlis itself
op-report-someone = Somebody
op-report-gone = Decided; what was reported has been deleted and can be read by nobody.
op-report-hidden-characters =
    { $count ->
        [one] one invisible character
       *[other] { $count } invisible characters
    }
op-report-note = What the reporter wrote
op-report-sealed = This look is written down. Nobody is told who reported.
op-report-kind-direct = Between two people
op-report-kind-group = In a group
op-report-kind-channel = In a channel
op-report-kind-app = From a mini-app
op-report-actions = Who did what
op-report-action-read = Looked at it
op-report-action-closed = Decided
op-report-verdict = Decide
op-report-nothing-wrong = Nothing is wrong
op-report-nothing-wrong-hint = The message stays.
op-report-message-removed = Remove the message
op-report-message-removed-hint = It is taken back for everyone, for good.
op-report-warned = Warn its writer
op-report-warned-hint = They alone get a note; the message stays.
op-report-verdict-reason = Why you decide so
op-report-verdict-hint = For the record; up to 1,000 characters.
op-report-verdict-missing = Choose what is to be done.
op-report-verdict-empty = Say why.
op-report-close = Close the report
op-report-close-title = Close this report?
op-report-close-text = Afterwards nobody can read what was reported, you neither.
op-report-done = Decided.
