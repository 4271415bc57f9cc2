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
