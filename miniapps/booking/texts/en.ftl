### Bookings

bookings = Bookings
place = The place
booking = Booking
times = Times
all-places = All places
which-kind = What would you like to book?
kind-all = All
kind-clinic = Clinics
kind-barber = Barbers
kind-table = Restaurants
kind-field = Fields
none-of-kind = None of this kind yet
coming = Coming up
my-bookings = My bookings
my-work = Where I work
owner-page = Manage the app
have-code = I have an invitation
no-places = No places yet
no-places-guest = As soon as the first place takes bookings, you will see it here.
no-places-owner = Begin with four places to try everything, or invite providers from the managing page.
start-with-examples = Begin with examples
examples-made = You have a clinic, a barber, a restaurant and football fields
stars = Rating
time-left = Time left
with-whom = { $service } · { $person }
open-today = Today from { $opens } to { $closes }
closed-today = Closed on this day
closed-holiday = Holiday: { $name }
closed-for-now = Takes no bookings
closed = Closed
paused-text = The place takes no bookings for now. What is booked stands.
holiday-near = The holiday { $name } begins on { $day }, { $hijri }.

services = Services
service = Service
hours = Hours
rules = Terms
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
minutes-deposit = { $count ->
    [one] { $count } minute · deposit { $deposit }
   *[other] { $count } minutes · deposit { $deposit }
  }
rule-free = { $count ->
    [0] Cancel free of charge until it begins.
    [one] Cancel free of charge until an hour before.
   *[other] Cancel free of charge until { $count } hours before.
  }
rule-late = Later than that, { $percent }% of the deposit is kept.
rule-missed = If you do not come, { $percent }% of the deposit is kept.
rule-grace = { $count ->
    [0] You are expected on time.
    [one] You are waited for a minute.
   *[other] You are waited for { $count } minutes.
  }

moving-text = Choose the new time. The one you have stays yours until the new one is booked.
lost = Somebody else was faster
lost-text = Nothing was taken from you. These are the nearest free times.
who = With whom?
anybody = Anybody
everybody = Everybody
party = How many people
day = Day
free-times = Free times
free-count = { $count ->
    [one] One free time
   *[other] { $count } free times
  }
take = Book this time
choose-slot = Choose a time first.
day-full = Nothing is free on this day
day-full-text = Choose another day, or wait: the first time that becomes free is offered in turn.
next-free = The next days
wait-for-it = Wait for a time on this day
waiting = You are on the waiting list
in-line = { $count ->
    [one] You are on the waiting list, alone.
   *[other] You are on the waiting list, with { $count } people in it.
  }
wait-already = You are on this day's list already.
wait-full = The waiting list of this day is full.
wait-past = This day is over.
wait-left = You left the waiting list
waiting-for = Waiting for a time
stop-waiting = Stop waiting
place-gone = This place is not here any more.
service-gone = This service is not offered any more.
name-needed = The place must know who comes. If you change your mind, allow it under ••• → Permissions.
moved = Your booking was moved
move-not-booked = Only a confirmed booking can be moved.
move-too-late = It is too late to move it free of charge. You can still cancel it.
move-too-far = Your deposit does not reach to that day, and nothing was changed. Choose an earlier time, or cancel and book anew.

confirm-booking = Confirm your booking
held-for-you = Held for you
deposit = Deposit
terms-free = Free of charge until { $until }.
terms-not-free = This is soon: the time to cancel free of charge is over.
terms-late = After that { $late } is kept if you cancel, and { $missed } if you do not come.
terms-late-now = { $late } is kept if you cancel, and { $missed } if you do not come.
rest-there = The rest is paid there: { $amount }
remind = Remind me a day and two hours before
pay-deposit = Pay the deposit { $amount }
confirm = Confirm
choose-other = Choose another time
hold-over = The time to confirm is over. Nothing was taken from you.
payee-gone = The place cannot take deposits now; nothing was taken from you. Try later.
pay-denied = This time cannot be booked without a deposit. You can allow payments under ••• → Permissions.
booked = Your booking stands
let-go = The time is free for others
booking-gone = There is no booking here.
party-person = { $count ->
    [one] { $count } person · { $person }
   *[other] { $count } people · { $person }
  }
party-of = { $count ->
    [one] { $count } person
   *[other] { $count } people
  }

state-offered = Offered to you
state-held = To be confirmed
state-booked = Confirmed
state-arrived = Arrived
state-done = Done
state-lapsed = Not completed
state-cancelled = Cancelled
state-missed = Missed
state-closed = Closed
offer = A time is free for you
offer-text = Unless you answer in time, it is offered to the next in line.
offer-left = You have
offer-over = The offer is over. Nothing was taken from you.
accept-offer = I want it
decline-offer = No, let others have it
go-pay = Complete the booking
how-far = How far it is
qr = Your booking's code
qr-caption = Show it at the door
ended-lapsed = This booking was not completed. Nothing was taken from you.
ended-missed = You were marked as not having come. If that is wrong, talk to the place, which can give the deposit back.
ended-closed = The booking was closed without your coming being noted, and your deposit came back.
ended-cancelled-guest = You cancelled this booking.
ended-cancelled-place = The place cancelled this booking. Your whole deposit comes back.
ended-cancelled-time = This booking was cancelled.
money-held = The deposit { $amount } is put aside in your wallet, and not taken.
money-coming = { $amount } comes back to you in a moment.
money-taking = The deposit is being taken: { $amount }
money-kept = { $amount } of the deposit was kept.
money-back = { $amount } came back to you.
to-calendar = Add to my calendar
move = Move it
cancel = Cancel the booking
cancel-title = Cancel this booking?
cancel-free = Your whole deposit comes back, and the time is offered to others.
cancel-costs = { $cost } of your deposit is kept, and { $back } comes back to you.
cancel-not-now = This booking cannot be cancelled now.
cancel-cost-changed = The time to cancel free of charge has just ended, so nothing was cancelled. See what it costs now.
cancelled = Cancelled
book-again = Book again
your-rating = Your rating
how-was-it = How was it?
comment = A word to the place
send-rating = Send
rate-choose = Choose how many stars first.
rate-not-now = A booking is rated once, after the visit.
rated = Thank you
remind-on = You will be reminded
remind-off = You will not be reminded
messages-denied = Cards need your permission. You can allow them under ••• → Permissions.
messages-all = Messages and reminders of my bookings
no-bookings = No bookings yet
no-bookings-text = Choose a place, then a day, then a time that suits you.
before = Before

no-work = You work nowhere yet
no-work-text = When a place invites you to work there, open its invitation or type the code.
no-work-provider = Add your place: its services, who works there, and its hours.
add-place = Add a place
day-of = The day of { $place }
setup = Settings of the place
scan = Read a guest's code
scan-next = Read another code
scan-ok = Welcome
scan-ok-text = Checked in.
scan-foreign = Not a booking's code
scan-foreign-text = This is a code of something else. Ask the guest to open the booking in Bookings.
scan-unknown = We do not know this code
scan-unknown-text = It may be an old picture, or a forged one. Look for the guest in the list of the day.
scan-elsewhere = Booked elsewhere
scan-elsewhere-text = The code is right, but not for this place.
scan-used = This code was used
scan-used-text = This booking was checked in before.
scan-over = This booking does not stand
scan-over-text = It was cancelled or never completed. The guest can book anew, or be entered as a walk-in.
scan-day = Not today
scan-day-text = The booking is right, but it is for another day.
to-the-day = To the day
stat-awaited = Expected
stat-came = Came
stat-missed = { $count } did not come
waiters = { $count ->
    [one] One person is on the waiting list.
   *[other] { $count } people are on the waiting list.
  }
no-people = Nobody can be booked yet
nothing-today = Nothing.
day-off = Day off
late = Late
entry-offered = Offered
entry-held = Being paid
entry-booked = Booked
entry-arrived = Arrived
entry-done = Done
entry-missed = Missed
entry-walkin = Walk-in
entry-block = Blocked
free-it = Free it
freed = The time is free
entry-gone = It is not in the day any more.
missed-before = { $count ->
    [one] This guest missed one booking before.
   *[other] This guest missed { $count } bookings before.
  }
their-rating = The guest's rating
visit-held = The deposit is put aside until the guest comes.
visit-kept = The place has { $amount } of the deposit.
visit-coming = The place gets { $amount } of the deposit in a moment.
mark-arrived = Arrived
mark-missed = Did not come
mark-done = The visit is over
marked-arrived = Checked in
marked-missed = Marked as missed
marked-done = Done
mark-not-now = This booking has changed, and nothing was noted. See how it stands now.
mark-grace = { $count ->
    [one] Wait a minute after the time before you mark it missed.
   *[other] Wait { $count } minutes after the time before you mark it missed.
  }
grace-until = The guest is waited for until { $at }.
missed-title = Mark as not having come?
missed-text = { $amount } of the deposit is kept.
call-off = Call it off
call-off-title = Call off this booking?
call-off-text = The guest gets the whole deposit back, and is told.
called-off = Called off; the guest is told
came-after-all = Came after all
give-back = Give the deposit back
give-back-title = Give { $amount } back to the guest?
give-back-nothing = There is no deposit to give back.
given-back = The deposit goes back to the guest
walk-in = Walk-in
walk-in-save = Enter
walk-in-service = This service is not offered there.
walked-in = Entered
guest-name = Name
moment-taken = This time is taken. Choose another.
block = Block a time
block-from = From
block-minutes = Minutes
block-why = Why
block-example = Prayer, repairs, a break
block-save = Block it
block-booked = { $count ->
    [one] There is a booking then. Move it or call it off first.
   *[other] There are { $count } bookings then. Move them or call them off first.
  }
blocked = Blocked

not-your-place = This page is for those who work at the place.
not-a-provider = Places are added by those the app's owner invited.
name-ar = Name in Arabic
name-en = Name in English, if any
name-missing = Write the name first.
place-example = Al Shifa Clinics
area = Quarter and street
area-example = Olaya, Tahlia Street
about = In a few words
make-place = Make the place
place-made = Your place is made
places-full = You have as many places as there can be.
setup-begin = Begin with one service, then add who offers it.
payee-title = Deposits do not reach you yet
payee-text = Until you agree to be paid, your services ask for no deposit. { $percent }% of it is yours, the rest is the app's commission.
payee-yes = Receive deposits
payee-denied = Without your permission deposits cannot reach you. You can allow it under ••• → Permissions.
payee-done = Deposits reach you from now on
add-service = Add a service
edit-service = Service
length = Minutes
buffer = Minutes to tidy up
price = Price in riyals
price-wrong = Write the amount in digits, such as 150 or 49.50, up to ten thousand.
by-party = Booked for several people
together = Strangers share it until it is full
deposit-over-price = The deposit is more than the price.
deposit-needs-payee = Agree to be paid first, then ask for a deposit.
services-full = There are as many services as there can be.
save = Save
saved = Saved
remove = Remove
removed = Removed
remove-service = Remove the service
remove-service-title = Remove this service?
remove-service-text = It is not booked any more; what is booked stands.
people = Who or what is booked
add-person = Add a doctor, a chair, a table, a field
edit-person = Who or what is booked
offers = What do they offer?
seats = Room for how many?
seats-count = { $count ->
    [one] Room for one
   *[other] Room for { $count }
  }
services-count = { $count ->
    [0] No services
    [one] One service
   *[other] { $count } services
  }
places-count = { $count ->
    [0] No places yet
    [one] One place
   *[other] { $count } places
  }
days-count = { $count ->
    [0] None yet
    [one] One holiday
   *[other] { $count } holidays
  }
active = Can be booked now
not-active = Paused
people-full = There are as many as there can be.
person-gone = It is not here any more.
days-off = Days off
day-off-toggle = Give or take back a day off
day-off-booked = { $count ->
    [one] Saved; there is a booking on that day.
   *[other] Saved; there are { $count } bookings on that day.
  }
staff = Who works here
staff-none = Invite who works here, to see the day on their own phone.
staff-there = They accepted, and see the day.
staff-go = Works here no more
staff-go-title = Take the day out of their sight?
staff-left = They do not see the day any more
invite-staff = Invite who works here
from-to = { $opens } – { $closes }
open-that-day = Open on this day
opens = Opens
closes = Closes
with-break = With a break
break-from = Break from
break-to = To
every-open-day = The same on every open day
hours-wrong = These hours are out of order: each after the one before, between five in the morning and five of the next.
hours-overlap = These hours overlap.
hours-many = Too many hours for one day.
holidays = Holidays
no-holidays = None yet. Add the feasts once; they return every year.
holiday-on = { $count ->
    [one] { $day } { $month }, every year
   *[other] From { $day } { $month }, { $count } days every year
  }
add-holiday = Add a holiday
calendar = Calendar
calendar-hijri = Umm al-Qura
calendar-gregorian = Gregorian
holiday-name = Name of the holiday
holiday-example = Eid al-Fitr
month = Month
holiday-day = First day
holiday-days = How many days
holiday-wrong = Check the day and the month.
holidays-full = There are as many holidays as there can be.
rules-hint = For new bookings. What is booked keeps its terms.
set-free-hours = Free to cancel until (hours before)
set-late = Percent kept when cancelled late
set-missed = Percent kept when missed
set-grace = Minutes to wait
set-step = Times begin every
set-horizon = Days ahead, at most
set-notice = Minutes of notice, at least
pause-it = Take no bookings for now
paused = Paused
opened-again = Open for bookings

not-the-owner = This is for the app's owner alone.
no-providers = No providers yet
no-providers-text = Invite the first one, or begin with four places to try.
providers = Providers
dismiss = Dismiss
dismiss-title = Dismiss { $name }?
dismiss-text = Their places take no more bookings; what is booked stands.
dismissed = Dismissed
open-invites = Open invitations
invite-provider = Invite a provider
invitation = Invitation
invite-until = Good until { $at }
invite-qr = The invitation's code
invite-qr-caption = To be read under "I have an invitation"
invite-as-provider = To open a place in Bookings
invite-as-staff = To work at { $place }: { $person }
share-invite = Send it in a chat
withdraw = Withdraw
withdraw-title = Withdraw this invitation?
invite-taken-back = Withdrawn
invites-full = { $count ->
    [one] One invitation is open. Withdraw it first.
   *[other] { $count } invitations are open. Withdraw some first.
  }
invite-unknown = We do not know this code. Check it, or ask for a new invitation.
invite-used = This invitation was used. Ask for a new one.
invite-withdrawn = This invitation was withdrawn.
invite-over = This invitation has run out. Ask for a new one.
join = Join
invited = You are invited
join-provider-text = You open your place, set its services and hours, and get its deposits in your wallet.
join-staff-text = You see the day of the place, welcome guests, and note who came.
join-yes = Accept
not-now = Not now
joined-provider = Welcome. Add your first place.
joined-staff = Welcome
code = Invitation code
scan-code = Read the code
next = Next
