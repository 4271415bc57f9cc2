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
