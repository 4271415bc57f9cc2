### Taxi

taxi = Taxi
ride = Ride
trip = A shared trip
rider = Rider
driver = Driver
the-car = The car
you = You
sides = As whom do you use the app?
side-ride = Rider
side-drive = Driver
side-office = Office

## Planning

from = From
to = To
from-where = Where do we pick you up?
to-where = Where to?
swap = Swap
start-over = Start over
my-trips = My rides
recent = Where you went before
which-car = Choose a car
seats = { $count ->
    [one] one seat
   *[other] { $count } seats
  }
class-hint = { $amount } · { $seats } · { $away }
minutes-away = { $count ->
    [one] a minute away
   *[other] { $count } minutes away
  }
no-car-near = no car nearby now
way = { $minutes ->
    [one] { $km } km · about a minute
   *[other] { $km } km · about { $minutes } minutes
  }
price = Price
price-hint = This is put aside when you order and taken when you arrive. You never pay more without your own yes.
order-for = Order for { $amount }
map-way = A map of the way from you to your destination
map-car = A map of your ride with the car on it
map-cars = { $count ->
    [0] A map of the city; no car is free now
    [one] A map of the city with one free car
   *[other] A map of the city with { $count } free cars
  }
known = Well-known places
map-you = Where you are on the map
map-fleet = A map of the drivers on duty
closed-yet = Not open yet
closed-yet-text = The company has not published its prices so far. Come back soon.
yours-to-open = Open your company
yours-to-open-text = Begin with ready prices and four cars that wait for drivers, then change what you like.
start-with-examples = Begin with examples
own-tariff = Write my own prices
follow-ride = Follow your ride

## How far a ride is

stage-asked = Waiting for your approval
stage-searching = Looking for a driver
stage-accepted = Your driver is on the way
stage-arrived = Your driver is waiting
stage-riding = On the way
stage-finished = Finished
stage-cancelled = Cancelled
stage-unserved = No driver found
stage-dropped = Not completed
ride-moved-on = The ride changed before your tap: { $stage }. Nothing was taken.
ride-gone = There is no such ride, or it is not yours.
not-your-ride = This ride is not yours.

asked-title = Your approval is missing
asked-text = Nothing is put aside yet. Approve it and we look for a driver, or cancel.
approve-hold = Approve { $amount }
searching = Looking for a driver
searching-text = We ask the nearest drivers one after another. If nobody comes you get all of it back.
passed-on-text = Your driver cannot come, so we are looking for another. You pay nothing for that.
held = Put aside, not taken: { $amount }
tell-me = Tell me in chat
will-tell = We will tell you in chat
driver-comes = Arrives { $at }
driver-there = Your driver is there
your-code = Start code
code-hint = Say this code to your driver when you get in, so that both know it is the right car.
talk = Message
share-trip = Share my trip
change-end = Change destination
there-at = Arrival { $at }
stars-label = Driver's rating
rider-stars = Rider's rating

## Cancelling

cancel-ride = Cancel the ride
cancel-title = Cancel the ride?
cancel-free-text = It is free now; all that was put aside comes back to you.
cancel-costs = Your driver is already coming: { $amount } is taken of what was put aside, the rest comes back.
cancel-pay = Cancel and pay { $amount }
free-cancel-for = Cancelling is free for
fee-now = The free time is over: cancelling costs { $amount } now. Nothing is cancelled yet.
cancelled-free = The ride is cancelled; all that was put aside is yours again.
cancelled-fee = The ride is cancelled; { $amount } was taken and the rest is yours again.

## Elsewhere, or a longer way

new-end = New destination
change-more = { $amount } more. You approve the difference only; what is put aside stays as it is.
change-less = { $amount } less. That much will not be taken.
change-same = The same price.
change-approve = Approve { $amount } more
change-now = Change destination
end-changed = The destination is changed
choose-end = Choose the new destination first.
one-longer-way = You approved a longer way before. Order another ride from there.
extra-driver = The way was longer
extra-mine = The difference waits for your approval
extra-text = To { $to }: { $amount } more.
extra-no-text = If you say no you pay what we agreed on, and no more.
extra-mine-text = The destination stays as it was until you approve.
extra-yes = Approve { $amount }
extra-no = No, as agreed
extra-refused = As agreed: no difference is taken
extra-held = You approved { $amount } for a longer way

## Afterwards

end-finished = You have arrived
end-cancelled = The ride was cancelled
end-unserved = No driver is free now
end-dropped = The order did not begin
finished-text = { $amount } was taken of what was put aside.
unserved-text = We asked everybody nearby and nobody was free. All of { $amount } is yours again.
dropped-text = It was not approved, so nothing was taken.
no-show-text = The driver waited five minutes and you did not come: { $amount } was taken, the rest is yours again.
too-late-text = The ride did not start in time, so we cancelled it. All of it is yours again.
how-was = How was the ride with { $name }?
stars-for-driver = Rate the driver
stars-for-rider = Rate the rider
thanks-for-stars = Thank you for rating
tip-title = Would you like to tip?
tip-of = { $amount }
tip-given = You tipped { $amount }
tip-wrong = Choose one of the amounts shown.
tipped-before = You tipped this driver before.
receipt = Receipt
receipt-no = Receipt { $number }
settling = The amount is being settled…
cancel-fee = Cancellation fee
ride-price = Fare
refunded = { $amount } came back to you
go-again = Order it again
search-again = Search again
no-trips = No rides yet
no-trips-text = Every ride you take is here with its receipt.
plan-first = Plan your first ride
ride-line = { $at } · { $stage }

## Problems

report-problem = Report a problem
what-about = What about?
trouble-price = Price
trouble-way = Way
trouble-driver = Driver
trouble-lost = I left something
trouble-other = Something else
what-happened = What happened?
what-example = For example: the driver took a crowded way I did not ask for
problem-hint = Somebody of the company reads it. The answer comes here, and what is due to you to your wallet.
send-problem = Send
problem-sent = We have your report
problem-waits = We look into it and answer here.
problem-words-missing = Write what happened first.
problem-answered = This was answered before.
problem-closed = Closed
problem-refunded = { $amount } came back to you
not-finished = This ride has not ended yet.

## Talk

talk-with = Talk with { $name }
talk-empty = Write to each other. Neither sees the other's number, and all of it is deleted when the ride ends.
talk-over = The ride is over, and so is its talk.
say-here = I am at the spot
say-minute = One minute, please
say-where = Where are you?
say-thanks = Thank you
your-words = Your message
words-example = I am at the main door
send = Send

## A shared trip

trip-of = { $name }'s ride
trip-hint = The car moves on the map by itself while the ride lasts.

## Drivers

driver-desk = Driver's desk
where-are-you = Where are you now?
where-example = Choose your place on the map
where-hint = Requests near this place come to you. After each ride your place is where it ended.
go-on-duty = Go on duty
go-off-duty = Go off duty
on-duty-now = You are on duty now
off-duty-now = You are off duty
on-duty = On duty
say-where = Say where you are first.
waiting = Waiting for a request
waiting-text = A request nearby shows here; you have twenty seconds to answer.
requests-in-chat = Send requests to my chats as well
today = Earned today
rides-today = Rides today
rides = { $count ->
    [0] none
    [one] one ride
   *[other] { $count } rides
  }
earnings = My earnings
new-request = New request
answer-within = Answer within
your-part = Your part
away = The rider is { $km } km from you
accept = Accept
pass = Pass
passed = Passed; you stay on duty
taken = Another driver took it
taken-text = They were a moment faster. You stay on duty, and the next request will reach you.
another-was-faster = Another driver was faster. You stay on duty.
go-on-waiting = All right
go-on = Go on with the ride
drive-accepted = Go to your rider
drive-arrived = Waiting for your rider
drive-riding = Take your rider there
i-arrived = I am there
rider-told = The rider knows that you are there
riders-code = The rider's code
code-four = Four digits
start-ride = Start the ride
code-wrong = { $left ->
    [one] The code is wrong. One try left.
   *[other] The code is wrong. { $left } tries left.
  }
code-renewed = Five wrong tries: the rider has a new code now. Ask for it.
no-show = The rider did not come
no-show-in = You may leave in
no-show-title = Leave without the rider?
no-show-costs = The ride ends, and the rider pays { $amount } for your waiting.
no-show-noted = Noted: the rider did not come
wait-longer = Wait five minutes at the spot first.
hand-back = I cannot drive this
hand-back-title = Give this ride back?
hand-back-text = We look for another driver at once.
handed-back = We are looking for another driver
finish-ride = We are there, finish
finish-elsewhere = It ended somewhere else
finish-text = Choose where the rider got out. Nearer costs less; for what is farther we ask them.
where-ended = Where did it end?
well-driven = Well driven; the ride is over
you-earned = Your part of the ride
with-tip = { $amount } of it is a tip
back-to-desk = To the desk
this-week = Last seven days
tips = Tips
by-day = Day by day
day-line = { $day } · { $rides }
cash-out = Where is the money?
cash-out-text = Your part reaches your Majlis balance when each ride ends; move it to your bank on the wallet's page. Amounts here are before refunds.
rides-driven = Rides you drove
no-rides-yet = No rides yet
no-rides-yet-text = Go on duty, and the first request near you will come.
not-a-driver = This page is for drivers, whom the company invites.
you-are-suspended = The company has suspended you as a driver. Ask them why.
you-are-driving = You are driving somebody now. Finish that first.

## Joining

join = Join as a driver
join-text = The company invites you to drive. Complete what it should know of your car.
invite-code = Invitation code
scan-invite = Scan the invitation
car-model = Car and colour
car-example = White Toyota Camry
plate = Plate
plate-example = ABC 4821
which-class = Class
join-hint = We will ask for your first name, for your rider to know you, and for your yes to being paid.
join-now = Join
car-missing = Write the car and its plate.
driver-name-needed = Nobody rides with somebody whose name they do not know. To change that: ••• → Permissions.
driver-welcome = Welcome, { $name }
driver-already = You drive with us already.
invite-unknown = We do not know this code. Check it, or ask for a new invitation.
invite-used = This invitation was used; each is for one driver.
invite-over = This invitation is over. Ask the company for another.

## The office

office = Office
owner-only = This page is the owner's.
examples-ready = Prices are published, and four cars wait for drivers
taken-today = Riders paid today
drivers-today = Of it, to drivers
finished-today = Finished today
unserved-today = Found no driver
drivers = Drivers
drivers-line = { $on_duty ->
    [0] nobody on duty
    [one] one driver on duty
   *[other] { $on_duty } drivers on duty
  }
problems = Problems
problems-count = { $count ->
    [0] nothing new
    [one] one problem
   *[other] { $count } problems
  }
tariff = Prices
tariff-line = Each class, the night, the airport, cancelling
price-base = Base fare
price-km = A kilometre
price-minute = A minute
price-minimum = Minimum
fees = Fees
fee-booking = Booking fee
fee-airport = Airport fee
fee-cancel = Late cancellation
fee-no_show = Rider did not come
night = Night
night-percent = Night surcharge, percent
night-from = From
night-to = Until
hour = { $hour }:00
shares = Shares
driver-percent = Driver's part, percent
shares-hint = The rest is the company's. Tips are all the driver's. Rides ordered before keep their prices.
publish-tariff = Publish
tariff-published = Prices are published
tariff-price-wrong = A price is from zero to a thousand.
tariff-minimum-missing = Each class needs a minimum above zero.
tariff-percent-wrong = A percentage is out of its bounds.
tariff-hour-wrong = Hours are 0 to 23.
amount-wrong = “{ $typed }” is no amount. Write it like 12.50
no-drivers = No drivers yet. Invite the first.
on-ride = On a ride
suspended = Suspended
suspend = Suspend
suspend-title = Suspend this driver?
suspend-text = No more requests; a ride under way is driven to its end.
take-back = Take back
driver-suspended = The driver is suspended
driver-back = The driver is back
invites = Open invitations
invites-hint = Each is for one driver and ends after a week.
invites-many = { $most } invitations are unused. Withdraw some first.
invite-driver = Invite a driver
make-invite = Make an invitation
any-car = Any car
invite-until = Ends { $at }
invite-qr = The invitation, for the driver's camera
invite-text = The driver opens Taxi and scans or types it. For one driver; it ends { $at }.
share-invite = Send it in a chat
withdraw-invite = Withdraw
invite-withdrawn = Withdrawn
no-problems = No problems
open = Open
answered = Answered
give-back = How much do you give back?
refund-nothing = Nothing
refund-percent = { $amount }
refund-wrong = Choose one of the amounts shown.
refund-none-left = This ride was given back before.
refund-on-way = { $amount } goes back to the rider
refund-waits = The company's account has not enough for the refund. We try again by ourselves.
your-answer = Your answer
answer-example = We are sorry, and gave the difference back.
answer = Send the answer

## When it cannot be

not-open-yet = The company has not published its prices yet.
choose-both = Choose from where and to where first.
no-way = No car gets from the one place to the other. Choose another place.
price-changed = The price changed before you ordered: it is { $amount } now. Nothing was put aside; look at it and order.
one-ride-only = You have a ride already; this is it. Nothing new was put aside.
wallet-denied = No ride without your yes to being asked for payment. Nothing was taken. To change that: ••• → Permissions.
payee-denied = Your part cannot reach you without your yes. To change that: ••• → Permissions.
position-denied = Your rider cannot find you without your position. To change that: ••• → Permissions.
cards-denied = We do not write to you without your yes. To change that: ••• → Permissions.
