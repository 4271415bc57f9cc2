## The words of money: fetched with the wallet, not with the first page.

# Why payments, requests and bills refuse
error-not-a-member = Not everybody here is in this conversation, or you may not write in it.
error-payee-not-found = There is nobody like that whom you could pay.
error-payee-name-changed = This person has changed their name. Look at it again before you pay.
error-payee-not-contact = You can only ask your contacts for money.
error-payment-not-found = There is no such payment.
error-payment-settled = This payment has been decided already.
error-money-request-not-found = There is no such request.
error-money-request-closed = Nobody waits for this money any more.
error-request-too-high = That is more than you can ask one person for at once.
error-too-many-requests-open = Too many of your requests are still waiting. Cancel some, or wait until they are paid.
error-split-invalid = The bill cannot be shared like that. Check the parts: together they have to make the total.
error-split-not-found = There is no such bill.
error-pay-code-invalid = This is not a code to pay by.
error-pay-code-expired = This code has expired. Ask for a new one.

# Approval: one sheet for everything that leaves
continue = Continue
approve-pin = Your PIN
approve-password-hint = This is a large or lasting payment, so we check your password too.
approve-after = Balance after
approve-missing = You are { $missing } short: top up your wallet first.
approve-unknown-title = We do not know yet whether it went through
approve-unknown-text = The connection was lost before the answer came. Ask again: if it did happen, it will not happen twice.
approve-ask-again = Ask again
mark-yours = Your mark:
mark-none = Choose a mark under wallet safety; by it you know a true payment sheet.
pin-first-title = Choose a PIN for your money
pin-first-lead = Six digits, asked for whenever money leaves your wallet. First we make sure that it is you.
pin-current = Your current PIN
pin-new = New PIN
pin-again = New PIN again
pin-advice = Not your phone number, not your year of birth; and tell nobody: Majlis never asks for it outside this sheet.
pin-differs = The two do not match. Choose again.
pin-save = Save PIN
pin-erase = Erase one digit
pin-wrong-left =
    { $left ->
        [one] That PIN is wrong. One try is left before it locks.
       *[other] That PIN is wrong. { $left } tries are left before it locks.
    }
pin-locked-until = The PIN is locked after wrong tries. Try again { $when }.
limit-left = That is above your limit for today, of which { $left } is left
balance-available = Available

# Why the PIN and the limits refuse
error-pin-not-set = You have no PIN yet. Choose one first.
error-pin-already-set = You have a PIN already. Change it with the one you have.
error-pin-too-easy = That PIN is easily guessed. Choose six digits without order or repetition.
error-pin-wrong = That PIN is wrong.
error-pin-locked = The PIN is locked after wrong tries. Try it again later.
error-step-up-required = This takes your account's password beside the PIN.
error-password-wrong = That password is wrong.
error-limit-exceeded = That is above your limit for today. You can raise it under wallet safety.

# Why red packets refuse
error-red-packet-not-found = There is no such red packet in your chats.
error-red-packet-too-small = The amount is too small for so many. Give more, or fewer shares.
error-red-packet-empty = The red packet is empty: others took every share.
error-red-packet-expired = The red packet's day is over, and what was left went back to its sender.

# Why orders and merchants refuse
error-order-not-found = There is no such order.
error-order-total-wrong = The amount is not what the order asks. Nothing was paid; look at the amount again.
error-order-closed = This order does not wait to be paid any more.
error-order-not-held = Nothing is put aside for this order.
error-order-not-paid = This order is not paid.
error-refund-exceeds-paid = No more can be given back than is left of what was paid.
error-payee-not-enrolled = Somebody who should get a share has not agreed to be paid by this app yet.
error-merchant-not-found = You have no app like that.

# Cards of money in chat
money-pay = Pay
money-over = Over
money-pay-mine = Payment to { $name }
money-pay-to-me = Payment to you from { $name }
money-pay-others = Payment from { $name } to { $to }
money-pay-back-within =
    { $count ->
        [one] You can take it back for one more second
       *[other] You can take it back for { $shown } more seconds
    }
money-pay-arriving = Arriving now
money-pay-on-its-way = On its way to you
money-pay-accept-by = Waits for your yes until { $when }
money-pay-waits-by = Waits to be accepted until { $when }
money-pay-arrived = Arrived
money-pay-yours = In your balance
money-pay-taken-back = Taken back by the payer
money-pay-declined = Sent back to the payer
money-pay-returned = Not accepted in time, and returned
money-take-back = Take back
money-accept = Accept
money-send-back = Send back
money-ask-mine = Your request to { $name }
money-ask-me = { $name } asks you for money
money-ask-others = Request from { $name } to { $to }
money-ask-open = Waits to be paid
money-ask-until = Waits to be paid until { $when }
money-ask-paid = Paid
money-ask-declined = Declined
money-ask-cancelled = Cancelled
money-ask-expired = Expired
money-decline = Decline
money-cancel-request = Cancel request
money-receipt = Receipt
money-receipt-paid = Paid
money-receipt-held = Put aside, not paid yet
money-receipt-voided = Released, nothing was taken
money-receipt-declined = Not paid
money-receipt-refunded = Refunded in full
money-receipt-part = { $amount } of it refunded
money-receipt-open = Open the app
money-pin = A new PIN
money-pin-waits = A new PIN was asked for and begins at this time. If it was not you, stop it now and change your password.
money-pin-began = The new PIN has begun.
money-pin-stopped = Stopped. Your PIN is as it was.
money-pin-stop = Look and stop it
money-split = Shared bill
money-split-mine = Your shared bill
money-split-by = Shared bill, paid by { $name }
money-split-some =
    { $count ->
        [one] { $done } of one part paid
       *[other] { $done } of { $of } parts paid
    }
money-split-all = All of it is paid
money-split-closed = Closed
money-split-progress = Paid of the bill
money-split-open = Details
money-split-parts = Parts
money-split-items = On the bill
money-split-pay-mine = Pay your part
money-split-close = Ask nobody any more
money-part-open = Not paid
money-part-paid = Paid
money-packet-mine = Red packet from you
money-packet-by = Red packet from { $name }
money-packet-greeting = A little something for you all
money-packet-taken =
    { $count ->
        [one] { $done } of one share taken
       *[other] { $done } of { $of } shares taken
    }
money-packet-empty = Empty
money-packet-expired = Its day is over, the rest went back
money-packet-open = Open it
money-packet-look = Who got what
money-packet-in-wallet = In your balance now
money-packet-not-opened = You took nothing of it
money-packet-claims =
    { $count ->
        [one] { $done } of one share taken: { $taken } of { $total }
       *[other] { $done } of { $of } shares taken: { $taken } of { $total }
    }
money-packet-back = { $amount } went back to its sender
money-packet-best = Luckiest
money-packet-sealed = The shares were drawn in secret and sealed when it was sent. Once none is left the seal opens, and your device checks the draw.
money-packet-checked = Your device checked the draw: it is the one that was sealed when it was sent, and every share is as drawn.
money-packet-wrong = This is not the draw that was sealed when it was sent. Do not trust it, and report it.

# Forms of money in chat
money-note = What for? (optional)
money-pay-whom = Whom do you pay?
money-pay-title = Pay
money-pay-hint =
    { $count ->
        [one] Once approved you have one second to take it back.
       *[other] Once approved you have { $count } seconds to take it back.
    }
money-pay-hint-stranger = Not a contact of yours: the money waits a day for their yes, then comes back to you.
money-pay-done = { $amount } to { $name }: there in seconds
money-ask-whom = Whom do you ask?
money-ask-title = Request money
money-ask-note = What for? (optional)
money-ask-send = Send request
money-ask-hint = It stands for a week, and you can cancel it whenever you like.
money-packet-title = Red packet
money-packet-shares = Shares
money-packet-random = By luck
money-packet-equal = Equal
money-packet-random-of =
    { $count ->
        [one] One share by luck
       *[other] { $count } shares by luck
    }
money-packet-equal-of =
    { $count ->
        [one] One share
       *[other] { $count } equal shares
    }
money-packet-total = All of it
money-packet-count = For how many?
money-packet-many = { $max } shares at most
money-packet-each = About { $amount } each
money-packet-hint = What nobody takes within a day comes back to you.
money-packet-words = Words with it (optional)
money-packet-send = Send red packet
money-split-title = Split a bill
money-split-what = What was it?
money-split-total = All of it
money-split-how = How to share
money-split-equal = Equally
money-split-person = By person
money-split-item = By item
money-split-who = Who shares in it?
money-split-part-of = Part of { $name }
money-split-each = About { $amount } each
money-split-missing = { $amount } still to be shared
money-split-over = The parts are { $amount } too much
money-split-sum = { $amount } in all
money-split-hint = Each is asked for their part, and what they pay comes to you.
money-split-send = Ask for the parts
money-split-item-number = Item { $number }
money-split-item-what = Item
money-split-item-who = Who had it?
money-split-item-more = Another item

# The wallet's first page
wallet-title = Wallet
wallet-failed = Your wallet could not be shown
wallet-partial = Not everything arrived: payments or requests may be waiting that are not shown here now.
wallet-empty-title = Your wallet is ready
wallet-empty-text = Open an account in your currency, then top it up or let others pay you.
wallet-open = Open an account
wallet-open-more = An account in another currency
wallet-open-title = In which currency?
wallet-opened = Your account in { $currency } is open.
wallet-acts = What would you like to do?
wallet-latest = Latest
balance-held = On hold
balance-total = Total
balance-coming = Held for you
balance-frozen = This account is frozen: no money comes in or goes out.
act-pay = Pay
act-request = Request
act-code = Code
act-top-up = Top up
act-pay-out = Pay out
waiting-payments = Payments that wait
open-requests = Open requests
payment-to = To { $name }
payment-from = From { $name }
payment-arrives = Arrives in seconds
payment-until = Ends { $when }
payment-accept = Accept
payment-accepted = The money is in your wallet.
payment-decline = Decline
payment-declined = The money went back to { $name }.
take-back = Take it back
taken-back = The money is back in your wallet.
request-to = You asked { $name }
request-from = { $name } asks you
request-cancel = Cancel request
request-cancelled = The request is cancelled.
request-declined = You declined. None of your money moved.

# Paying and asking
amount = Amount
amount-currency = Currency
amount-wrong = Write the amount in digits, like 12.50
amount-available = You have { $amount }
pay-title = Pay
pay-choose = Whom do you pay?
pay-failed = We could not find whom to pay
pay-by-code = Pay by code
pay-by-username = Or by username
pay-by-username-hint = For somebody who is not a contact of yours.
pay-nobody-text = Add people you know, or pay by username or by code.
payee-contact = A contact of yours
payee-stranger = Not a contact of yours
pay-note = What for? (optional)
pay-hint-contact = After you approve you have ten seconds to take the money back.
pay-hint-stranger = Make sure { $name } is who you mean. The money waits a day to be accepted, then comes back to you.
pay-sheet-title = Pay { $name }
pay-yes = Pay { $amount }
sent-going = { $amount } is on its way to { $name }
sent-seconds =
    { $seconds ->
        [zero] The time to take it back is over
        [one] One second left to take it back
        [two] { $seconds } seconds left to take it back
        [few] { $seconds } seconds left to take it back
        [many] { $seconds } seconds left to take it back
       *[other] { $seconds } seconds left to take it back
    }
sent-waiting = { $amount } waits for { $name } to accept
sent-until = It comes back to you if it is not accepted by { $when }.
sent-paid = { $name } has { $amount }
sent-taken-back = You took back { $amount }
sent-declined = { $name } sent { $amount } back
sent-returned = { $amount } was not accepted in time and came back
sent-done = To the wallet
request-title = Request money
request-choose = Whom do you ask?
request-lead = Whoever you choose sees your request in your chat, and pays or declines.
request-note = What for? (optional)
request-go = Send request
request-sent = Your request went to { $name }.
request-pay-title = Pay what { $name } asked for

# Paying by code
code-title = Pay by code
code-show = Show mine
code-scan = Read one
code-pay = Pay { $name }
code-pay-me = Pay { $name } { $amount }
code-label = A code to pay { $name }
code-until = Renews by itself within { $left }.
code-amount = Amount (leave empty to let the payer choose)
code-make = Update code
code-camera = Open the camera
code-no-camera = The camera could not be opened. Paste the code instead.
code-camera-none = This browser cannot read codes with the camera. Use your phone's camera, or paste the code here.
code-paste = Paste the code or its link
code-paste-hint = As whoever you pay sent it.

# Statement
statement-title = Statement
statement-search = Search
statement-filter = Filter
statement-take = Take along
statement-more = Show more
statement-empty = No money has moved here yet
statement-empty-text = Whatever comes in or goes out is shown here, and never erased.
statement-none-found = Nothing like that
statement-none-found-text = Change the search or the filter.
filter-direction = Direction
filter-both = Both
filter-in = In
filter-out = Out
filter-kind = Kind
filter-all = All kinds
filter-from = From
filter-to = To
filter-aside = Also show what was only put on hold
filter-use = Show
filter-clear = No filter
label-payment = Between people
label-red-packet = Red packet
label-order = Order in an app
label-refund = Refund
label-mandate = By mandate
label-top-up = Top-up
label-pay-out = Payout
label-withdrawal = App earnings
platform-fees = Fees of Majlis
platform-clearing = Bank transfer
platform-test-bank = Test bank
platform-control = Account frozen
platform-orders = Order in an app
platform-red-packets = Red packet
platform-unspecified = Majlis
hold-pending = On hold
hold-posted = Held, then paid
hold-voided = Held, then given back
hold-expired = Its hold ended and it came back
line-in = Money in
line-out = Money out
line-void = Hold given back
line-expiry = Hold ended
line-after = Balance after
line-for = For
line-when = When
line-captured = Paid of it
line-expires = The hold ends
line-prove = Save a proof
line-proved = The proof is saved: anybody can check it without Majlis.
receipt-title = Receipt in the ledger
receipt-text = Keep these numbers: whoever has them notices when the past is changed.
receipt-id = Transfer
receipt-row = Row
receipt-block = Block
receipt-hash = Hash of the block
take-hint = What the filter shows now.
take-csv = Table (CSV)
take-csv-text = Opens in spreadsheets.
take-proof = Proven statement
take-proof-text = Every line of those days with its proof; anybody can check it offline.
past-title = Your balance on a past day
past-day = At the end of
past-ask = Work out
csv-when = Time
csv-what = What
csv-detail = Detail
csv-amount = Amount
csv-currency = Currency
csv-total = Balance after
csv-held = On hold after
csv-id = Transfer

# Money in and out
top-up-title = Top up
top-up-lead = From your account at the bank. Banks may take a while; what is on its way stands below.
top-up-go = Top up
top-up-asked = The bank was asked for { $amount }
pay-out-title = Pay out
pay-out-lead = The money is on hold until the bank answers, and comes back if it says no.
pay-out-sheet-title = Pay out to your bank account
pay-out-yes = Pay out { $amount }
pay-out-asked = { $amount } is on its way to the bank.
bank-mine = Your bank account
bank-failed = Your bank transfers could not be shown
bank-none = Nothing between you and the bank yet.
bank-transfers = Between you and the bank
bank-pending = Waits for the bank
bank-done = Done
bank-refused = Refused by the bank
bank-returned = Returned by the bank

# Safety
safety-title = Wallet safety
safety-row = PIN, your mark, daily limits
safety-lead = What stands between your phone and your money.
pin-title = PIN
pin-hint = Asked for whenever money leaves. Five wrong tries lock it for a while.
pin-set = Choose a PIN
pin-set-row = Without one nothing leaves your wallet.
pin-change = Change PIN
pin-forgot = Forgot the PIN
pin-forgot-row = A new one after a day
pin-forgot-lead = The new PIN begins after a whole day; until then the old one holds. You can stop this from any device you are signed in on.
pin-saved = Your PIN is saved.
reset-title = A new PIN is on its way
reset-text = It begins { $when }. If you did not ask for it, stop it now and change your password.
reset-cancel = Stop it
reset-cancelled = Stopped. Your PIN is as it was.
reset-began = Your new PIN begins in a day.
mark-title = Your mark
mark-hint = It is on every true payment sheet, and no app knows it. A sheet without it is not ours.
mark-choose = Choose your mark
mark-change = Press to change it
mark-lead = A picture and words nobody else knows.
mark-emoji = Picture
mark-phrase = Your words
mark-phrase-hint = Like: grandmother's coffee. Not a password.
mark-saved = Your mark is saved.
limits-title = Daily limits
limits-hint = Lowering one holds at once, raising one takes your password. A new day begins at midnight UTC.
limit-all = Everything that leaves
limit-left-of = { $left } of { $max } left
limit-change-title = Daily limit: { $name }
limit-change-text = No more than this leaves in a day; zero lets nothing out.
limit-per-day = In a day
limit-now = Now
limit-then = Then
limit-saved = The limit is saved.

# Apps and my money
my-apps-title = Apps and my money
my-apps-row = What they hold, took and gave back
my-apps-lead = For each app: what it holds of your money now, what it took, what it gave back.
my-apps-empty = No app took anything from you
my-apps-empty-text = Once you pay in an app, how you two stand is shown here.
order-pay = Pay now
standing-held = On hold for it now
standing-may-take = May take by mandate
standing-paid = You paid
standing-refunded = It gave back
standing-orders = Your orders
standing-open =
    { $count ->
        [zero] No order waits for you
        [one] One order waits for your yes
        [two] { $count } orders wait for your yes
        [few] { $count } orders wait for your yes
        [many] { $count } orders wait for your yes
       *[other] { $count } orders wait for your yes
    }
mandates-title = Mandates
mandates-hint = Within these an app takes without asking. End any of them whenever you like.
mandate-words = Up to { $max } every { $window }, { $spent } taken
mandate-end = End
mandate-end-title = End the mandate of { $app }?
mandate-end-text = From then on the app takes nothing without your yes. What is paid stays paid.
mandate-end-yes = End mandate
mandate-ended = The mandate has ended.
orders-lead = Your orders in this app
orders-empty = You have no orders here
order-open = Waits for you
order-held = On hold
order-paid = Paid
order-declined = You declined
order-expired = Expired
order-voided = Cancelled by the app
order-times = { $title } × { $count }
order-share = Gets { $share }%
order-someone = Somebody who shares
order-tip = Tip
order-total = Total
order-paid-sum = Taken
order-refunded = Given back to you

# The payment sheet in apps
order-sheet-title = { $app } asks you to pay
order-yes = Pay { $amount }
order-hold-yes = Hold { $amount }
order-no = Decline
order-hold-note = The amount is put on hold now; the app takes it, or a part of it, when what you asked for is done. The rest comes back.
order-hold-tip-note = Of the tip, the same share is taken as of the amount.
order-late = What is asked could not be shown
order-over = This order does not wait any more
order-done = Paid.
order-hold-done = The amount is on hold.
tip-title = Add a tip?
tip-none = None
mandate-sheet-title = { $app } asks for a mandate
mandate-yes = Allow
mandate-no = Decline
mandate-max = The most it takes
mandate-window = In every
mandate-lasts = Until
mandate-note = Within this the app takes without asking each time, and it cannot take more. End it whenever you like under “Apps and my money”.
mandate-done = The mandate has begun.

# For developers
merchant-title = What my apps earn
merchant-row = What your apps sold and what you can take
merchant-lead = Choose an app.
merchant-none = You have no app yet
merchant-empty = This app has sold nothing yet
merchant-empty-text = Its first paid order is shown here.
merchant-available = You can take
merchant-held = On hold with payers
merchant-sales = Sales
merchant-refunds = Given back
merchant-fees = Fees of Majlis
merchant-shared = Parts of others
merchant-owed = Payees owe you
settlement-stood-in = { $amount } of it for a payee
settlement-repaid = { $amount } of it what a payee owed
merchant-withdraw = Take earnings
merchant-withdraw-yes = Take { $amount }
merchant-withdrawn = The money is in your wallet.
merchant-from = From app
merchant-terms = Majlis takes { $fee }% of each sale. Who shares: { $payees }.
settlements-title = Movements
settlement-sale = Sale
settlement-refund = Refund
settlement-charge = Taken by mandate
settlement-withdrawal = Earnings taken

# Why mandates refuse
error-mandate-not-found = There is no such standing permission.
error-mandate-not-proposed = This permission has been decided already.
error-mandate-not-active = This permission does not hold, so nothing can be taken under it.
error-mandate-exceeded = That is more than the permission leaves right now.

# Why the bank refuses
error-bank-not-configured = This host has no bank, so money can be neither added nor paid out.
error-bank-notice-refused = This is not a notice of the bank.
error-bank-transfer-not-found = There is no such top-up or payout.
