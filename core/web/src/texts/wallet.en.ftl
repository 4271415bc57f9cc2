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
approve-missing = You are { $missing } short. Top up your wallet first.
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
limit-left = That is above your limit for today. You have { $left } left today.
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
money-split = Shared bill
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
money-packet-not-opened = You have not opened it yet
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
money-amount = Amount ({ $currency })
money-amount-bad = Write an amount like 12.50
money-balance = You have { $amount }
money-currency = Currency
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
money-packet-total = All of it ({ $currency })
money-packet-count = For how many?
money-packet-many = { $max } shares at most
money-packet-each = About { $amount } each
money-packet-hint = What nobody takes within a day comes back to you.
money-packet-words = Words with it (optional)
money-packet-send = Send red packet
money-split-title = Split a bill
money-split-what = What was it?
money-split-total = All of it ({ $currency })
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
