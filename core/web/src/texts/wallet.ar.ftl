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
approve-missing = ينقصك { $missing }، فاشحن محفظتك أولًا.
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
        [zero] الرمز غير صحيح، وأُقفل.
        [one] الرمز غير صحيح. بقيت محاولة واحدة قبل أن يُقفل.
        [two] الرمز غير صحيح. بقيت محاولتان قبل أن يُقفل.
        [few] الرمز غير صحيح. بقيت { $left } محاولات قبل أن يُقفل.
        [many] الرمز غير صحيح. بقيت { $left } محاولة قبل أن يُقفل.
       *[other] الرمز غير صحيح. بقيت { $left } محاولة قبل أن يُقفل.
    }
pin-locked-until = أُقفل الرمز بعد محاولات خاطئة. جرّبه من جديد { $when }.
limit-left = هذا فوق حدّك لليوم، وقد بقي لك منه { $left }
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
        [zero] يمكن استرجاعها خلال { $shown } ثانية
        [one] يمكن استرجاعها خلال ثانية
        [two] يمكن استرجاعها خلال ثانيتين
        [few] يمكن استرجاعها خلال { $shown } ثوانٍ
        [many] يمكن استرجاعها خلال { $shown } ثانية
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
money-pin = رقم سري جديد
money-pin-waits = طُلب لك رقم سري جديد، ويبدأ في هذا الوقت. إن لم تكن أنت من طلبه فأوقفه الآن وغيّر كلمة مرورك.
money-pin-began = بدأ الرقم السري الجديد.
money-pin-stopped = أُوقف، ورقمك السري كما كان.
money-pin-stop = انظر وأوقفه
money-split = فاتورة مشتركة
money-split-mine = فاتورتك المشتركة
money-split-by = فاتورة مشتركة دفعها { $name }
money-split-some =
    { $count ->
        [zero] دُفع { $done } من { $of } نصيبًا
        [one] دُفع نصيب { $done } من نصيب واحد
        [two] دُفع نصيب { $done } من نصيبين
        [few] دُفع { $done } من { $of } أنصبة
        [many] دُفع { $done } من { $of } نصيبًا
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
        [zero] أُخذ { $done } من { $of } نصيبًا
        [one] أُخذ { $done } من نصيب واحد
        [two] أُخذ { $done } من نصيبين
        [few] أُخذ { $done } من { $of } أنصبة
        [many] أُخذ { $done } من { $of } نصيبًا
       *[other] أُخذ { $done } من { $of } نصيبًا
    }
money-packet-empty = فرغ الظرف
money-packet-expired = مضى يومه، وعاد ما بقي فيه
money-packet-open = افتح الظرف
money-packet-look = من أخذ ماذا
money-packet-in-wallet = أصبح في رصيدك
money-packet-not-opened = لم تأخذ منه شيئًا
money-packet-claims =
    { $count ->
        [zero] أُخذ { $done } من { $of } نصيبًا: { $taken } من { $total }
        [one] أُخذ { $done } من نصيب واحد: { $taken } من { $total }
        [two] أُخذ { $done } من نصيبين: { $taken } من { $total }
        [few] أُخذ { $done } من { $of } أنصبة: { $taken } من { $total }
        [many] أُخذ { $done } من { $of } نصيبًا: { $taken } من { $total }
       *[other] أُخذ { $done } من { $of } نصيبًا: { $taken } من { $total }
    }
money-packet-back = عاد إلى المرسل { $amount }
money-packet-best = الأوفر حظًا
money-packet-sealed = سُحبت الأنصبة سرًا وخُتمت عند إرسال الظرف. حين لا يبقى نصيب يُفتح الختم، ويتأكد جهازك من عدل السحب.
money-packet-checked = تأكد جهازك من السحب: هو نفسه الذي خُتم عند الإرسال، وكل نصيب كما سُحب.
money-packet-wrong = هذا السحب ليس الذي خُتم عند الإرسال. لا تثق به، وأبلغ عنه.

# نماذج المال في المحادثة
money-note = لأجل ماذا؟ (اختياري)
money-pay-whom = لمن تدفع؟
money-pay-title = دفع
money-pay-hint =
    { $count ->
        [zero] بعد الموافقة تبقى { $count } ثانية يمكنك فيها استرجاعها.
        [one] بعد الموافقة تبقى ثانية واحدة يمكنك فيها استرجاعها.
        [two] بعد الموافقة تبقى ثانيتان يمكنك فيهما استرجاعها.
        [few] بعد الموافقة تبقى { $count } ثوانٍ يمكنك فيها استرجاعها.
        [many] بعد الموافقة تبقى { $count } ثانية يمكنك فيها استرجاعها.
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
        [zero] { $count } نصيبًا بالحظ
        [one] نصيب واحد بالحظ
        [two] نصيبان بالحظ
        [few] { $count } أنصبة بالحظ
        [many] { $count } نصيبًا بالحظ
       *[other] { $count } نصيبًا بالحظ
    }
money-packet-equal-of =
    { $count ->
        [zero] { $count } نصيبًا بالتساوي
        [one] نصيب واحد
        [two] نصيبان بالتساوي
        [few] { $count } أنصبة بالتساوي
        [many] { $count } نصيبًا بالتساوي
       *[other] { $count } نصيبًا بالتساوي
    }
money-packet-total = المبلغ كله
money-packet-count = لكم شخصًا؟
money-packet-many = { $max } نصيب على الأكثر
money-packet-each = لكل واحد نحو { $amount }
money-packet-hint = ما لم يُؤخذ خلال يوم يعود إليك.
money-packet-words = كلمة معه (اختياري)
money-packet-send = أرسل الظرف
money-split-title = تقسيم فاتورة
money-split-what = ما الفاتورة؟
money-split-total = المبلغ كله
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

# المحفظة: صفحتها الأولى
wallet-title = محفظتي
wallet-failed = تعذّر عرض محفظتك
wallet-partial = لم يصل كل شيء: قد تنتظرك دفعات أو طلبات لا تظهر هنا الآن.
wallet-empty-title = محفظتك جاهزة
wallet-empty-text = افتح حسابًا بعملتك، ثم اشحنه أو دع غيرك يدفع لك.
wallet-open = افتح حسابًا
wallet-open-more = حساب بعملة أخرى
wallet-open-title = بأي عملة؟
wallet-opened = فُتح حسابك بعملة { $currency }.
wallet-acts = ماذا تريد؟
wallet-latest = آخر ما جرى
balance-held = محجوز
balance-total = المجموع
balance-coming = محجوز لك
balance-frozen = هذا الحساب مجمّد: لا يدخله مال ولا يخرج منه.
act-pay = ادفع
act-request = اطلب
act-code = الرمز
act-top-up = اشحن
act-pay-out = اسحب
waiting-payments = دفعات تنتظر
open-requests = طلبات مفتوحة
payment-to = إلى { $name }
payment-from = من { $name }
payment-arrives = تصل بعد ثوانٍ
payment-until = تنتهي { $when }
payment-accept = اقبل
payment-accepted = أصبح المال في محفظتك.
payment-decline = ارفض
payment-declined = عاد المال إلى { $name }.
take-back = استرجع المال
taken-back = عاد المال إلى محفظتك.
request-to = طلبتَ من { $name }
request-from = يطلب منك { $name }
request-cancel = ألغِ الطلب
request-cancelled = أُلغي الطلب.
request-declined = رفضتَ الطلب. لم يخرج من مالك شيء.

# الدفع والطلب
amount = المبلغ
amount-currency = العملة
amount-wrong = اكتب المبلغ أرقامًا، مثل 12.50
amount-available = المتاح لك { $amount }
pay-title = دفع
pay-choose = لمن تدفع؟
pay-failed = تعذّر أن نجد من تدفع له
pay-by-code = ادفع برمز
pay-by-username = أو باسم المستخدم
pay-by-username-hint = لمن ليس من جهات اتصالك.
pay-nobody-text = أضف من تعرف، أو ادفع باسم المستخدم أو برمز.
payee-contact = من جهات اتصالك
payee-stranger = ليس من جهات اتصالك
pay-note = لأجل ماذا؟ (اختياري)
pay-hint-contact = بعد الموافقة تبقى لك عشر ثوانٍ تسترجع فيها المال.
pay-hint-stranger = تأكد أن { $name } هو من تقصد. ينتظر المال قبوله يومًا، ثم يعود إليك.
pay-sheet-title = دفع إلى { $name }
pay-yes = ادفع { $amount }
sent-going = { $amount } في طريقها إلى { $name }
sent-seconds =
    { $seconds ->
        [zero] انتهى وقت الاسترجاع
        [one] بقيت ثانية واحدة للاسترجاع
        [two] بقيت ثانيتان للاسترجاع
        [few] بقيت { $seconds } ثوانٍ للاسترجاع
        [many] بقيت { $seconds } ثانية للاسترجاع
       *[other] بقيت { $seconds } ثانية للاسترجاع
    }
sent-waiting = { $amount } تنتظر قبول { $name }
sent-until = تعود إليك إن لم تُقبل قبل { $when }.
sent-paid = وصلت { $amount } إلى { $name }
sent-taken-back = استرجعتَ { $amount }
sent-declined = أعاد { $name } إليك { $amount }
sent-returned = لم تُقبل في وقتها، فعادت إليك { $amount }
sent-done = إلى المحفظة
request-title = طلب مال
request-choose = ممن تطلب؟
request-lead = يرى من تختاره طلبك في محادثتكما، فيدفع أو يرفض.
request-note = لأجل ماذا؟ (اختياري)
request-go = أرسل الطلب
request-sent = أُرسل طلبك إلى { $name }.
request-pay-title = دفع ما طلبه { $name }

# الدفع بالرمز
code-title = الدفع بالرمز
code-show = اعرض رمزي
code-scan = اقرأ رمزًا
code-pay = ادفع إلى { $name }
code-pay-me = ادفع إلى { $name } { $amount }
code-label = رمز للدفع إلى { $name }
code-until = يتجدد بنفسه بعد { $left } على الأكثر.
code-amount = المبلغ (اتركه فارغًا ليكتبه من يدفع)
code-make = حدّث الرمز
code-camera = افتح الكاميرا
code-no-camera = تعذّر فتح الكاميرا. الصق الرمز بدلًا من ذلك.
code-camera-none = متصفحك لا يقرأ الرموز بالكاميرا. صوّر الرمز بكاميرا جوالك، أو الصقه هنا.
code-paste = ألصق الرمز أو رابطه
code-paste-hint = كما أرسله من ستدفع له.

# الكشف
statement-title = كشف الحساب
statement-search = ابحث
statement-filter = تصفية
statement-take = خذ معك
statement-more = عرض المزيد
statement-empty = لم يتحرك هنا مال بعد
statement-empty-text = كل ما يدخل حسابك أو يخرج منه يظهر هنا، ولا يُمحى.
statement-none-found = لا شيء بهذا الوصف
statement-none-found-text = غيّر البحث أو التصفية.
filter-direction = الجهة
filter-both = الكل
filter-in = داخل
filter-out = خارج
filter-kind = النوع
filter-all = كل الأنواع
filter-from = من يوم
filter-to = إلى يوم
filter-aside = أظهر أيضًا ما حُجز ولم يُدفع
filter-use = اعرض
filter-clear = بلا تصفية
label-payment = دفع بين الناس
label-red-packet = ظرف هدية
label-order = طلب في تطبيق
label-refund = استرداد
label-mandate = بتفويض
label-top-up = شحن
label-pay-out = سحب
label-withdrawal = أرباح تطبيق
platform-fees = رسوم مجلس
platform-clearing = تحويل بنكي
platform-test-bank = بنك التجربة
platform-control = تجميد الحساب
platform-orders = طلب في تطبيق
platform-red-packets = ظرف هدية
platform-unspecified = مجلس
hold-pending = محجوز
hold-posted = حُجز ثم دُفع
hold-voided = حُجز ثم عاد
hold-expired = انتهى حجزه وعاد
line-in = مال داخل
line-out = مال خارج
line-void = عاد المحجوز
line-expiry = انتهى الحجز
line-after = الرصيد بعدها
line-for = لأجل
line-when = متى
line-captured = دُفع منه
line-expires = ينتهي الحجز
line-prove = احفظ إثباتًا
line-proved = حُفظ الإثبات: يتحقق منه أي أحد بلا اتصال بمجلس.
receipt-title = الإيصال في الدفتر
receipt-text = احتفظ بهذه الأرقام: من يملكها يعرف لو غُيّر الماضي.
receipt-id = رقم الحركة
receipt-row = سطر الدفتر
receipt-block = الكتلة
receipt-hash = بصمة الكتلة
take-hint = يشمل ما تعرضه التصفية الآن.
take-csv = جدول (CSV)
take-csv-text = يفتح في برامج الجداول.
take-proof = كشف مُثبَت
take-proof-text = كل أسطر تلك الأيام مع برهانها، يتحقق منه أي أحد بلا اتصال.
past-title = رصيدك في يوم مضى
past-day = آخر اليوم
past-ask = احسب
csv-when = الوقت
csv-what = ما هو
csv-detail = التفصيل
csv-amount = المبلغ
csv-currency = العملة
csv-total = الرصيد بعده
csv-held = المحجوز بعده
csv-id = رقم الحركة

# الشحن والسحب
top-up-title = شحن المحفظة
top-up-lead = من حسابك في البنك. قد يتأخر جواب البنك، وما في الطريق تراه هنا.
top-up-go = اشحن
top-up-asked = طُلب من البنك { $amount }
pay-out-title = سحب إلى البنك
pay-out-lead = يُحجز المبلغ حتى يجيب البنك، ويعود إليك إن رفض.
pay-out-sheet-title = سحب إلى حسابك في البنك
pay-out-yes = اسحب { $amount }
pay-out-asked = { $amount } في طريقها إلى البنك.
bank-mine = حسابك في البنك
bank-failed = تعذّر عرض ما بينك وبين البنك
bank-none = لا شيء بينك وبين البنك بعد.
bank-transfers = بينك وبين البنك
bank-pending = ينتظر البنك
bank-done = تم
bank-refused = رفضه البنك
bank-returned = أعاده البنك

# الأمان
safety-title = أمان المحفظة
safety-row = الرمز السري، وعلامتك، وحدود اليوم
safety-lead = ما يقف بين جوالك ومالك.
pin-title = الرمز السري
pin-hint = يُطلب منك كلما خرج مال. خمس محاولات خاطئة تقفله لبعض الوقت.
pin-set = اختر رمزًا سريًا
pin-set-row = بدونه لا يخرج من محفظتك شيء.
pin-change = غيّر الرمز
pin-forgot = نسيت الرمز
pin-forgot-row = رمز جديد بعد يوم
pin-forgot-lead = يبدأ الرمز الجديد بعد يوم كامل، ويبقى القديم إلى ذلك. تستطيع إيقاف هذا من أي جهاز دخلت منه.
pin-saved = حُفظ رمزك السري.
reset-title = رمز جديد في الطريق
reset-text = يبدأ { $when }. إن لم تطلبه أنت فأوقفه الآن وغيّر كلمة مرورك.
reset-cancel = أوقفه
reset-cancelled = أُوقف. رمزك كما كان.
reset-began = يبدأ رمزك الجديد بعد يوم.
mark-title = علامتك
mark-hint = تظهر في كل ورقة دفع حقيقية، ولا يعرفها أي تطبيق. ورقة بلا علامتك ليست منا.
mark-choose = اختر علامتك
mark-change = اضغط لتغييرها
mark-lead = صورة وكلمات لا يعرفها غيرك.
mark-emoji = الصورة
mark-phrase = كلماتك
mark-phrase-hint = مثل: قهوة جدتي. وليست كلمة مرور.
mark-saved = حُفظت علامتك.
limits-title = حدود اليوم
limits-hint = خفض الحد فوري، ورفعه يحتاج كلمة مرورك. يبدأ اليوم الجديد عند منتصف الليل بالتوقيت العالمي.
limit-all = كل ما يخرج
limit-left-of = بقي { $left } من { $max }
limit-change-title = حد اليوم: { $name }
limit-change-text = لا يخرج في اليوم أكثر من هذا، وصفر يمنع كل شيء.
limit-per-day = في اليوم
limit-now = الآن
limit-then = بعدها
limit-saved = حُفظ الحد.

# التطبيقات ومالي
my-apps-title = التطبيقات ومالي
my-apps-row = ما تحجزه وما أخذته وما أعادته
my-apps-lead = لكل تطبيق: ما يحجزه من مالك الآن، وما أخذ، وما أعاد.
my-apps-empty = لم يأخذ منك تطبيق شيئًا
my-apps-empty-text = حين تدفع في تطبيق يظهر هنا حسابك معه.
order-pay = ادفع الآن
standing-held = محجوز له الآن
standing-may-take = يستطيع أخذه بتفويض
standing-paid = دفعتَ له
standing-refunded = أعاد إليك
standing-orders = طلباتك فيه
standing-open =
    { $count ->
        [zero] لا طلب ينتظرك
        [one] طلب واحد ينتظر موافقتك
        [two] طلبان ينتظران موافقتك
        [few] { $count } طلبات تنتظر موافقتك
        [many] { $count } طلبًا ينتظر موافقتك
       *[other] { $count } طلب ينتظر موافقتك
    }
mandates-title = تفويضات سارية
mandates-hint = يأخذ التطبيق في حدودها بلا سؤال. أنهِ ما تشاء في أي وقت.
mandate-words = حتى { $max } كل { $window }، أُخذ منها { $spent }
mandate-end = أنهِه
mandate-end-title = إنهاء تفويض { $app }؟
mandate-end-text = لن يأخذ التطبيق بعدها شيئًا إلا بموافقتك. ما دُفع يبقى مدفوعًا.
mandate-end-yes = أنهِ التفويض
mandate-ended = انتهى التفويض.
orders-lead = طلباتك في هذا التطبيق
orders-empty = لا طلبات لك هنا
order-open = ينتظر موافقتك
order-held = محجوز
order-paid = مدفوع
order-declined = رفضتَه
order-expired = انتهى وقته
order-voided = ألغاه التطبيق
order-times = { $title } × { $count }
order-share = نصيبه { $share }٪
order-someone = صاحب نصيب
order-tip = إكرامية
order-total = المجموع
order-paid-sum = أُخذ
order-refunded = أُعيد إليك

# ورقة الدفع في التطبيقات
order-sheet-title = { $app } يطلب الدفع
order-yes = ادفع { $amount }
order-hold-yes = احجز { $amount }
order-no = لا أدفع
order-hold-note = يُحجز المبلغ الآن، ويأخذه التطبيق أو جزءًا منه حين يتم ما طلبت. ما لا يؤخذ يعود.
order-hold-tip-note = ويُؤخذ من الإكرامية مثلُ نسبة ما يؤخذ من المبلغ.
order-late = تعذّر عرض ما يُطلب
order-over = لم يعد هذا الطلب ينتظر
order-done = تم الدفع.
order-hold-done = حُجز المبلغ.
tip-title = هل تضيف إكرامية؟
tip-none = بلا
mandate-sheet-title = { $app } يطلب تفويضًا
mandate-yes = فوّضه
mandate-no = لا أفوّضه
mandate-max = أقصى ما يأخذه
mandate-window = في كل
mandate-lasts = حتى
mandate-note = يأخذ التطبيق في هذه الحدود بلا أن يسألك كل مرة، ولا يستطيع أكثر منها. تنهيه متى شئت من «التطبيقات ومالي».
mandate-done = بدأ التفويض.

# للمطوّرين
merchant-title = أرباح تطبيقاتي
merchant-row = ما باعته تطبيقاتك وما تستطيع أخذه
merchant-lead = اختر تطبيقًا.
merchant-none = ليس لك تطبيق بعد
merchant-empty = لم يبع هذا التطبيق شيئًا بعد
merchant-empty-text = أول طلب يُدفع يظهر هنا.
merchant-available = تستطيع أخذه
merchant-held = محجوز عند الدافعين
merchant-sales = المبيعات
merchant-refunds = ما أُعيد
merchant-fees = رسوم مجلس
merchant-shared = أنصبة غيرك
merchant-owed = لك على أصحاب الأنصبة
settlement-stood-in = منه { $amount } عن صاحب نصيب
settlement-repaid = منه { $amount } سداد لما دفعتَه عنه
merchant-withdraw = خذ أرباحك
merchant-withdraw-yes = خذ { $amount }
merchant-withdrawn = أصبح المال في محفظتك.
merchant-from = من تطبيق
merchant-terms = رسوم مجلس { $fee }٪ من كل بيع. أصحاب الأنصبة: { $payees }.
settlements-title = الحركات
settlement-sale = بيع
settlement-refund = استرداد
settlement-charge = أُخذ بتفويض
settlement-withdrawal = أخذتَ أرباحك

# التفويضات: لماذا لا
error-mandate-not-found = لا يوجد تفويض كهذا.
error-mandate-not-proposed = حُسم أمر هذا التفويض من قبل.
error-mandate-not-active = هذا التفويض غير سارٍ، فلا يؤخذ به شيء.
error-mandate-exceeded = هذا أكثر مما بقي في التفويض الآن.

# البنك: لماذا لا
error-bank-not-configured = لا بنك لهذا المضيف، فلا يُشحن رصيد ولا يُسحب.
error-bank-notice-refused = ليس هذا إشعارًا من البنك.
error-bank-transfer-not-found = لا يوجد شحن أو سحب كهذا.
