### Food

## Home

food = Food
search = Search
search-example = Kabsa, shawarma, coffee…
deliver-to = Deliver to
choose-door = Choose where you eat
change-door = Change the place
kinds = Kinds
all-kinds = All
place-facts = { $km } km · delivery { $fee } · { $minutes } min
place-terms = Delivery { $fee } · at least { $least } · about { $minutes } min
place-least = At least { $least } · about { $minutes } min
stars-of = Stars of { $name }
none-near = No restaurants near you
none-near-text = None of them delivers here, or none of this kind.
no-places = No restaurants yet
no-places-text = Restaurants will be here once they join. Come back soon.
no-places-owner = This app is yours. Begin with live examples, or invite the first restaurant from the owner's page.
start-examples = Begin with examples
examples-made =
    { $count ->
        [one] One restaurant is ready
       *[other] { $count } restaurants are ready
    }
not-empty = There are restaurants already, so no examples were added.
nothing-found = Nothing found
nothing-found-text = Try a shorter word, or another dish.
found-places = Restaurants
found-dishes = Dishes
all-places = All restaurants
my-orders = My orders
kitchen = Kitchen
courier-page = Courier
owner-page = Owner
see-cart =
    { $count ->
        [one] Cart · one dish
       *[other] Cart · { $count } dishes
    }

## When it is open

open-until = Open until { $at }
open-always = Always open
opens-at = Closed, opens { $at }
closed = Closed
closed-down = Takes no orders
paused-until = Paused until { $at }
closed-now = The restaurant is closed now, so nothing was sent. Choose another, or come back when it opens.

## Where I eat

door-title = Where do you eat?
door = Door
door-example = A street, a landmark, a spot on the map
door-note = At the door
door-note-example = Second floor, door on the right
door-hint = Only the kitchen and the courier who carries your order see it.
keep-door = Keep this place
door-kept = The place is kept
door-needed = First choose where you eat.
where-needed = First choose the place on the map.
too-far = This restaurant does not deliver to you.

## Menu and dish

place-gone = This restaurant is no longer there.
menu-empty = The menu is empty
sold-out = Sold out
few-left =
    { $count ->
        [one] One left
       *[other] { $count } left
    }
order-together = Order together
dish-gone = This dish is no longer on the menu.
dish-out = { $dish } sold out before it was ordered. None of your money was held.
quantity = How many
note = A note for the kitchen
note-example = No onion
add-dish = Add to the cart
added = Added
options-required = { $name } (choose one)
options-free = { $name } (optional)
options-choose = Choose { $name } first.
options-many = You chose more of { $name } than there may be.
options-gone = The options of { $name } have changed. Open the dish again.
extra = + { $amount }
allergens = Allergens
allergens-hint = Contains the above. Tell the kitchen in the note if you have an allergy.
allergens-none = The kitchen names no allergens.
allergen-gluten = Wheat
allergen-milk = Milk
allergen-nuts = Nuts
allergen-sesame = Sesame
allergen-egg = Egg
allergen-fish = Fish
allergen-soy = Soy

## Cart

cart = Cart
cart-change = Change the order
cart-empty = The cart is empty
cart-empty-text = Choose a restaurant and add what you like.
cart-full = The cart is full: forty dishes are the most.
cart-wrong = Something in the cart cannot be ordered now; remove or change it.
below-minimum = Orders here begin at { $least }. Add { $more } more.
wrong-gone = No longer on the menu
wrong-choose = Its options have changed
wrong-many = Its options have changed
wrong-out = Sold out, or not enough left
bill = The bill
delivery = Delivery
service = Service fee
tip = Tip
given-back = Given back
hold-hint = The amount is held when you order, and taken only when your meal has come.
add-more = Add a dish
empty-cart = Empty the cart
empty-cart-title = Empty the cart?
order-now = Order · { $total }
change-now = Change it · { $total }
changing = Your first order stands until you confirm this one. If it is less, the rest is not taken; if it is more, you are asked.
keep-order = Keep it as it was
changed = Your order is changed. The difference will not be taken.
change-late = The kitchen has begun, so it cannot be changed.
change-short = There is not enough left for both until you have paid. Take fewer.
pay-denied = Nothing can be ordered unless the app may ask you to pay. Nothing was held. Allow it under ••• → Permissions.

## An order

order-gone = There is no such order.
order-code = Order { $code }
guest = Guest
stage-paying = Waits for payment
stage-placed = With the kitchen
stage-accepted = Being cooked
stage-ready = Ready
stage-picked = On its way
stage-delivered = Delivered
stage-rejected = Turned down
stage-cancelled = Cancelled
stage-dropped = Not paid
step-placed = Sent to the kitchen
step-accepted = Accepted
step-ready = Ready
step-picked = With the courier
step-delivered = Delivered
tracker = Where your order is
says-paying = Approve the amount and your order is sent. Nothing is held yet.
says-placed = The amount is held, not taken. The kitchen answers { $at }, or the order ends and it goes back to you.
says-accepted = Ready { $at }. The amount is held, not taken.
says-ready = The courier is about to fetch it.
says-ready-nobody = We are looking for a courier.
says-picked = { $name } has your meal.
says-delivered = Enjoy your meal. { $amount } was taken.
says-cancelled-fee = You cancelled after the kitchen had accepted: { $fee } was taken for what was cooked, the rest went back.
says-ended-none = The order has ended. Nothing was taken.
says-ended-guest = You cancelled it. Nothing was taken.
says-ended-busy = The kitchen is too busy now. Nothing was taken; what was held is yours again.
says-ended-out = The kitchen is out of what you ordered. Nothing was taken; what was held is yours again.
says-ended-closing = The kitchen is about to close. Nothing was taken; what was held is yours again.
says-ended-silent = The kitchen did not answer in time. Nothing was taken; what was held is yours again.
says-ended-kitchen = The kitchen could not cook it after all. Nothing was taken; what was held is yours again.
says-ended-owner = The app's owner cancelled it. Nothing was taken.
says-ended-late = It took too long, so the order ended. Nothing was taken; what was held is yours again.
too-late = The order has moved on; it is now: { $stage }. Nothing was changed.
map-way = The way from the kitchen to your door, with { $name }
proof = Code at the door
proof-hint = Say it to the courier when you have your meal in hand, not before.
to-door = To { $door }
held-hint = Held; it is taken when the meal has come.
fee-hint = Of this only the fee for cancelling was taken.
receipt = Receipt
pay = Pay
pay-change = Pay for the change
nothing-to-pay = There is nothing for you to pay now.
not-order = I do not want this order
notify-me = Tell me every step
will-notify = We tell you in your chat with Food
cards-denied = Without your permission we cannot tell you. Allow it under ••• → Permissions.
change-dishes = Change the dishes
cancel-order = Cancel the order
cancel-title = Cancel this order?
cancel-free = The kitchen has not begun: it costs nothing.
cancel-costs = The kitchen has begun: { $fee } is taken, the rest goes back to you.
cancelled-free = Cancelled; nothing was taken
cancelled-fee = Cancelled; { $fee } was taken
fee-changed = The kitchen accepted a moment ago, so cancelling now has a fee. Nothing was cancelled; see the fee and decide.
order-again = Order it again
no-orders = No orders yet
no-orders-text = What you order stays here, so that you can order it again in one tap.
dishes =
    { $count ->
        [one] One dish
       *[other] { $count } dishes
    }
times = ×{ $count }

## Afterwards

rate-title = How was it?
stars-kitchen = The meal
stars-courier = The delivery by { $name }
rate-words = A word for the kitchen
rate-send = Send
stars-needed = Choose the stars first.
rated = Thank you
rated-already = You have rated this order before.
your-stars = Your stars
report = Something missing?
report-hint = Choose what did not come. The kitchen gives its price back; if it does not agree, the app's owner decides.
report-lines = What did not come?
report-words = What happened?
report-send = Send
report-which = Choose what did not come.
report-late = This order is more than a day old.
report-twice = You have reported this order before.
reported = The kitchen has your report
problem = Your report
problem-kitchen = The kitchen has yet to answer, about { $amount }.
problem-owner = The app's owner will decide, about { $amount }.
problem-paid = { $amount } was given back to you.
problem-refused = It was looked into and refused. Nothing was given back.

## The shared table

table-of = A table at { $name }
invited-by = { $name } invites you to order together from { $place }.
join-table = Sit down
joined-table = You sit at the table
join-first = Sit down at the table first.
table-full = The table is full: twelve are the most.
name-needed = Your first name is shown to those you order with, which needs your permission. Allow it under ••• → Permissions.
group-gone = This table has ended.
group-locked = The table is closed for paying, so nothing can be added now.
add-dishes = Add your dishes
share-table = Invite friends from a chat
share-denied = Without your permission the card cannot be shared. Allow it under ••• → Permissions.
split = How is the bill split?
split-own = Each pays their own
split-equal = Equally
lock-table = On to paying
wait-for-lock = When all have chosen, who began asks you to pay your part.
end-table = Close the table
end-table-title = Close the table? Nothing was paid.
remove = Remove
removed = Removed
pay-by = Time left to pay
parts = Who pays what
parts-hint = The kitchen gets it when everybody has paid. If they have not in time, everything goes back.
paid-part = Paid
waits-part = Not yet
pay-part = Pay your part · { $amount }
cover-rest = Cover the rest · { $amount }
cover-title = Pay for the others?
cover-text = Their payments are closed, and their parts are yours.
cover-ok = I pay for them
unlock-table = Back to choosing
unlock-title = Go back to choosing?
unlock-text = What is held goes back to everybody, and you pay anew.
table-sent = All is paid, and the kitchen has your order.
see-order = See the order

## The kitchen

not-yours = This is for those who were invited to it. Nothing was changed.
no-queue = No orders now
no-queue-text = Orders appear here the moment they arrive, with a time to answer.
notify-kitchen = Tell me of orders
new-orders = New orders
cooking = Being cooked
answer-by = Time left to answer
accept-in = Accept · { $minutes } min
accepted-toast = Accepted
reject-busy = Too busy
reject-out = Out of a dish
reject-closing = Closing
reject-title = Turn this order down?
reject-text = Nothing is taken from the guest.
reject-ok = Turn it down
rejected-toast = Turned down; nothing was taken from the guest
is-ready = It is ready
ready-toast = Ready for the courier
ready-by = Ready { $at }
cannot-cook = Cannot cook it
cannot-title = Can it not be cooked?
courier-named = Courier: { $name }
courier-sought = Looking for a courier
complaints = Complaints
complaint-of = Order { $code } · { $amount }
agree = Give it back
agree-title = Give { $amount } back to the guest?
disagree = I do not agree
refund-toast = { $amount } goes back to the guest
to-owner-toast = The app's owner will decide
problem-answered = This report was answered before.
pause = Taking orders
pause-none = Taking orders
pause-30 = Pause for 30 min
pause-60 = Pause for an hour
pause-day = Pause for today
menu = Menu and stock
hours = Hours
day = Today's numbers
new-section = New section
add-section = Add the section
remove-section = Remove the section
section = Section
section-first = Add a section first
section-used = There are dishes in it; move them first.
new-dish = New dish
dish-edit = Edit the dish
name-ar = Name in Arabic
name-en = Name in English
name-missing = Write the name in one language at least.
price = Price in riyals
price-unread = Write an amount such as 28.50, above zero.
about-ar = Description in Arabic
about-en = Description in English
picture = Picture
picture-kabsa = Kabsa
picture-mandi = Mandi
picture-shawarma = Shawarma
picture-falafel = Falafel
picture-hummus = Hummus
picture-grill = Grill
picture-fish = Fish
picture-fattoush = Salad
picture-koshari = Koshari
picture-foul = Foul
picture-manakish = Manakish
picture-kunafa = Kunafa
picture-coffee = Coffee
picture-juice = Juice
picture-soup = Soup
picture-burger = Burger
save = Save
saved = Saved
menu-full = The menu has as much as it can hold.
stock = Stock
stock-left = How many are left?
stock-hint = Leave it empty if you do not count. It falls with each order, and nothing is sold that is not there.
save-stock = Save the count
count-unread = Write a number, or leave it empty.
left =
    { $count ->
        [one] One left
       *[other] { $count } left
    }
sold-out-today = Sold out today
options = Options
options-name-ar = Name of the group in Arabic
options-name-en = Name of the group in English
choices = The options, one a line
choices-example = كبير / Large + 4.00
choices-hint = Arabic / English + what it costs more
choices-required = One must be chosen
choices-missing = Write one option at least, twelve at most.
add-options = Add the group
remove-dish = Remove the dish
remove-dish-title = Remove this dish from the menu?
hours-hint = Write hours such as 11-15, 18:30-2; leave a day off empty.
hours-closed = Closed
hours-unread = “{ $words }” is not clear. Write hours such as 11-15, 18:30-2.
day-sun = Sunday
day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
minimum = Least order in riyals
cooks = Usual minutes to cook
leave-kitchen = Leave this kitchen
leave-title = Leave this kitchen? The owner may invite somebody else.
day-empty = No orders yet today
day-empty-text = Numbers appear with the first order that is delivered.
day-yours = The kitchen's part
day-yours-hint = After commission
day-dishes = Price of the dishes
day-orders = Delivered
day-minutes = From order to door
orders =
    { $count ->
        [one] One order
       *[other] { $count } orders
    }
minutes =
    { $count ->
        [one] One minute
       *[other] { $count } minutes
    }
day-refunded = { $amount } was given back to guests today, of the parts of all who shared.

## The courier

not-courier = This page is for invited couriers.
suspended = Suspended. Ask the owner.
duty-on = On duty
duty-off = Off duty
duty-on-text = The nearest delivery will be offered to you.
duty-off-text = Say where you are, and begin.
where-now = Where are you now?
go-on-duty = Go on duty
go-off-duty = Go off duty
on-duty-toast = You are on duty
off-duty-toast = You are off duty
notify-courier = Tell me of deliveries
offer = A delivery for you
offer-left = Time left to take it
you-earn = You earn
and-tip = and all of the tip
offer-way = { $to } km to the kitchen, then { $then } km to the door
take-offer = Take it
pass-offer = Not now
offer-gone = This delivery went to somebody else, or has ended.
taken-toast = It is yours
job-accepted = The kitchen is cooking. Go to the restaurant.
job-ready = It is ready at the restaurant. Fetch it.
job-picked = To the door. Ask for the code when you hand it over.
map-job = The way of this delivery
you = You
way = { $km } km · about { $minutes } min
proof-ask = The guest's code
hand-over = Handed over
code-wrong =
    { $left ->
        [one] Wrong code; one try left
       *[other] Wrong code; { $left } tries left
    }
code-locked = Too many tries. The owner has to confirm.
delivered-toast = Delivered
pick-up = I have it
picked-toast = On the way
give-back-job = I cannot do it
give-back-title = Give this delivery to somebody else?
given-back-toast = We look for somebody else
earnings = Earnings
today = Today
this-week = Seven days
deliveries =
    { $count ->
        [one] One delivery
       *[other] { $count } deliveries
    }
no-earnings = No deliveries this week
no-earnings-text = What you earn reaches your wallet the moment you hand over.
earnings-hint = Your fee and tips are in your wallet since each delivery.

## The owner

owner-only = This page is for the app's owner.
waiting =
    { $count ->
        [one] One thing waits for you
       *[other] { $count } things wait for you
    }
waiting-hint = Complaints and orders that are stuck
invitations = Invitations
invitation = Invitation
invite-kitchen = Invite a kitchen
invite-courier = Invite a courier
invite-here = Invite its cook
role-kitchen = For a kitchen
role-courier = For a courier
invite-until = Ends { $at }
invite-to-kitchen = An invitation to run a kitchen
invite-to-courier = An invitation to carry orders
invite-qr = Code of the invitation
invite-hint = For one person, once; it ends { $at }.
share-invite = Send it in a chat
revoke = Revoke it
revoke-title = Revoke this invitation?
invite-revoked = Revoked
invite-gone = There is no such invitation, or it was revoked.
invite-used = This invitation has been used.
invite-used-ok = This invitation was accepted.
invite-late = This invitation has expired. Ask for another.
join-title = Join
join = Join
joined = Welcome
join-hint-kitchen = You take orders and edit the menu; your part of each reaches your wallet.
join-hint-courier = The nearest deliveries are offered to you; your fee reaches your wallet when you hand over.
invite-code = The invitation's code
go-on = Go on
scan-code = Scan the code
kitchen-at = Where is the restaurant?
payee-denied = Nobody joins without being paid. Nothing was changed. Allow it under ••• → Permissions.
kitchens = Kitchens
couriers = Couriers
close-down = Close
open-up = Open again
suspend = Suspend
let-work = Let work
problems = Waiting for a decision
no-problems = Nothing waits
no-problems-text = Complaints a kitchen did not agree to, and orders that are stuck, come here.
decide-yes = Give it back
decide-no = Refuse
decided-toast = Decided
stuck = Stuck orders
stuck-nobody = Ready for a quarter of an hour, and nobody to carry it.
stuck-code = At the door, and the guest's code is not known.
it-came = It reached the guest
it-came-title = Did it reach the guest? It will be paid.
terms = Terms and fees
terms-hint = They hold for orders to come; earlier ones keep theirs.
commission = Commission on dishes, %
service-fee = Service fee
delivery-fee = Delivery nearby
per-km = For each kilometre beyond
near-km = Nearby is up to (km)
reach-km = Furthest delivery (km)
cancel-percent = Fee for cancelling after acceptance, %
answer-min = Minutes for a kitchen to answer
