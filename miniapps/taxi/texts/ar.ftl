### تكسي

taxi = تكسي
ride = رحلة
trip = رحلة مشاركة
rider = الراكب
driver = السائق
the-car = السيارة
you = أنت
sides = بأي صفة تستخدم التطبيق؟
side-ride = راكب
side-drive = سائق
side-office = الإدارة

## التخطيط للرحلة

from = من
to = إلى
from-where = من أين نأخذك؟
to-where = إلى أين؟
swap = بدّل الاتجاه
start-over = ابدأ من جديد
my-trips = رحلاتي
recent = وجهات زرتها
which-car = اختر السيارة
seats =
    { $count ->
        [one] مقعد واحد
        [two] مقعدان
        [few] { $count } مقاعد
        [many] { $count } مقعدًا
       *[other] { $count } مقعد
    }
class-hint = { $amount } · { $seats } · { $away }
minutes-away =
    { $count ->
        [one] على بعد دقيقة
        [two] على بعد دقيقتين
        [few] على بعد { $count } دقائق
        [many] على بعد { $count } دقيقة
       *[other] على بعد { $count } دقيقة
    }
no-car-near = لا سيارة قريبة الآن
way =
    { $minutes ->
        [one] { $km } كم · نحو دقيقة
        [two] { $km } كم · نحو دقيقتين
        [few] { $km } كم · نحو { $minutes } دقائق
        [many] { $km } كم · نحو { $minutes } دقيقة
       *[other] { $km } كم · نحو { $minutes } دقيقة
    }
price = السعر
price-hint = يُحجز هذا المبلغ عند الطلب ولا يُخصم إلا عند وصولك. لن تدفع أكثر منه إلا بموافقتك.
order-for = اطلب بـ{ $amount }
map-way = خريطة الطريق من مكانك إلى وجهتك
map-car = خريطة رحلتك والسيارة عليها
map-cars =
    { $count ->
        [0] خريطة المدينة، ولا سيارة متاحة الآن
        [zero] خريطة المدينة، ولا سيارة متاحة الآن
        [one] خريطة المدينة وفيها سيارة متاحة
        [two] خريطة المدينة وفيها سيارتان متاحتان
        [few] خريطة المدينة وفيها { $count } سيارات متاحة
        [many] خريطة المدينة وفيها { $count } سيارة متاحة
       *[other] خريطة المدينة وفيها { $count } سيارة متاحة
    }
known = وجهات معروفة
map-you = موقعك على الخريطة
map-fleet = خريطة السائقين في الخدمة
closed-yet = لم تبدأ الخدمة بعد
closed-yet-text = لم تنشر الشركة أسعارها حتى الآن. عد إلينا قريبًا.
yours-to-open = افتح شركتك
yours-to-open-text = ابدأ بأسعار جاهزة وأربع سيارات تنتظر سائقيها، ثم غيّر ما تشاء.
start-with-examples = ابدأ بأمثلة جاهزة
own-tariff = أكتب أسعاري بنفسي
follow-ride = تابع رحلتك

## مراحل الرحلة

stage-asked = بانتظار موافقتك
stage-searching = نبحث عن سائق
stage-accepted = السائق في الطريق إليك
stage-arrived = السائق بانتظارك
stage-riding = في الطريق
stage-finished = انتهت الرحلة
stage-cancelled = أُلغيت
stage-unserved = لم نجد سائقًا
stage-dropped = لم تكتمل
ride-moved-on = تغيّر حال الرحلة قبل لمستك: { $stage }. لم يُخصم شيء.
ride-gone = هذه الرحلة غير موجودة، أو ليست لك.
not-your-ride = هذه الرحلة ليست لك.

asked-title = بقيت موافقتك
asked-text = لم يُحجز شيء بعد. وافق على الحجز لنبدأ البحث عن سائق، أو ألغِ الطلب.
approve-hold = وافق على حجز { $amount }
searching = نبحث عن سائق
searching-text = نسأل أقرب السائقين واحدًا بعد آخر. إن لم نجد أحدًا عاد إليك المبلغ كاملًا.
passed-on-text = اعتذر السائق، فبدأنا البحث عن غيره فورًا. لن تدفع شيئًا عن هذا.
held = محجوز لك ولم يُخصم: { $amount }
tell-me = أخبرني في المحادثة
will-tell = سنخبرك في المحادثة
driver-comes = يصل إليك { $at }
driver-there = السائق عند المكان
your-code = رمز البدء
code-hint = قل هذا الرمز لسائقك حين تركب، ليعرف كلاكما أنه في السيارة الصحيحة.
talk = راسل
share-trip = شارك رحلتي
change-end = غيّر الوجهة
there-at = الوصول { $at }
stars-label = تقييم السائق
rider-stars = تقييم الراكب

## الإلغاء

cancel-ride = ألغِ الرحلة
cancel-title = أتلغي الرحلة؟
cancel-free-text = الإلغاء الآن مجاني، ويعود إليك المبلغ المحجوز كاملًا.
cancel-costs = قطع السائق طريقًا إليك، فيُخصم { $amount } من المبلغ المحجوز ويعود الباقي.
cancel-pay = ألغِ وادفع { $amount }
free-cancel-for = الإلغاء مجاني لمدة
fee-now = انتهت مهلة الإلغاء المجاني: يكلّف الآن { $amount }. لم يُلغَ شيء بعد.
cancelled-free = أُلغيت الرحلة، وعاد إليك المبلغ المحجوز كاملًا.
cancelled-fee = أُلغيت الرحلة وخُصم { $amount }، وعاد إليك الباقي.

## وجهة أخرى أو طريق أطول

new-end = الوجهة الجديدة
change-more = أغلى بـ{ $amount }. توافق على الفرق وحده، ويبقى ما حُجز كما هو.
change-less = أرخص بـ{ $amount }. لن يُخصم هذا الفرق.
change-same = السعر نفسه.
change-approve = وافق على { $amount } إضافية
change-now = غيّر الوجهة
end-changed = تغيّرت الوجهة
choose-end = اختر الوجهة الجديدة أولًا.
one-longer-way = وافقت على طريق أطول من قبل. اطلب رحلة أخرى من هناك.
extra-driver = كان الطريق أطول
extra-mine = بقيت موافقتك على الفرق
extra-text = إلى { $to }: الفرق { $amount }.
extra-no-text = إن رفضت فلن تدفع أكثر مما اتفقنا عليه.
extra-mine-text = تبقى الوجهة كما كانت حتى توافق.
extra-yes = وافق على { $amount }
extra-no = لا، كما اتفقنا
extra-refused = كما اتفقنا: لن يُخصم أي فرق
extra-held = وافقت على فرق { $amount } لطريق أطول

## بعد الرحلة

end-finished = وصلت بالسلامة
end-cancelled = أُلغيت الرحلة
end-unserved = لا سائق متاح الآن
end-dropped = لم يبدأ الطلب
finished-text = خُصم { $amount } من المبلغ المحجوز.
unserved-text = سألنا كل من هو قريب ولم يكن أحد متاحًا. عاد إليك { $amount } كاملًا.
dropped-text = لم تتم الموافقة على الحجز، فلم يُخصم شيء.
no-show-text = انتظرك السائق خمس دقائق ولم تحضر، فخُصم { $amount } وعاد الباقي.
too-late-text = لم تبدأ الرحلة في وقتها فألغيناها. عاد إليك المبلغ كاملًا.
how-was = كيف كانت الرحلة مع { $name }؟
stars-for-driver = قيّم السائق
stars-for-rider = قيّم الراكب
thanks-for-stars = شكرًا على تقييمك
tip-title = أتحب أن تكرم السائق؟
tip-of = { $amount }
tip-given = أكرمت السائق بـ{ $amount }
tip-wrong = اختر أحد المبالغ المعروضة.
tipped-before = أكرمت السائق من قبل.
receipt = الإيصال
receipt-no = رقم الإيصال { $number }
settling = يُسوّى المبلغ الآن…
cancel-fee = رسوم الإلغاء
ride-price = سعر الرحلة
refunded = عاد إليك { $amount }
go-again = اطلبها مرة أخرى
search-again = ابحث مرة أخرى
no-trips = لا رحلات بعد
no-trips-text = كل رحلة تركبها تجدها هنا مع إيصالها.
plan-first = خطّط لأول رحلة
ride-line = { $at } · { $stage }

## المشكلات

report-problem = أبلغ عن مشكلة
what-about = ما المشكلة؟
trouble-price = السعر
trouble-way = الطريق
trouble-driver = السائق
trouble-lost = نسيت شيئًا
trouble-other = أمر آخر
what-happened = ماذا حدث؟
what-example = مثلًا: سلك السائق طريقًا مزدحمًا لم أطلبه
problem-hint = يقرأ بلاغك موظف من الشركة. يصلك الرد هنا، وإن استحققت شيئًا عاد إلى محفظتك.
send-problem = أرسل البلاغ
problem-sent = وصلنا بلاغك
problem-waits = نراجعه ونرد عليك هنا.
problem-words-missing = اكتب ما حدث أولًا.
problem-answered = رُدّ على هذا البلاغ من قبل.
problem-closed = أُغلق البلاغ
problem-refunded = عاد إليك { $amount }
not-finished = لم تنته هذه الرحلة بعد.

## المحادثة

talk-with = محادثة مع { $name }
talk-empty = اكتب لصاحبك في الرحلة. لا يرى أحدكما رقم الآخر، وتُمحى المحادثة بانتهاء الرحلة.
talk-over = انتهت الرحلة فانتهت محادثتها.
say-here = أنا عند المكان
say-minute = دقيقة من فضلك
say-where = أين أنت؟
say-thanks = شكرًا لك
your-words = رسالتك
words-example = أنا أمام الباب الرئيسي
send = أرسل

## رحلة مشاركة

trip-of = رحلة { $name }
trip-hint = تتحرك السيارة على الخريطة وحدها ما دامت الرحلة جارية.

## السائق

driver-desk = مكتب السائق
where-are-you = أين أنت الآن؟
where-example = اختر موقعك على الخريطة
where-hint = نعرض عليك الطلبات القريبة من هذا المكان. بعد كل رحلة يصبح موقعك حيث انتهت.
go-on-duty = ابدأ الخدمة
go-off-duty = أنهِ الخدمة
on-duty-now = أنت في الخدمة الآن
off-duty-now = خرجت من الخدمة
on-duty = في الخدمة
say-where = قل لنا أين أنت أولًا.
waiting = بانتظار طلب
waiting-text = نعرض عليك الطلب القريب هنا، وأمامك عشرون ثانية لتجيب.
requests-in-chat = أرسل الطلبات إلى محادثاتي أيضًا
today = دخل اليوم
rides-today = رحلات اليوم
rides =
    { $count ->
        [0] لا رحلات
        [zero] لا رحلات
        [one] رحلة واحدة
        [two] رحلتان
        [few] { $count } رحلات
        [many] { $count } رحلة
       *[other] { $count } رحلة
    }
earnings = دخلي
new-request = طلب جديد
answer-within = أجب خلال
your-part = نصيبك
away = الراكب على بعد { $km } كم منك
accept = اقبل الطلب
pass = تجاوزه
passed = تجاوزت الطلب، وأنت باقٍ في الخدمة
taken = أخذ الطلب سائق آخر
taken-text = كان أسرع بلحظة. أنت باقٍ في الخدمة، وسيصلك الطلب التالي.
another-was-faster = سبقك سائق آخر إلى هذا الطلب. أنت باقٍ في الخدمة.
go-on-waiting = حسنًا
go-on = أكمل الرحلة
drive-accepted = اذهب إلى الراكب
drive-arrived = بانتظار الراكب
drive-riding = أوصل الراكب
i-arrived = وصلت إلى المكان
rider-told = أخبرنا الراكب بوصولك
riders-code = رمز الراكب
code-four = أربعة أرقام
start-ride = ابدأ الرحلة
code-wrong =
    { $left ->
        [one] الرمز غير صحيح. بقيت محاولة واحدة.
        [two] الرمز غير صحيح. بقيت محاولتان.
        [few] الرمز غير صحيح. بقيت { $left } محاولات.
        [many] الرمز غير صحيح. بقيت { $left } محاولة.
       *[other] الرمز غير صحيح. بقيت { $left } محاولة.
    }
code-renewed = خمس محاولات خاطئة: ظهر للراكب رمز جديد. اسأله عنه.
no-show = لم يحضر الراكب
no-show-in = تستطيع المغادرة بعد
no-show-title = أتغادر دون الراكب؟
no-show-costs = تنتهي الرحلة، ويدفع الراكب { $amount } عن انتظارك.
no-show-noted = سُجّل أن الراكب لم يحضر
wait-longer = انتظر خمس دقائق عند المكان أولًا.
hand-back = أعتذر عن الرحلة
hand-back-title = أتعتذر عن هذه الرحلة؟
hand-back-text = نبحث للراكب عن سائق آخر فورًا.
handed-back = بحثنا للراكب عن سائق آخر
finish-ride = وصلنا، أنهِ الرحلة
finish-elsewhere = انتهت في مكان آخر
finish-text = اختر أين نزل الراكب. إن كان أقرب دفع أقل، وإن كان أبعد سألناه عن الفرق.
where-ended = أين انتهت الرحلة؟
well-driven = أحسنت، انتهت الرحلة
you-earned = نصيبك من الرحلة
with-tip = منها { $amount } إكرامية لك
back-to-desk = إلى المكتب
this-week = آخر سبعة أيام
tips = إكراميات
by-day = يومًا بيوم
day-line = { $day } · { $rides }
cash-out = أين المال؟
cash-out-text = يصل نصيبك إلى رصيدك في مجلس فور انتهاء كل رحلة، وتسحبه إلى بنكك من صفحة المحفظة. المبالغ هنا قبل أي استرداد.
rides-driven = رحلات قدتها
no-rides-yet = لم تقد أي رحلة بعد
no-rides-yet-text = ابدأ الخدمة، وسيصلك أول طلب قريب منك.
not-a-driver = هذه الصفحة للسائقين. يدخلها من دعته الشركة.
you-are-suspended = أوقفت الشركة حسابك سائقًا. راسلها لتعرف السبب.
you-are-driving = أنت تقود رحلة الآن. أنهها أولًا.

## الانضمام

join = انضم سائقًا
join-text = دعتك الشركة لتقود معها. أكمل بيانات سيارتك.
invite-code = رمز الدعوة
scan-invite = صوّر رمز الدعوة
car-model = السيارة ولونها
car-example = تويوتا كامري بيضاء
plate = رقم اللوحة
plate-example = ح ب ر 4821
which-class = فئة السيارة
join-hint = سنطلب اسمك الأول ليعرفك الراكب، وإذنك ليصلك نصيبك من كل رحلة.
join-now = انضم
car-missing = اكتب السيارة ورقم لوحتها.
driver-name-needed = لا يركب الراكب مع من لا يعرف اسمه. إن غيّرت رأيك فاسمح به من ••• ← الأذونات.
driver-welcome = أهلًا بك يا { $name }
driver-already = أنت سائق لدينا من قبل.
invite-unknown = لا نعرف هذا الرمز. تأكد منه أو اطلب دعوة جديدة.
invite-used = استُعملت هذه الدعوة من قبل، وكل دعوة لسائق واحد.
invite-over = انتهت هذه الدعوة. اطلب غيرها من الشركة.

## الإدارة

office = الإدارة
owner-only = هذه الصفحة لصاحب الشركة وحده.
examples-ready = نُشرت الأسعار، وأربع سيارات تنتظر سائقيها
taken-today = دفعه الركاب اليوم
drivers-today = منه للسائقين
finished-today = اكتملت اليوم
unserved-today = لم تجد سائقًا
drivers = السائقون
drivers-line =
    { $on_duty ->
        [0] لا أحد في الخدمة
        [zero] لا أحد في الخدمة
        [one] سائق واحد في الخدمة
        [two] سائقان في الخدمة
        [few] { $on_duty } سائقين في الخدمة
        [many] { $on_duty } سائقًا في الخدمة
       *[other] { $on_duty } سائق في الخدمة
    }
problems = البلاغات
problems-count =
    { $count ->
        [0] لا جديد
        [zero] لا جديد
        [one] بلاغ واحد
        [two] بلاغان
        [few] { $count } بلاغات
        [many] { $count } بلاغًا
       *[other] { $count } بلاغ
    }
tariff = الأسعار
tariff-line = سعر كل فئة، والليل، والمطار، والإلغاء
price-base = فتح العداد
price-km = سعر الكيلومتر
price-minute = سعر الدقيقة
price-minimum = الحد الأدنى
fees = الرسوم
fee-booking = رسوم الحجز
fee-airport = رسوم المطار
fee-cancel = إلغاء متأخر
fee-no_show = عدم حضور الراكب
night = الليل
night-percent = زيادة الليل بالمئة
night-from = يبدأ
night-to = ينتهي
hour = الساعة { $hour }
shares = القسمة
driver-percent = نصيب السائق بالمئة
shares-hint = الباقي للشركة. الإكرامية كلها للسائق. الرحلات المطلوبة من قبل تبقى على أسعارها.
publish-tariff = انشر الأسعار
tariff-published = نُشرت الأسعار
tariff-price-wrong = سعر لا يُقبل: من صفر إلى ألف.
tariff-minimum-missing = يحتاج كل سعر حدًّا أدنى فوق الصفر.
tariff-percent-wrong = النسبة خارج حدودها.
tariff-hour-wrong = الساعة من 0 إلى 23.
amount-wrong = «{ $typed }» ليس مبلغًا. اكتبه هكذا: 12.50
no-drivers = لا سائق بعد. ادعُ أول سائق.
on-ride = في رحلة
suspended = موقوف
suspend = أوقفه
suspend-title = أتوقف هذا السائق؟
suspend-text = لا تصله طلبات بعدها، ويكمل رحلته إن كان في رحلة.
take-back = أعده إلى العمل
driver-suspended = أُوقف السائق
driver-back = عاد السائق إلى العمل
invites = دعوات تنتظر
invites-hint = كل دعوة لسائق واحد، وتنتهي بعد أسبوع.
invites-many = لديك { $most } دعوة لم تُستعمل. اسحب بعضها أولًا.
invite-driver = ادعُ سائقًا
make-invite = أنشئ دعوة
any-car = أي سيارة
invite-until = تنتهي { $at }
invite-qr = رمز الدعوة ليصوّره السائق
invite-text = يفتح السائق تكسي ويصوّر الرمز أو يكتبه. لسائق واحد، وينتهي { $at }.
share-invite = أرسلها في محادثة
withdraw-invite = اسحب الدعوة
invite-withdrawn = سُحبت الدعوة
no-problems = لا بلاغات
open = مفتوح
answered = رُدّ عليه
give-back = كم تعيد إليه؟
refund-nothing = لا شيء
refund-percent = { $amount }
refund-wrong = اختر أحد المبالغ المعروضة.
refund-none-left = أُعيد ثمن هذه الرحلة من قبل.
refund-on-way = يعود إلى الراكب { $amount }
refund-waits = ليس في حساب الشركة ما يكفي للاسترداد. نعيد المحاولة وحدنا متى توفّر.
your-answer = ردّك
answer-example = نعتذر منك، وأعدنا إليك الفرق.
answer = أرسل الرد

## حين لا يمكن

not-open-yet = لم تنشر الشركة أسعارها بعد.
choose-both = اختر من أين وإلى أين أولًا.
no-way = لا طريق بالسيارة بين هذين المكانين. اختر مكانًا آخر.
price-changed = تغيّر السعر قبل طلبك: صار { $amount }. لم يُحجز شيء، فراجعه واطلب.
one-ride-only = لديك رحلة جارية، وهذه هي. لم يُحجز شيء جديد.
wallet-denied = لا تُطلب رحلة من دون إذنك بالدفع. لم يُخصم شيء. تستطيع السماح به من ••• ← الأذونات.
payee-denied = لا يصلك نصيبك من دون إذنك. تستطيع السماح به من ••• ← الأذونات.
position-denied = لا يجدك الراكب من دون موقعك. تستطيع السماح به من ••• ← الأذونات.
cards-denied = لا نراسلك من دون إذنك. تستطيع السماح به من ••• ← الأذونات.
