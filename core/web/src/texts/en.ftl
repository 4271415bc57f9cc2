# Every word the host says, in English. Same keys as ar.ftl; a test holds them together.

app-name = Majlis
tagline = Your mini-apps in one place. They know about you only what you allow.
loading = Loading
ok = OK
cancel = Cancel
close = Close
back = Back
more = More
retry = Try again
refresh = Refresh
save = Save

## Signing in

login-title = Welcome back
login-lead = Sign in to your majlis.
signup-title = Join the majlis
signup-lead = A name is enough. No phone number, no e-mail.
username = Username
username-hint = Small letters a to z, digits, dot or underscore. Starts with a letter.
password = Password
password-hint = At least 8 characters.
password-show = Show password
display-name = Your name
display-name-hint = This is what others see.
log-in = Sign in
sign-up = Create account
to-sign-up = New here?
to-log-in = Already have an account?
log-out = Sign out
ended-title = You were signed out
form-username-empty = Enter your username.
form-username-form = 3 to 32 characters: a to z, digits, dot or underscore, starting with a letter.
form-password-empty = Enter your password.
form-password-short = At least 8 characters, please.
form-name-empty = Enter the name others will see.

## Home

nav-label = Main
nav-apps = Apps
nav-me = Me
greeting = Hello, { $name }
apps-title = Apps
apps-lead = Small apps, each one reviewed; they get only what you allow.
apps-search = Search apps
apps-empty-title = No apps yet
apps-empty-text = As soon as one is approved it shows up here.
apps-none-found = Nothing is called “{ $query }”
apps-none-found-text = Try another word.
apps-failed = The apps could not be loaded

## Me

me-title = Me
settings-look = Look and language
settings-language = Language
settings-theme = Colours
theme-auto = Auto
theme-light = Light
theme-dark = Dark
settings-digits = Digits
digits-latn = 123
digits-arab = ١٢٣
settings-calendar = Calendar
calendar-gregory = Gregorian
calendar-umalqura = Hijri
me-security = Security and privacy
devices-title = Devices
devices-lead = Everywhere your account is signed in. Anything you do not know? Sign it out.
devices-row = Where you are signed in
device-current = This device
device-seen = Active { $when }
device-since = Signed in { $when }
device-unnamed = Unnamed device
device-revoke = Sign out
device-revoke-title = Sign “{ $name }” out?
device-revoke-text = It needs the password to come back.
device-revoked = Signed out.
devices-empty = No other devices
privacy-title = App permissions
privacy-row = What you allowed each app
privacy-lead = Take something back and it stops at the app's very next step.
privacy-empty-title = Nothing allowed yet
privacy-empty-text = An app asks when it needs something, never before.
grant-allowed = Allowed
grant-denied = Not allowed
grant-revoked = Taken back

## In an app

capsule = App controls
close-app = Close app
opening = Opening { $app }…
still-opening = This takes longer than usual. The app is still being opened.
open-failed = { $app } did not open
trouble-title = This is not the newest state
still-working = Still working on it…
stop-waiting = Stop waiting
late-title = No answer yet
late-text = Trying again is safe: the same tap never counts twice.
offline-title = No connection
offline-text = We keep trying. You can read on.
offline-seen = Last update { $when }. We keep trying, and you can read on.
offline-bar = No connection. Trying again…
reconnect-now = Try now
back-online = Connected again
menu-about = About this app
menu-permissions = Permissions
menu-reload = Start again
about-developer = Made by
about-version = Version
about-reviewed = Reviewed
about-not-reviewed = Not reviewed
about-runtime = Runs as
about-unknown = Unknown
runtime-runner = Standard
runtime-runner-hint = The app runs sealed off from everything else and reaches only what you allow. A faster version of it is being prepared.
runtime-snapshot = Fast
runtime-snapshot-hint = Prepared ahead so that it opens faster. It runs sealed off from everything else and reaches only what you allow.
permissions-of = What { $app } may do
permissions-none = This app asks for nothing.
stepper-less = Less: { $label }
stepper-more = More: { $label }

## Consent

consent-title = { $app } asks you
consent-sentence = { $app } asks to { $what }.
consent-allow = Allow
consent-not-now = Not now
consent-reason-of = { $app } says why
consent-note = You can take this back at any time under Me, App permissions.
scope-profile-name = see the name you use in Majlis
scope-wallet-order = request payments from you; you approve each one yourself
scope-messages-send = send messages to conversations you choose
scope-places-search = search for places and routes
scope-other = use “{ $scope }”

## Fields of apps

field-required = Please fill this in.
field-too-long = That is too long.
field-email = This does not look like an e-mail address.
field-phone = This does not look like a phone number.
field-number = Please enter a number.
field-not-an-option = Choose one of the options.
field-range = This is outside the allowed range.
field-step = This number does not fit the steps.
field-characters = This has characters that are not allowed.
field-type = This does not fit here.
field-invalid = This does not fit here.

## Simulator and gallery

sim-title = Simulator
sim-log = Event log
sim-clear = Clear
sim-empty = Tap something in a phone and its frames show up here.
sim-path = Path
sim-open = Open
sim-sent = Sent
sim-received = Received
sim-guest = In the sandbox
gallery-title = Component gallery

## Operators

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
op-snapshot = Build
snapshot-state-unspecified = Not built
snapshot-state-pending = Being built
snapshot-state-ready = Ready
snapshot-state-failed = Failed
version-state-unspecified = Unknown
version-state-draft = Uploaded
version-state-checking = Being checked
version-state-changes-needed = Changes needed
version-state-in-review = In review
version-state-rejected = Rejected
version-state-approved = Approved
version-state-pilot = Pilot
version-state-rollout = Rollout
version-state-paused = Paused
version-state-released = Released
version-state-superseded = Superseded
version-state-reverted = Reverted
version-state-suspended = Suspended
version-state-taken-down = Taken down

## What went wrong: what happened, and what to do

error-unknown = Something went wrong. Try again in a moment.
error-offline = Majlis cannot be reached. Check the connection and try again.
error-client-crashed = This page ran into a mistake of ours. Reload it.
error-unauthenticated = You are signed out. Sign in again.
error-permission-denied = Your account may not do this.
error-not-found = This does not exist any more.
error-unimplemented = This host cannot do that yet.
error-method-unknown = This host cannot do that yet.
error-internal = Something broke on our side. Nothing was lost; try again.
error-unavailable = Majlis is not answering right now. Try again in a moment.
error-service-unavailable = Majlis is not answering right now. Try again in a moment.
error-database-unavailable = Majlis cannot save anything right now. Try again in a moment.
error-deadline-exceeded = This took too long. Trying again is safe.
error-resource-exhausted = Too much at once. Wait a moment and try again.
error-rate-limited = Too many tries. Wait a moment and try again.
error-invalid-argument = Something in this form does not fit. Check it and try again.
error-request-id-reused = This was already sent with other contents. Start again.
error-page-token-invalid = This list has changed. Load it again.
error-credentials-invalid = The username or the password is not right.
error-username-taken = This username is taken. Choose another.
error-password-too-weak = This password is easy to guess. Choose a longer one.
error-session-expired = You were away for long. Sign in again.
error-session-revoked = This device was signed out for your safety. Sign in again.
error-device-not-found = This device is signed out already.
error-app-not-found = There is no such app, or it was taken back.
error-app-interrupted = The app was interrupted. Nothing happened; try again.
error-app-crashed = The app ran into an error. Nothing of this tap was kept. Try again, or tell its developer.
error-app-refused = The app did not accept this.
error-app-timed-out = The app took too long and was stopped. Nothing of this tap was kept.
error-app-out-of-fuel = The app computed for too long and was stopped. Nothing of this tap was kept.
error-app-out-of-memory = The app needed too much memory and was stopped. Nothing of this tap was kept.
error-app-host-calls-exceeded = The app asked the host for too much and was stopped. Nothing of this tap was kept.
error-app-answer-invalid = The app answered with a screen that cannot be shown. Nothing of this tap was kept.
error-app-screen-not-found = The app has no such page. Go back and try from the start.
error-artifact-unusable = This version cannot run here. Try again in a moment.
error-tree-invalid = The app answered with a screen that cannot be shown. Nothing of this tap was kept.
error-tree-too-large = The app's screen is too large. Nothing of this tap was kept.
error-stale-screen = The screen has changed. Look again, then tap.
error-event-invalid = This entry does not fit. Check it and try again.
error-event-conflict = Others changed the same thing at this moment. Tap again.
error-event-not-found = This did not happen. Try again.
error-revision-conflict = The screen has changed. Tap again.
error-session-not-found = The app was closed meanwhile. It opens again now.
error-consent-required = The app needs your permission first.
error-scope-denied = You have not allowed the app this. You can change it under Permissions.
error-scope-not-granted = You have not allowed the app this. You can change it under Permissions.
error-scope-not-declared = The app asked for something it never announced, so it does not get it.
error-read-only = The app tried to change something while only showing. Nothing was changed.
error-document-not-found = What you are looking for is gone.
error-document-conflict = Somebody else changed this a moment ago. Try again.
error-document-too-large = The app wanted to save more than fits. Nothing was saved.
error-data-quota-exceeded = The app has no room left for you. Delete something in it, or tell its developer.
error-timer-limit-exceeded = The app has set too many timers. Tell its developer.
error-build-failed = This version could not be built. The report says why.
error-key-taken = This key belongs to another account. Register another.
error-package-invalid = This package cannot be read. Build it again.
error-manifest-invalid = The manifest has a mistake. Run majlis check.
error-signature-invalid = The signature does not match. Sign with a registered key.
error-app-id-taken = Another developer has this app id. Choose another.
error-version-not-found = There is no such version.
error-version-not-newer = This version is not newer than the last. Raise its code.
error-version-state-invalid = Somebody else decided on this version already. Load it again.
error-content-type-unsupported = This page and the host do not understand each other. Reload it.
error-frame-invalid = This page and the host do not understand each other. Reload it.
error-host-unknown = Majlis is not reached by this address. Open it by its own name.
error-origin-foreign = This came from another site, so it was not done.
error-login-rate-limited = Too many tries. Try again in { $wait }.
error-no-user = The app wanted something of a user while working by itself. Tell its developer.
error-timer-lease-lost = A timer of the app changed at this moment. Nothing was kept; try again.
error-state-too-large = The app wanted to remember more than fits. Nothing of this tap was kept.
error-reviewer-is-submitter = You sent this version yourself. Another operator has to judge it.
error-account-not-found = There is no such account.
error-transfer-not-found = There is no such transfer.
error-account-frozen = This account is frozen: nothing comes in or goes out.
error-account-not-frozen = No operator has frozen this account.
error-insufficient-funds = There is not enough money in the account.
error-hold-not-found = There is no such hold.
error-hold-expired = The hold's time was over, and all of it went back.
error-hold-already-captured = This hold was paid already.
error-hold-already-voided = This hold was given back already.
error-capture-exceeds-hold = This is more than was held.
error-transfer-refused = This transfer is not possible. Nothing was moved.
error-checkpoint-not-found = There is nothing in the ledger yet.
error-statement-too-long = This statement is too long. Choose a shorter time.
error-person-not-found = There is nobody like that, or they do not want to be found.
error-person-blocked = You block this person. Unblock them first.
error-too-many-requests = You asked many people. Wait for answers, or go on tomorrow.
error-people-limit-reached = Your list is full. Remove somebody first.
