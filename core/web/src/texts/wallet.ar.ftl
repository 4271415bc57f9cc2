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

# بطاقات المال في المحادثة
money-pay = ادفع
money-over = انتهت
money-pay-mine = دفعة إلى { $name }
money-pay-to-me = دفعة لك من { $name }
money-pay-others = دفعة من { $name } إلى { $to }
money-pay-back-within =
    { $count ->
        [one] يمكن استرجاعها خلال ثانية
        [two] يمكن استرجاعها خلال ثانيتين
        [few] يمكن استرجاعها خلال { $shown } ثوانٍ
       *[other] يمكن استرجاعها خلال { $shown } ثانية
    }
money-pay-arriving = تصل الآن
money-pay-on-its-way = في الطريق إليك
money-pay-accept-by = تنتظر قبولك حتى { $when }
money-pay-waits-by = تنتظر القبول حتى { $when }
money-pay-arrived = وصلت
money-pay-yours = أصبحت في رصيدك
money-pay-taken-back = استرجعها من دفعها
money-pay-declined = أُعيدت إلى من دفعها
money-pay-returned = لم تُقبل في وقتها، فعادت
money-take-back = استرجع
money-accept = اقبل
money-send-back = أعدها
money-ask-mine = طلبك من { $name }
money-ask-me = طلب مال من { $name } إليك
money-ask-others = طلب من { $name } إلى { $to }
money-ask-open = ينتظر الدفع
money-ask-until = ينتظر الدفع حتى { $when }
money-ask-paid = دُفع
money-ask-declined = رُفض
money-ask-cancelled = أُلغي
money-ask-expired = انتهت مدته
money-decline = ارفض
money-cancel-request = ألغِ الطلب
money-receipt = إيصال
money-receipt-paid = دُفع
money-receipt-held = محجوز، ولم يُدفع بعد
money-receipt-voided = أُلغي الحجز وعاد المبلغ
money-receipt-declined = لم يُدفع
money-receipt-refunded = أُعيد المبلغ كله
money-receipt-part = أُعيد منه { $amount }
money-receipt-open = افتح التطبيق
money-split = فاتورة مشتركة
money-split-by = فاتورة مشتركة دفعها { $name }
money-split-some =
    { $count ->
        [one] دُفع نصيب { $done } من نصيب واحد
        [two] دُفع نصيب { $done } من نصيبين
        [few] دُفع { $done } من { $of } أنصبة
       *[other] دُفع { $done } من { $of } نصيبًا
    }
money-split-all = دُفعت كلها
money-split-closed = أُغلقت
money-split-progress = ما دُفع من الفاتورة
money-split-open = التفاصيل
money-split-parts = الأنصبة
money-split-items = ما في الفاتورة
money-split-pay-mine = ادفع نصيبك
money-split-close = لا تطلب من أحد بعد الآن
money-part-open = لم يُدفع
money-part-paid = دُفع
money-packet-mine = ظرف هدية منك
money-packet-by = ظرف هدية من { $name }
money-packet-greeting = هدية لكم، عساها تسعدكم
money-packet-taken =
    { $count ->
        [one] أُخذ { $done } من نصيب واحد
        [two] أُخذ { $done } من نصيبين
        [few] أُخذ { $done } من { $of } أنصبة
       *[other] أُخذ { $done } من { $of } نصيبًا
    }
money-packet-empty = فرغ الظرف
money-packet-expired = مضى يومه، وعاد ما بقي فيه
money-packet-open = افتح الظرف
money-packet-look = من أخذ ماذا
money-packet-in-wallet = أصبح في رصيدك
money-packet-not-opened = لم تفتحه بعد
money-packet-claims =
    { $count ->
        [one] أُخذ { $done } من نصيب واحد: { $taken } من { $total }
        [two] أُخذ { $done } من نصيبين: { $taken } من { $total }
        [few] أُخذ { $done } من { $of } أنصبة: { $taken } من { $total }
       *[other] أُخذ { $done } من { $of } نصيبًا: { $taken } من { $total }
    }
money-packet-back = عاد إلى المرسل { $amount }
money-packet-best = الأوفر حظًا
money-packet-sealed = سُحبت الأنصبة سرًا وخُتمت عند إرسال الظرف. حين لا يبقى نصيب يُفتح الختم، ويتأكد جهازك من عدل السحب.
money-packet-checked = تأكد جهازك من السحب: هو نفسه الذي خُتم عند الإرسال، وكل نصيب كما سُحب.
money-packet-wrong = هذا السحب ليس الذي خُتم عند الإرسال. لا تثق به، وأبلغ عنه.

# نماذج المال في المحادثة
money-amount = المبلغ ({ $currency })
money-amount-bad = اكتب مبلغًا مثل 12.50
money-balance = المتاح لك { $amount }
money-currency = العملة
money-note = لأجل ماذا؟ (اختياري)
money-pay-whom = لمن تدفع؟
money-pay-title = دفع
money-pay-hint =
    { $count ->
        [one] بعد الموافقة تبقى ثانية واحدة يمكنك فيها استرجاعها.
        [two] بعد الموافقة تبقى ثانيتان يمكنك فيهما استرجاعها.
        [few] بعد الموافقة تبقى { $count } ثوانٍ يمكنك فيها استرجاعها.
       *[other] بعد الموافقة تبقى { $count } ثانية يمكنك فيها استرجاعها.
    }
money-pay-hint-stranger = ليس هذا الشخص من جهات اتصالك: ينتظر المبلغ قبوله يومًا واحدًا ثم يعود إليك.
money-pay-done = { $amount } إلى { $name }: تصل بعد ثوانٍ
money-ask-whom = ممن تطلب؟
money-ask-title = طلب مال
money-ask-note = لأجل ماذا؟ (اختياري)
money-ask-send = أرسل الطلب
money-ask-hint = يبقى الطلب أسبوعًا، ويمكنك إلغاؤه متى شئت.
money-packet-title = ظرف هدية
money-packet-shares = الأنصبة
money-packet-random = بالحظ
money-packet-equal = بالتساوي
money-packet-random-of =
    { $count ->
        [one] نصيب واحد بالحظ
        [two] نصيبان بالحظ
        [few] { $count } أنصبة بالحظ
       *[other] { $count } نصيبًا بالحظ
    }
money-packet-equal-of =
    { $count ->
        [one] نصيب واحد
        [two] نصيبان بالتساوي
        [few] { $count } أنصبة بالتساوي
       *[other] { $count } نصيبًا بالتساوي
    }
money-packet-total = المبلغ كله ({ $currency })
money-packet-count = لكم شخصًا؟
money-packet-many = { $max } نصيب على الأكثر
money-packet-each = لكل واحد نحو { $amount }
money-packet-hint = ما لم يُؤخذ خلال يوم يعود إليك.
money-packet-words = كلمة معه (اختياري)
money-packet-send = أرسل الظرف
money-split-title = تقسيم فاتورة
money-split-what = ما الفاتورة؟
money-split-total = المبلغ كله ({ $currency })
money-split-how = طريقة القسمة
money-split-equal = بالتساوي
money-split-person = لكل شخص
money-split-item = بالأصناف
money-split-who = من يشارك فيها؟
money-split-part-of = نصيب { $name }
money-split-each = على كل واحد نحو { $amount }
money-split-missing = بقي { $amount } لم يُقسم
money-split-over = الأنصبة أكثر من المبلغ بمقدار { $amount }
money-split-sum = المجموع { $amount }
money-split-hint = يُطلب من كل مشارك نصيبه، ويصل إليك ما يُدفع.
money-split-send = اطلب الأنصبة
money-split-item-number = الصنف { $number }
money-split-item-what = الصنف
money-split-item-who = لمن كان؟
money-split-item-more = صنف آخر
