## The words of money: fetched with the wallet, not with the first page.

# Why payments, requests and bills refuse
error-not-a-member = ليس كل هؤلاء في هذه المحادثة، أو ليس لك أن تكتب فيها.
error-payee-not-found = لا أحد بهذا الوصف يمكنك أن تدفع له.
error-payee-name-changed = غيّر هذا الشخص اسمه. تأكد من الاسم الجديد قبل أن تدفع.
error-payee-not-contact = لا يُطلب المال إلا من جهات اتصالك.
error-payment-not-found = لا توجد دفعة كهذه.
error-payment-settled = حُسم أمر هذه الدفعة من قبل.
error-money-request-not-found = لا يوجد طلب كهذا.
error-money-request-closed = لم يعد أحد ينتظر هذا المال.
error-request-too-high = هذا أكثر مما يمكن طلبه من شخص واحد دفعة واحدة.
error-too-many-requests-open = لك طلبات كثيرة لم تُدفع بعد. ألغِ بعضها، أو انتظر حتى تُدفع.
error-split-invalid = لا يمكن تقسيم الفاتورة هكذا. راجع الأنصبة: لا بد أن يساوي مجموعها المبلغ كله.
error-split-not-found = لا توجد فاتورة كهذه.
error-pay-code-invalid = ليس هذا رمزًا للدفع.
error-pay-code-expired = انتهت صلاحية هذا الرمز. اطلب رمزًا جديدًا.
