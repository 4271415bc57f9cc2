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
page-late = This page has not arrived
page-reload = Reload the page
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

## Chats

nav-chats = Chats
nav-unread =
    { $count ->
        [one] { $count } chat has news
       *[other] { $count } chats have news
    }
send = Send
chat-new = New chat
chat-new-group = New group
chat-new-group-hint = Pick from your contacts
chat-group-title = Name of the group
chat-create-group =
    { $count ->
        [0] Pick who is in it
        [one] Create with { $shown } person
       *[other] Create with { $shown } people
    }
chats-empty-title = It is quiet here
chats-empty-text = Write to somebody you know, and the chat shows here.
chats-none-open = Pick a chat from the list
chat-not-loaded = The chats have not arrived yet
chat-search-all = Search all chats
chat-search-here = Search this chat
chat-search-in = Search in { $title }
chat-search-messages = In messages
chat-search-more = More results
chat-search-nothing = No message has “{ $query }”
chat-search-failed = The search failed
chat-hit-from = { $name }:
chat-invitations = Invitations that wait for you
chat-invited = You are invited to “{ $title }”
chat-join = Join
chat-decline = No, thanks
chat-you = You
chat-someone = Somebody
chat-everybody = everybody
chat-draft = Draft:
chat-nothing-yet = No messages yet
chat-muted = Muted
chat-pinned = Pinned
chat-marked-unread = Marked unread
chat-more-than = { $count }+
chat-unread-label =
    { $count ->
        [one] { $count } unread message
       *[other] { $count } unread messages
    }
chat-mentions-label =
    { $count ->
        [one] You are mentioned once
       *[other] You are mentioned { $count } times
    }
chat-preview-mine = You: { $text }
chat-preview-from = { $name }: { $text }
chat-type-image = Photo
chat-type-file = File
chat-type-voice = Voice message
chat-type-video = Video
chat-type-location = Location
chat-type-contact = Contact
chat-type-sticker = Sticker
chat-type-card = App card
chat-type-unknown = A message this version cannot show
chat-open-image = Open the photo
chat-open-card = Open the app
chat-play = Play
chat-pause = Pause
chat-messages = Messages
chat-message = Message
chat-message-label = { $name }, { $when }
chat-message-menu = What can be done with the message
chat-conversation-menu = Settings of this chat
chat-members =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
chat-channel = Channel
chat-app = Messages of an app
chat-online = Online
chat-last-seen = Last seen { $when }
chat-typing-short = typing…
chat-typing =
    { $count ->
        [one] { $name } is typing…
       *[other] { $name } and others are typing…
    }
chat-announced = { $name }: { $text }
chat-begin = The chat begins here
chat-begin-joined = What was written before you joined is not shown
chat-unread-line = Unread messages
chat-to-end = To the newest messages
chat-to-date = Go to a date
chat-day = Which day
chat-go = Go
chat-to-replied = To the message this answers
chat-earlier-message = An earlier message
chat-edited = edited
chat-forwarded = Forwarded
chat-forwarded-done = Forwarded.
chat-recalled = This message was taken back
chat-recalled-mine = You took this message back
chat-tick-sent = Sent
chat-tick-delivered = Delivered
chat-tick-read = Read
chat-tick-waiting = Waiting to be sent
chat-tick-failed = Not sent
chat-try-again = Try again
chat-discard = Delete it
chat-offline = No connection. What you write is sent once it is back.
chat-write = Write a message
chat-attach = Attach
chat-mention = Whom do you mean?
chat-editing = Editing the message
chat-replying = Answering { $name }
chat-left = { $count } left
chat-over = { $count } too many
chat-react = React
chat-react-with = React with { $emoji }
chat-act-reply = Reply
chat-act-copy = Copy
chat-act-forward = Forward
chat-act-edit = Edit
chat-act-recall = Take back for everybody
chat-act-hide = Hide for me
chat-act-report = Report
chat-act-pick = Select
chat-copied = Copied.
chat-pick = Select the message
chat-pick-on = Selected
chat-pick-off = Not selected
chat-picked =
    { $count ->
        [0] Nothing selected
        [one] { $count } message selected
       *[other] { $count } messages selected
    }
chat-forward-to = Forward to
chat-recall-title = Take the message back?
chat-recall-text = It disappears for everybody; that it was taken back stays to be seen.
chat-hide-title =
    { $count ->
        [one] Hide the message?
       *[other] Hide { $count } messages?
    }
chat-hide-text = It disappears from your devices; others still see it.
chat-report-title = Report a message
chat-report-text = The moderators get a copy of this message. Its writer is not told who reported it.
chat-report-why = Why
chat-report-note = What happened?
chat-report-spam = Unwanted advertising
chat-report-fraud = Fraud
chat-report-harassment = Insults or threats
chat-report-violence = Violence
chat-report-sexual = Sexual content
chat-report-child-safety = A child in danger
chat-report-other = Something else
chat-reported = Your report has arrived.
chat-pin = Pin to the top
chat-unpin = Unpin
chat-mute = Mute
chat-unmute = Unmute
chat-mark-unread = Mark as unread
chat-marks-private = Do not show that I have read
chat-marks-share = Show that I have read
chat-closed-left = You are no longer in this chat.
chat-closed-silenced = An admin has stopped you from writing here.
chat-closed-contacts = No messages can be sent in this chat.
chat-closed-group = You cannot write here.
chat-closed-channel = Only the channel’s admins write here.
chat-closed-app = The app writes here, you read.
chat-line-added = { $actor } added { $name }
chat-line-joined = { $name } joined
chat-line-left = { $name } left
chat-line-removed = { $name } was removed
chat-line-role = { $name } is now: { $role }
chat-line-silenced = { $name } may not write for now
chat-line-unsilenced = { $name } may write again
chat-line-changed = Something in the chat changed
chat-line-made = { $actor } created “{ $title }”
chat-line-settings = { $actor } changed the settings of “{ $title }”
chat-line-begun = The chat began
chat-line-added-you = { $actor } added you
chat-line-added-by-you = You added { $name }
chat-line-joined-you = You joined
chat-line-left-you = You left
chat-line-removed-you = You were removed
chat-line-role-you = You are now: { $role }
chat-line-silenced-you = You may not write for now
chat-line-unsilenced-you = You may write again
chat-line-made-by-you = You created “{ $title }”
chat-line-settings-by-you = You changed the settings of “{ $title }”
chat-role-owner = owner
chat-role-admin = admin
chat-role-member = member
chat-role-reader = reader

## Contacts

contacts-title = Contacts
contacts-search = Search your contacts
contacts-failed = The contacts could not be loaded
contacts-empty-title = No contacts yet
contacts-empty-text = Add people you know by their username or link.
contact-add = Add a contact
contact-add-hint = By username or link
contact-find = Find
contact-find-hint = As its owner writes it, like layla.s
contact-not-found = Nobody was found
contact-ask = Ask to connect
contact-asked = { $name } has your request.
contact-waits = You have asked; the answer is still to come.
contact-accept = Accept
contact-refuse = Refuse
contact-write = Open the chat
contact-requests = Requests
contact-my-link = Your link
contact-my-link-hint = Whoever has this link can ask to connect with you.
join-title = Invitation
join-failed = This link no longer works
join-ask = Ask to join
join-asked-title = Your request has arrived
join-asked-text = The chat opens when an admin says yes.

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
scope-messages-send = send you cards in a chat of its own, and offer you cards to share
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
note-warned =
    { $reason ->
        [spam] You sent unwanted advertising. Please stop; the next time may cost you your account.
        [fraud] You tried to cheat somebody. Please stop; the next time may cost you your account.
        [harassment] You insulted or threatened somebody. Please stop; the next time may cost you your account.
        [violence] You shared violence. Please stop; the next time may cost you your account.
        [sexual] You shared sexual content nobody asked for. Please stop; the next time may cost you your account.
        [child_safety] You shared what puts children in danger. Please stop; the next time may cost you your account.
       *[other] Something you wrote broke the rules of Majlis. Please stop; the next time may cost you your account.
    }
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
error-banned = You were removed from this chat for good. Only its admins can let you in again.
error-cards-off = This person has not allowed the app to send cards.
error-card-quota-exceeded = The app has sent enough new cards today. Try again tomorrow.
error-card-not-found = This card is no longer there. Open the app and ask for it again.
error-conversation-not-found = There is no such chat of yours.
error-edit-window-expired = It is too late to edit: that works for 48 hours after sending.
error-group-full = The group is full; nobody more fits in.
error-invite-expired = This invitation has expired. Ask for a new one.
error-invite-not-found = This invitation no longer works.
error-media-not-found = This file is no longer there for you.
error-media-quota-exceeded = Your space for files is full. Delete something and try again.
error-media-too-large = The file is larger than allowed.
error-media-type-refused = Files of this kind are not accepted.
error-media-unreadable = This file cannot be read; it may be damaged.
error-member-not-found = They are not a member here.
error-message-not-found = There is no such message.
error-message-recalled = This message was taken back.
error-message-too-large = The message is too long. Split it into several.
error-not-contacts = You cannot write to this person. Add them to your contacts first.
error-owner-must-transfer = Hand the ownership to another member before you leave.
error-recall-window-expired = It is too late to take this message back.
error-report-closed = This report has been decided already.
error-report-not-found = There is no such report.
error-role-missing = Only admins of this chat can do that.
error-silenced = An admin has stopped you from writing here.
error-too-many-invites = This chat has too many invitation links. End one of them first.
error-too-many-reactions = This message has too many kinds of reactions. Pick one that is there.
error-uploads-too-many = Too many files are being uploaded. Wait until some are done.
error-upload-incomplete = The file has not arrived completely. Try again.
error-upload-not-found = The upload was interrupted for too long. Start again.
error-upload-offset-wrong = The upload was interrupted. Try again.
error-too-many-reports = That is enough reports for one day. Try again tomorrow.
error-notification-rules-full = There are too many notification settings. Take some away first.
