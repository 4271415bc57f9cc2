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

# الموافقة: ورقة واحدة لكل ما يخرج من المال
continue = متابعة
approve-pin = رمزك السري
approve-password-hint = لأن المبلغ كبير أو الأمر يدوم، نتأكد بكلمة المرور أيضًا.
approve-after = رصيدك بعدها
approve-missing = ينقصك { $missing }. اشحن محفظتك أولًا.
approve-unknown-title = لا نعرف بعد هل تمّت
approve-unknown-text = انقطع الاتصال قبل أن يصل الجواب. اسأل مرة أخرى: إن كانت قد تمّت فلن تتكرر.
approve-ask-again = اسأل مرة أخرى
mark-yours = علامتك:
mark-none = اختر لك علامة في أمان المحفظة، فتعرف بها ورقة الدفع الحقيقية.
pin-first-title = اختر رمزًا سريًا لمالك
pin-first-lead = ستة أرقام تُطلب منك كلما خرج مال من محفظتك. نتأكد أولًا أنك أنت.
pin-current = رمزك الحالي
pin-new = الرمز الجديد
pin-again = الرمز الجديد مرة أخرى
pin-advice = لا تختر رقم جوالك ولا سنة ميلادك، ولا تقله لأحد: مجلس لا يسألك عنه أبدًا خارج هذه الورقة.
pin-differs = الرمزان مختلفان. اختر من جديد.
pin-save = احفظ الرمز
pin-erase = امسح رقمًا
pin-wrong-left =
    { $left ->
        [one] الرمز غير صحيح. بقيت محاولة واحدة قبل أن يُقفل.
        [two] الرمز غير صحيح. بقيت محاولتان قبل أن يُقفل.
        [few] الرمز غير صحيح. بقيت { $left } محاولات قبل أن يُقفل.
       *[other] الرمز غير صحيح. بقيت { $left } محاولة قبل أن يُقفل.
    }
pin-locked-until = أُقفل الرمز بعد محاولات خاطئة. جرّبه من جديد { $when }.
limit-left = هذا فوق حدّك لليوم. بقي لك اليوم { $left }.
balance-available = المتاح

# الرمز السري والحدود: لماذا لا
error-pin-not-set = ليس لك رمز سري بعد. اختر واحدًا أولًا.
error-pin-already-set = لك رمز سري من قبل. غيّره برمزك الحالي.
error-pin-too-easy = هذا الرمز سهل التخمين. اختر ستة أرقام لا ترتيب بينها ولا تكرار.
error-pin-wrong = الرمز السري غير صحيح.
error-pin-locked = أُقفل الرمز بعد محاولات خاطئة. جرّبه من جديد لاحقًا.
error-step-up-required = هذا يحتاج كلمة مرور حسابك مع الرمز السري.
error-password-wrong = كلمة المرور غير صحيحة.
error-limit-exceeded = هذا فوق حدّك لليوم. يمكنك رفع الحد في أمان المحفظة.

# ظروف الهدايا: لماذا لا
error-red-packet-not-found = لا يوجد ظرف هدية كهذا في محادثاتك.
error-red-packet-too-small = المبلغ أصغر من أن يُقسم على هذا العدد. زد المبلغ أو قلّل الأنصبة.
error-red-packet-empty = فرغ الظرف، فقد سبقك غيرك إلى كل الأنصبة.
error-red-packet-expired = مضى يوم على الظرف، وما بقي فيه عاد إلى مرسله.

# الطلبات والتجّار: لماذا لا
error-order-not-found = لا يوجد طلب دفع كهذا.
error-order-total-wrong = المبلغ ليس ما يطلبه الطلب. لم يُدفع شيء؛ انظر إلى المبلغ من جديد.
error-order-closed = لم يعد هذا الطلب ينتظر الدفع.
error-order-not-held = لا مبلغ محجوز لهذا الطلب.
error-order-not-paid = لم يُدفع هذا الطلب.
error-refund-exceeds-paid = لا يُردّ أكثر مما بقي من المدفوع.
error-payee-not-enrolled = أحد أصحاب الأنصبة لم يقبل بعد أن يُدفع له من هذا التطبيق.
error-merchant-not-found = ليس لك تطبيق كهذا.
