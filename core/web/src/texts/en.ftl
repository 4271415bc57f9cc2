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
nav-wallet = Wallet
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
me-people = People and notifications
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
chat-wallet =
    { $what ->
        [payment] Payment { $amount }
        [money_request] Money request { $amount }
        [split] Shared bill { $amount }
        [red_packet] Red packet
        [receipt] Receipt { $amount }
        [pin_reset] New PIN
       *[other] Wallet
    }
chat-type-unknown = A message this version cannot show
chat-open-image = Open the photo
chat-card-gone = This app is not available now.
chat-card-share = Share “{ $title }” in
chat-card-share-yes = Share
chat-card-shared = Shared.
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
chat-left = { $shown } left
chat-over =
    { $count ->
        [one] Too long to send by one character
       *[other] Too long to send by { $shown } characters
    }
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
chat-report-text = The operators of Majlis get a copy of this message and see up to five before it. Its writer is not told who reported it.
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
chat-edit-over = Too late to edit: 48 hours have passed.
chat-recall-over = Too late to take back: 2 minutes have passed.
chat-recall-file-over = Too late to take back: 3 hours have passed.
chat-covered = A message of somebody you blocked
chat-uncover = Show
chat-check = Check this conversation
chat-check-hint = That nothing was left out or changed
chat-check-title = Checking the conversation
chat-check-running = Checking…
chat-check-why = Everything that happens in a conversation is numbered and tied to what came before. Your device computes that chain itself and takes no one’s word for it.
chat-check-good =
    { $count ->
        [one] Checked: one update, nothing missing
       *[other] Checked: { $shown } updates, nothing missing
    }
chat-check-print = Its fingerprint at update { $seq }. Whoever sees the same one sees the same conversation.
chat-check-bad = Something is wrong with this conversation
chat-check-fault-missing = Update { $seq } is missing or out of place.
chat-check-fault-elsewhere = Update { $seq } belongs to another conversation.
chat-check-fault-changed = Update { $seq } is not what was recorded when it was made.
chat-check-fault-broken = The chain breaks at update { $seq }: something before it was changed.
chat-check-fault-told = At update { $seq } the record is not what the host told before.
chat-check-fault-gone = The words of update { $seq } are gone, and nothing in the record takes them back.
chat-check-fault-held = Message { $seq } as shown here is not what the record says.
chat-check-gone =
    { $count ->
        [one] The words of one update are gone. They may have been taken back after you left, where you cannot see it.
       *[other] The words of { $shown } updates are gone. They may have been taken back after you left, where you cannot see it.
    }
chat-check-insecure = Checking needs a secure connection (https).
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
contacts-search = Search contacts
contacts-failed = The contacts could not be loaded
contacts-empty-title = No contacts yet
contacts-empty-text = Add people you know by username, link or code.
contacts-none-found = Try another name.
contacts-count =
    { $count ->
        [one] { $count } contact
       *[other] { $count } contacts
    }
contacts-sent = Requests you sent
contacts-sent-hint = They wait for an answer; you can take them back.
contacts-row = People you know, and who asks to know you
contact-add = Add a contact
contact-add-short = Add
contact-add-hint = By username, link or code
contact-who = Username or link
contact-who-hint = Exactly as it is written, like layla.s
contact-find = Find
contact-not-found = Nobody found
contact-note = A word with your request
contact-note-hint = Optional, so that they know who you are.
contact-ask = Ask to connect
contact-asked = Your request reached { $name }.
contact-waits = You asked, and it waits for an answer.
contact-take-back = Take the request back
contact-taken-back = The request was taken back.
contact-accept = Accept
contact-refuse = Decline
contact-accepted = { $name } is a contact now.
contact-refused = Declined. They are not told.
contact-write = Open the conversation
contact-requests = Contact requests
contact-requests-hint = If you decline, they are not told.
contact-requests-count =
    { $count ->
        [one] { $count } contact request
       *[other] { $count } contact requests
    }
contact-my-code = Your code
contact-my-code-failed = Your code could not be loaded
contact-my-code-label = The code of { $name } on Majlis
contact-my-link-hint = Whoever scans this code or opens its link can ask to connect with you.
contact-renew = New code
contact-renew-title = A new code?
contact-renew-text = The present code and link stop working at once; nobody reaches you by them any more.
contact-renewed = You have a new code.
share-copy = Copy the link
share-share = Share
share-copy-failed = The browser did not allow copying. Select the link and copy it yourself.
saved = Saved.
file-saved = { $name } was downloaded
file-lost = { $name } did not arrive. Tap again to download it.
person-title = About this person
person-me = This is you.
person-calls-self = Known here as { $name }
person-asks = { $name } asks to connect with you.
person-alias = Your name for them
person-alias-row = Call them as you know them
person-alias-label = What do you call { $name }?
person-alias-hint = Only you see it. Leave it empty to go back to their own.
person-block = Block
person-block-title = Block { $name }?
person-block-text = No messages, requests or invitations of theirs reach you, and they are not told. In groups you share you both stay.
person-blocked-done = { $name } is blocked.
person-blocked = You block them
person-blocked-text = Nothing of theirs reaches you. Once unblocked, one of you has to ask to be in touch again.
person-blocked-short = Blocked
person-unblock = Unblock
person-unblocked = { $name } is no longer blocked.
person-remove = Remove from contacts
person-remove-title = Remove { $name }?
person-remove-text = You can write to each other again only after a new request. Earlier messages stay with you, and they are not told.
person-removed = { $name } is no longer a contact.
person-report-hint = To report what was written, press and hold the message itself, then “Report”.
reach-title = Who reaches you
reach-lead = Who finds you, who adds you, and what people see of you.
reach-row = Who finds and adds you, and whom you block
reach-find = Finding you
reach-found-by-username = By username
reach-found-by-username-hint = Whoever knows it exactly finds you
reach-found-by-code = By code and link
reach-found-by-code-hint = Whoever has your code finds you
reach-added-to-groups = Being added to groups
reach-added-to-groups-hint = Contacts add you at once; else they only invite you
reach-marks = What others see
reach-marks-hint = What you do not show of yourself, you do not see of others.
reach-read-marks = Read marks
reach-read-marks-hint = They know that you have read
reach-presence = Presence
reach-presence-hint = They know when you are here
blocked-title = Blocked people
blocked-row = People from whom nothing reaches you
blocked-lead = Nothing of theirs reaches you, and they do not know it.
blocked-empty = You block nobody
blocked-empty-text = You can block somebody on their page.

## Groups and channels

group-new-lead = All its members write in it; it holds up to five hundred.
group-who = Who joins?
group-make =
    { $count ->
        [0] Make the group
        [one] Make the group with { $count } person
       *[other] Make the group with { $count } people
    }
channel-new = New channel
channel-new-hint = You write, and whom you invite reads
channel-new-lead = You and its admins write; whoever has its link reads.
channel-title = Name of the channel
channel-make = Make the channel
channel-about = About this channel
channel-leave = Leave the channel
group-about = About this group
group-description = Description
group-description-hint = What it is for, and what belongs in it.
group-edit = Change name and description
group-add = Add people
group-add-yes =
    { $count ->
        [0] Add
        [one] Add { $count } person
       *[other] Add { $count } people
    }
group-add-nobody = Nobody to add
group-add-nobody-text = All your contacts are here, or you have none yet. You can invite by link.
group-added =
    { $count ->
        [one] { $count } person joined.
       *[other] { $count } people joined.
    }
group-invited =
    { $count ->
        [one] { $count } person who prefers to be asked was invited.
       *[other] { $count } people who prefer to be asked were invited.
    }
group-rules = For everybody
group-rule-history = Newcomers see what came before
group-rule-history-hint = Otherwise from when they join
group-rule-adding = Members add others
group-rule-adding-hint = Otherwise only admins
group-rule-approval = Approve who comes by a link
group-rule-approval-hint = They come in when an admin accepts
group-members-failed = The members could not be loaded
group-members-search = Search members
group-members-all = Show all { $count } members
group-you = { $name } (you)
group-leave = Leave the group
group-leave-yes = Leave
group-leave-title = Leave “{ $title }”?
group-leave-text = Its earlier messages stay with you; nothing new reaches you.
group-leave-owner-title = Hand it over first
group-leave-owner-text = You are the owner. Tap a member, choose “Hand over ownership”, then leave.
group-left = You left “{ $title }”.
group-banned = Kept out
group-banned-hint = They cannot come back by a link until you let them.
member-open = Their page
member-silenced = May not write now
member-silence = Stop from writing
member-silence-hint = Reads, but does not write
member-silence-done = { $name } may not write now.
member-unsilence = Let write again
member-unsilence-hint = Writes like everybody
member-unsilence-done = { $name } may write again.
member-make-admin = Make an admin
member-make-admin-hint = Adds, removes, takes back any message
member-make-admin-done = { $name } is an admin now.
member-unmake-admin = No longer an admin
member-unmake-admin-hint = Like everybody else
member-unmake-admin-done = { $name } is no longer an admin.
member-transfer = Hand over ownership
member-transfer-hint = They become the owner, you an admin
member-transfer-title = Hand over ownership to { $name }?
member-transfer-text = { $name } becomes the owner and you an admin. You cannot take it back yourself.
member-transfer-done = { $name } is the owner now.
member-remove = Remove
member-remove-hint = May come back by invitation or link
member-remove-title = Remove { $name }?
member-remove-text = Nothing new reaches them; earlier messages stay with them.
member-remove-done = { $name } was removed.
member-ban = Remove and keep out
member-ban-hint = Cannot come back by a link
member-ban-title = Remove { $name } and keep them out?
member-ban-text = They cannot come back by a link until an admin lets them.
member-ban-done = { $name } was removed and is kept out.
member-unban = Let back
member-unbanned = { $name } may come back by a link.
group-links = Invite links
group-links-row = A code and link that let people in
links-working = Links that work
links-empty = No links yet
links-empty-text = Make a link and send it to whom you like.
link-new = New link
link-make = Make the link
link-title = Invite link
link-label = Invitation code for “{ $title }”
link-end = End the link
link-end-title = End this link?
link-end-text = Nobody comes in by it any more. Who came by it stays.
link-ended = The link was ended.
link-until = Until { $when }
link-no-end = Without an end
link-over = Over
link-uses =
    { $count ->
        [0] Not used yet
        [one] Used once
       *[other] Used { $count } times
    }
link-uses-of = Used { $uses } of { $most }
link-approved = With approval
link-lives = Works for
link-lives-day = A day
link-lives-week = A week
link-lives-month = A month
link-lives-always = Always
link-uses-max = How many may use it
link-uses-any = Any number
link-uses-once = One person
link-uses-ten = Ten
link-uses-hundred = A hundred
link-approval = With an admin's approval
link-approval-hint = Whoever opens it asks, and comes in when accepted
join-title = Invitation
join-failed = This link does not work any more
join-text = You are invited to this group. Its members see you when you join.
join-text-channel = You are invited to this channel. You read what is written in it.
join-inside = You are in it.
join-ask = Ask to join
join-approval = An admin accepts your request first.
join-asked-title = Your request arrived
join-asked-text = The conversation opens when an admin accepts it.
join-yes = Let in
join-let-in = { $name } joined.
join-not-let-in = { $name } was not let in.
join-requests =
    { $count ->
        [one] { $count } request to join
       *[other] { $count } requests to join
    }
view-settings = For you alone
view-marks-hint = In this conversation only
mute-title = Mute notifications
mute-text = Messages arrive as usual; nothing of them disturbs you but what you allowed.
mute-hour = One hour
mute-eight-hours = Eight hours
mute-week = One week
mute-for-good = Until I unmute
mute-not = Not muted
mute-until = Muted until { $when }
mute-for-good-now = Muted until you unmute

## Notifications

notices-title = Notifications
notices-row = What reaches you, and when it keeps quiet
notices-lead = You decide; nobody who writes to you can override it.
notices-browser = Notifications of this browser
notices-browser-on = They appear while you do not look at this page.
notices-browser-off = Notifications appear inside Majlis only.
notices-browser-denied = The browser forbids them for this site. Allow them in its settings first.
notices-browser-none = This browser has none.
notices-kinds = Everywhere
notices-pierce = What reaches you through mute and quiet hours
notices-mentions-pierce = Who calls you by name
notices-mentions-pierce-hint = Even in a muted conversation
notices-payments-pierce = Money
notices-payments-pierce-hint = What came, and what is asked of you
notices-what = What they show
notices-previews = The words of the message
notices-previews-hint = Otherwise only who wrote it
notices-why-hint = To see why a notification came or did not, press and hold the message, then “Why was I told?”.
notice-kind-message = Messages
notice-kind-message-hint = All that is written to you
notice-kind-mention = Mentions
notice-kind-mention-hint = Who calls you, or everybody
notice-kind-reaction = Reactions
notice-kind-reaction-hint = To your messages
notice-kind-card = Cards of apps
notice-kind-card-hint = What apps send
notice-kind-payment = Money
notice-kind-payment-hint = What came, and what is asked of you
notice-kind-system = Invitations and safety
notice-kind-system-hint = Requests and notices of Majlis
notice-on = Sound
notice-silent = Silent
notice-off = Off
notice-as-set = As set
notice-kinds-here = Notifications of this conversation
notice-kinds-here-row = Other than everywhere else
notice-kinds-here-text = What you choose here comes before what you chose for everywhere.
quiet-title = Quiet hours
quiet-on = Quiet every day
quiet-hint = Notifications arrive without a sound.
quiet-from = From
quiet-to = To
quiet-zone = Time of
notice-many =
    { $count ->
        [one] { $count } new message
       *[other] { $count } new messages
    }
notice-reaction = Reacted with { $emoji }
notice-told-message = New message
notice-told-mention = You were mentioned
notice-told-reaction = A reaction to your message
notice-told-card = A card of an app
notice-told-payment = Something about your money
notice-told-system = An invitation or a notice
notice-invited = You are invited. Answer in the list of chats.
why-title = Why was I told, or not?
why-told = You are told about this message.
why-told-silently = It appeared without a sound.
why-not-told = You are not told about this message.
why-now = By your settings as they are now.
why-change-here = Settings of this conversation
why-change-everywhere = Notification settings
why-rule-not-notified = It is of the things nobody is told about.
why-rule-own-message = You wrote it.
why-rule-not-member = You are not in this conversation now.
why-rule-sender-blocked = You block who wrote it.
why-rule-recalled = This message was taken back.
why-rule-edited = It changes what was there before, and does not newly call you.
why-rule-app-off = You switched off the notifications of the app that sent it.
why-rule-reading-now = The conversation was open before you.
why-rule-already-read = You had read it already.
why-rule-setting-conversation = Because you chose so for this conversation.
why-rule-setting-app = Because you chose so for this app.
why-rule-default-channel = Channels do not notify you unless you ask for it there.
why-rule-setting-global = Because you chose so for everywhere.
why-rule-conversation-muted = You muted this conversation.
why-rule-quiet-hours = These are your quiet hours.
why-rule-mentions-pierce = It calls you by name, and you let that through mute and quiet hours.
why-rule-payments-pierce = It is about your money, and you let that through mute and quiet hours.
why-rule-default-on = This is the usual, unless you change it.
why-rule-default-silent = Reactions appear without a sound, unless you change it.
why-rule-other = A rule decided that this version cannot explain.
chat-act-why = Why was I told?

## Attaching

attach-photo = Photo or video
attach-voice = Voice note
attach-file = File
attach-place = Place
attach-contact = My contact
attach-sticker = Sticker
attach-pay = Pay
attach-ask = Request money
attach-split = Split a bill
attach-packet = Red packet
attach-choose-photo = Choose pictures
attach-choose-file = Choose files
attach-hint-photo = Where and with what a picture was taken is removed before anybody sees it. Up to { $max }.
attach-hint-file = The file arrives as it is. Up to { $max }.
attach-more = Add others
attach-caption = Caption
attach-drop = Without { $name }
attach-too-large = Something is larger than { $max }. Take it out, then send.
attach-empty = One of the files is empty. Take it out, then send.
attach-send =
    { $count ->
        [0] Send
        [one] Send
       *[other] Send all { $count }
    }
attach-contact-text = Your name arrives, and whoever reads here can ask to connect with you.
upload-list = Files on their way
upload-of = { $share } of { $size }
upload-going = Uploading…
upload-waiting = No connection. It goes on by itself.
upload-paused = Paused
upload-finishing = All of it arrived; it is being checked before it is sent…
upload-failed = Not sent
upload-pause = Pause { $name }
upload-resume = Resume { $name }
upload-cancel = Cancel { $name }
upload-leave = Some files have not arrived yet.
voice-recording = Recording. Nothing is sent before you tap “Send”.
voice-waiting = Asking for the microphone…
voice-too-short = Too short, so it was not sent.
voice-denied = The microphone is not allowed
voice-denied-text = Allow it for this site in the browser's settings, then try again.
voice-none = No microphone
voice-none-text = This device has no microphone, or another app is using it.
place-here = Where I am now
place-name = Name of the place
place-name-hint = Such as: the gate of the park
place-latitude = Latitude
place-longitude = Longitude
place-latitude-bad = From -90 to 90
place-longitude-bad = From -180 to 180
place-denied = This site may not know where you are. Type the coordinates, or allow it in the browser.
place-not-found = The device could not find where it is. Type the coordinates, or try again.
viewer-save = Save
viewer-no-video = This browser cannot play the video. Save it to play it elsewhere.
sticker-salam = Salam
sticker-ahlan = Welcome
sticker-shukran = Thank you
sticker-afwan = You are welcome
sticker-mabrook = Congratulations
sticker-inshallah = God willing
sticker-mashallah = Mashallah
sticker-yalla = Let's go
sticker-coffee = Coffee
sticker-dates = Dates
sticker-camel = Camel
sticker-palm = Palm
sticker-moon = Crescent
sticker-heart = Heart
sticker-laugh = Laughter
sticker-cry = Tears
sticker-angry = Anger
sticker-sleepy = Sleepy
sticker-birthday = Birthday
sticker-thumbs-up = Well done

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
resting-bar = Majlis is open in many windows. This one goes on when you return to it.
resting-end = Go on here
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
scope-wallet-mandate = offer you a standing permission to pay, which you approve yourself and can end at any time
scope-wallet-payee = pay you a part of what it sells
scope-messages-send = send you cards in a chat of its own, and offer you cards to share
scope-places-position = know where your device is for a stated time; you see that it does and stop it when you like
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
error-rate-limited = That was too often in a short time. Wait a moment and try again.
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
error-asset-not-found = This version of the app has no such picture.
error-app-interrupted = The app was interrupted. Nothing happened; try again.
error-app-crashed = The app ran into an error. Nothing of this tap was kept. Try again, or tell its developer.
error-app-busy = This app has used up its share of the machine for now. Nothing happened; wait a moment and try again.
error-app-suspended = This app is switched off for now, because it failed too often. Nothing of it is lost; come back later.
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
error-person-not-found = There is nobody like that, or they do not want to be found. Check the name, or ask for their link.
error-person-blocked = You block this person. Unblock them first.
error-too-many-requests = You asked many people to be in touch. Wait for answers, or go on tomorrow.
error-people-limit-reached = Your list is full. Remove somebody first.
error-banned = You were removed from this chat for good. Only its admins can let you in again.
error-cards-off = This person has not allowed the app to send cards.
error-card-quota-exceeded = The app has sent enough new cards today. Try again tomorrow.
error-card-not-found = This card is no longer there. Open the app and ask for it again.
error-conversation-not-found = You do not have this chat. Go back to your list.
error-edit-window-expired = It is too late to edit: that works for 48 hours after sending. Send a new message instead.
error-group-full = It is full here. Nobody can join until somebody leaves.
error-invite-expired = This invitation has expired. Ask for a new one.
error-invite-not-found = This invitation no longer works. Ask for a new one.
error-media-not-found = This file is no longer there for you. Ask its sender for it again.
error-media-quota-exceeded = Your space for files is full. Delete something and try again.
error-media-too-large = The file is larger than allowed. Choose a smaller one.
error-media-type-refused = This kind is not accepted here. Send it as a plain file.
error-media-unreadable = This file cannot be read; it may be damaged. Try another copy of it.
error-member-not-found = They are not a member here. Load the list again.
error-message-not-found = You do not have this message. Load the chat again.
error-message-recalled = This message was taken back; nothing more can be done with it.
error-message-too-large = The message is too long. Split it into several.
error-not-contacts = You cannot write to this person. Add them to your contacts first.
error-owner-must-transfer = Hand the ownership to another member before you leave.
error-recall-window-expired = It is too late to take this message back. You can still hide it from yourself.
error-report-closed = This report has been decided already. Load the list again.
error-report-not-found = There is no such report. Load the list again.
error-role-missing = You may not do that in this chat. Ask one of its admins.
error-silenced = An admin has stopped you from writing here. Ask them to let you again.
error-too-many-follows = Your chats are followed by too many devices and programs at once. Close one of them.
error-too-many-invites = This chat has too many invitation links. End one of them first.
error-too-many-reactions = This message has too many kinds of reactions. Pick one that is there.
error-uploads-too-many = Too many files are being uploaded. Wait until some are done.
error-upload-incomplete = The file has not arrived completely. Try again.
error-upload-not-found = The upload was interrupted for too long. Start again.
error-upload-offset-wrong = The upload was interrupted. Try again.
error-too-many-reports = That is enough reports for one day. Try again tomorrow.
error-notification-rules-full = There are too many notification settings. Take some away first.
