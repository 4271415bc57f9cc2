### طعام

## Home

food = طعام
search = ابحث
search-example = كبسة، شاورما، قهوة…
deliver-to = التوصيل إلى
choose-door = اختر مكان التوصيل
change-door = غيّر المكان
kinds = الأنواع
all-kinds = الكل
place-facts = { $km } كم · التوصيل { $fee } · { $minutes } د
place-terms = التوصيل { $fee } · أقل طلب { $least } · نحو { $minutes } د
place-least = أقل طلب { $least } · نحو { $minutes } د
stars-of = تقييم { $name }
none-near = لا مطاعم قريبة
none-near-text = لا يصل أحد من المطاعم إلى هذا المكان، أو لا شيء من هذا النوع.
no-places = لا مطاعم بعد
no-places-text = ستظهر المطاعم هنا حين تنضم. عُد قريبًا.
no-places-owner = هذا تطبيقك. ابدأ بأمثلة حيّة، أو ادعُ أول مطعم من صفحة المالك.
start-examples = ابدأ بأمثلة
examples-made =
    { $count ->
        [0] لا مطاعم
        [zero] لا مطاعم
        [one] مطعم واحد جاهز
        [two] مطعمان جاهزان
        [few] { $count } مطاعم جاهزة
        [many] { $count } مطعمًا جاهزًا
       *[other] { $count } مطعم جاهز
    }
not-empty = في التطبيق مطاعم من قبل، فلا تُضاف الأمثلة.
nothing-found = لم نجد شيئًا
nothing-found-text = جرّب كلمة أقصر أو اسم طبق آخر.
found-places = مطاعم
found-dishes = أطباق
all-places = كل المطاعم
my-orders = طلباتي
kitchen = صفحة المطبخ
courier-page = صفحة المندوب
owner-page = صفحة المالك
see-cart =
    { $count ->
        [0] السلة
        [zero] السلة
        [one] السلة · طبق واحد
        [two] السلة · طبقان
        [few] السلة · { $count } أطباق
        [many] السلة · { $count } طبقًا
       *[other] السلة · { $count } طبق
    }

## When it is open

open-until = مفتوح حتى { $at }
open-always = مفتوح دائمًا
opens-at = مغلق، يفتح { $at }
closed = مغلق
closed-down = لا يستقبل الطلبات
paused-until = متوقف حتى { $at }
closed-now = المطعم مغلق الآن، فلم يُرسل شيء. اختر مطعمًا آخر أو عُد حين يفتح.

## Where I eat

door-title = أين تأكل؟
door = الباب
door-example = شارع أو معلم أو نقطة على الخريطة
door-note = عند الباب
door-note-example = الدور الثاني، الباب الأيمن
door-hint = لا يراه إلا المطعم والمندوب الذي يحمل طلبك.
keep-door = احفظ المكان
door-kept = حُفظ المكان
door-needed = اختر أولًا أين تأكل.
where-needed = اختر المكان على الخريطة أولًا.
too-far = هذا المطعم لا يوصل إلى مكانك.

## Menu and dish

place-gone = لم يعد هذا المطعم موجودًا.
menu-empty = القائمة فارغة
sold-out = نفد
few-left =
    { $count ->
        [0] لم يبق شيء
        [zero] لم يبق شيء
        [one] بقي طبق واحد
        [two] بقي طبقان
        [few] بقيت { $count } أطباق
        [many] بقي { $count } طبقًا
       *[other] بقي { $count } طبق
    }
order-together = اطلبوا معًا
dish-gone = لم يعد هذا الطبق في القائمة.
dish-out = نفد { $dish } قبل أن يُطلب. لم يُحجز شيء من مالك.
quantity = الكمية
note = ملاحظة للمطبخ
note-example = بلا بصل
add-dish = أضف إلى السلة
added = أُضيف
options-required = { $name } (اختر واحدًا)
options-free = { $name } (اختياري)
options-choose = اختر { $name } أولًا.
options-many = اخترت من { $name } أكثر مما يُسمح.
options-gone = تغيّرت خيارات { $name }. افتح الطبق من جديد.
extra = + { $amount }
allergens = مسببات الحساسية
allergens-hint = يحتوي ما سبق. أخبر المطبخ في الملاحظة إن كانت لديك حساسية.
allergens-none = لم يذكر المطبخ مسببات حساسية.
allergen-gluten = قمح
allergen-milk = حليب
allergen-nuts = مكسرات
allergen-sesame = سمسم
allergen-egg = بيض
allergen-fish = سمك
allergen-soy = صويا

## Cart

cart = السلة
cart-change = تعديل الطلب
cart-empty = السلة فارغة
cart-empty-text = اختر مطعمًا وأضف ما تشتهي.
cart-full = السلة ممتلئة: أربعون طبقًا هي الحد.
cart-wrong = في السلة ما لا يمكن طلبه الآن؛ احذفه أو غيّره.
below-minimum = أقل طلب هنا { $least }. أضف ما قيمته { $more }.
wrong-gone = لم يعد في القائمة
wrong-choose = تغيّرت خياراته
wrong-many = تغيّرت خياراته
wrong-out = نفد أو لا يكفي
bill = الحساب
delivery = التوصيل
service = رسوم الخدمة
tip = إكرامية
given-back = أُعيد إليك
hold-hint = يُحجز المبلغ حين تطلب، ولا يُخصم إلا حين يصل طعامك.
add-more = أضف طبقًا
empty-cart = أفرغ السلة
empty-cart-title = أتُفرغ السلة؟
order-now = اطلب · { $total }
change-now = عدّل الطلب · { $total }
changing = طلبك الأول قائم حتى تؤكد هذا. إن قلّ الحساب لم يُخصم الفرق، وإن زاد طُلبت موافقتك.
keep-order = أبقِ الطلب كما هو
changed = عُدّل طلبك. لن يُخصم الفرق.
change-late = بدأ المطبخ بطلبك، فلا يمكن تعديله.
change-short = ما بقي لا يكفي الطلبين معًا إلى أن تدفع. قلّل الكمية.
pay-denied = لا يُطلب شيء من دون إذنك بالدفع. لم يُحجز شيء. تستطيع السماح من ••• ← الأذونات.

## An order

order-gone = لا نجد هذا الطلب.
order-code = طلب { $code }
guest = ضيف
stage-paying = ينتظر الدفع
stage-placed = عند المطعم
stage-accepted = يُحضَّر
stage-ready = جاهز
stage-picked = في الطريق
stage-delivered = وصل
stage-rejected = اعتذر المطعم
stage-cancelled = أُلغي
stage-dropped = لم يُدفع
step-placed = أُرسل إلى المطعم
step-accepted = قبله المطعم
step-ready = جاهز
step-picked = مع المندوب
step-delivered = وصل
tracker = مراحل طلبك
says-paying = وافق على المبلغ ليُرسل طلبك. لم يُحجز شيء بعد.
says-placed = المبلغ محجوز ولم يُخصم. يردّ المطعم { $at }، وإلا أُلغي الطلب وعاد إليك.
says-accepted = يجهز { $at }. المبلغ محجوز ولم يُخصم.
says-ready = ينتظر المندوب أن يأخذه.
says-ready-nobody = نبحث عن مندوب يحمله إليك.
says-picked = طعامك مع { $name }.
says-delivered = بالهناء والشفاء. خُصم { $amount }.
says-cancelled-fee = ألغيته بعد أن قبله المطعم، فخُصم { $fee } لما حُضّر وعاد الباقي.
says-ended-none = انتهى الطلب، ولم يُخصم شيء.
says-ended-guest = ألغيته، ولم يُخصم شيء.
says-ended-busy = المطعم مشغول الآن. لم يُخصم شيء، وعاد المحجوز إليك.
says-ended-out = نفد عند المطعم ما طلبته. لم يُخصم شيء، وعاد المحجوز إليك.
says-ended-closing = المطعم على وشك الإغلاق. لم يُخصم شيء، وعاد المحجوز إليك.
says-ended-silent = لم يردّ المطعم في وقته. لم يُخصم شيء، وعاد المحجوز إليك.
says-ended-kitchen = تعذّر على المطعم تحضيره. لم يُخصم شيء، وعاد المحجوز إليك.
says-ended-owner = أُلغي الطلب من إدارة التطبيق. لم يُخصم شيء.
says-ended-late = طال الوقت فأُلغي الطلب. لم يُخصم شيء، وعاد المحجوز إليك.
too-late = تغيّر الطلب قبل ذلك، وهو الآن: { $stage }. لم يتغيّر شيء.
map-way = الطريق من المطعم إلى بابك مع { $name }
proof = رمز الاستلام
proof-hint = قله للمندوب حين تستلم طعامك، لا قبل ذلك.
to-door = إلى { $door }
held-hint = محجوز، ويُخصم حين يصل.
fee-hint = لم يُخصم من هذا إلا رسم الإلغاء.
receipt = الإيصال
pay = ادفع
pay-change = ادفع الطلب المعدّل
nothing-to-pay = لا شيء عليك لتدفعه الآن.
not-order = لا أريد هذا الطلب
notify-me = أخبرني بكل خطوة
will-notify = سنخبرك في محادثتك مع طعام
cards-denied = لا نستطيع إخبارك من دون إذنك. تستطيع السماح من ••• ← الأذونات.
change-dishes = عدّل الأطباق
cancel-order = ألغِ الطلب
cancel-title = أتُلغي الطلب؟
cancel-free = لم يبدأ المطبخ بعد: لا تدفع شيئًا.
cancel-costs = بدأ المطبخ بتحضيره: يُخصم { $fee } ويعود الباقي إليك.
cancelled-free = أُلغي الطلب، ولم يُخصم شيء
cancelled-fee = أُلغي الطلب، وخُصم { $fee }
fee-changed = قبل المطبخ طلبك قبل لحظة، فصار للإلغاء رسم. لم يُلغَ شيء؛ انظر الرسم وقرّر.
order-again = اطلبه ثانية
no-orders = لا طلبات بعد
no-orders-text = ما تطلبه يبقى هنا، لتعيد طلبه بلمسة.
dishes =
    { $count ->
        [0] لا أطباق
        [zero] لا أطباق
        [one] طبق واحد
        [two] طبقان
        [few] { $count } أطباق
        [many] { $count } طبقًا
       *[other] { $count } طبق
    }
times = ×{ $count }

## Afterwards

rate-title = كيف كان؟
stars-kitchen = الطعام
stars-courier = التوصيل مع { $name }
rate-words = كلمة للمطبخ
rate-send = أرسل التقييم
stars-needed = اختر عدد النجوم أولًا.
rated = شكرًا لك
rated-already = قيّمت هذا الطلب من قبل.
your-stars = تقييمك
report = شيء لم يصل؟
report-hint = اختر ما لم يصل. يردّ المطعم ثمنه، وإن لم يوافق قرّرت إدارة التطبيق.
report-lines = ما الذي لم يصل؟
report-words = ماذا حدث؟
report-send = أرسل
report-which = اختر ما لم يصل.
report-late = مضى على هذا الطلب أكثر من يوم.
report-twice = أبلغت عن هذا الطلب من قبل.
reported = وصل بلاغك إلى المطعم
problem = بلاغك
problem-kitchen = ينتظر ردّ المطعم. المبلغ محل البلاغ { $amount }.
problem-owner = تنظر فيه إدارة التطبيق. المبلغ محل البلاغ { $amount }.
problem-paid = أُعيد إليك { $amount }.
problem-refused = نُظر في بلاغك ولم يُقبل. لم يُعَد شيء.

## The shared table

table-of = طاولة من { $name }
invited-by = دعاك { $name } لتطلبا معًا من { $place }.
join-table = اجلس معهم
joined-table = جلست على الطاولة
join-first = اجلس على الطاولة أولًا.
table-full = الطاولة ممتلئة: اثنا عشر هم الحد.
name-needed = يظهر اسمك الأول لمن معك، ولا يكون ذلك من دون إذنك. تستطيع السماح من ••• ← الأذونات.
group-gone = انتهت هذه الطاولة.
group-locked = أُغلقت الطاولة للدفع، فلا يُضاف إليها شيء الآن.
add-dishes = أضف أطباقك
share-table = ادعُ أصحابك من محادثة
share-denied = لا تُشارك البطاقة من دون إذنك. تستطيع السماح من ••• ← الأذونات.
split = كيف يُقسم الحساب؟
split-own = كلٌّ يدفع ما طلب
split-equal = بالتساوي
lock-table = إلى الدفع
wait-for-lock = حين يكتمل الطلب يدعوك من بدأه إلى دفع نصيبك.
end-table = ألغِ الطاولة
end-table-title = أتُلغي الطاولة؟ لم يُدفع شيء.
remove = احذف
removed = حُذف
pay-by = بقي للدفع
parts = الأنصبة
parts-hint = يُرسل الطلب إلى المطعم حين يدفع الجميع. إن لم يدفعوا في الوقت عاد كل شيء إلى صاحبه.
paid-part = دفع
waits-part = لم يدفع بعد
pay-part = ادفع نصيبك · { $amount }
cover-rest = أكمل الباقي · { $amount }
cover-title = أتدفع عن الباقين؟
cover-text = تُغلق طلبات الدفع عندهم، ويصير نصيبهم عليك.
cover-ok = أدفع عنهم
unlock-table = عودوا إلى الاختيار
unlock-title = أتعودون إلى الاختيار؟
unlock-text = يعود ما حُجز إلى أصحابه، ثم تدفعون من جديد.
table-sent = دُفع كل شيء، والطلب عند المطعم.
see-order = انظر الطلب

## The kitchen

not-yours = هذه الصفحة لمن دُعي إليها. لم يتغيّر شيء.
no-queue = لا طلبات الآن
no-queue-text = تظهر الطلبات هنا لحظة وصولها، مع وقت للرد.
notify-kitchen = أخبرني بالطلبات
new-orders = طلبات جديدة
cooking = قيد التحضير
answer-by = بقي للرد
accept-in = أقبل · { $minutes } د
accepted-toast = قُبل الطلب
reject-busy = مشغولون
reject-out = نفد طبق
reject-closing = نغلق الآن
reject-title = أتعتذر عن الطلب؟
reject-text = لا يُخصم من الضيف شيء.
reject-ok = أعتذر
rejected-toast = اعتذرت عنه، ولم يُخصم من الضيف شيء
is-ready = صار جاهزًا
ready-toast = جاهز للمندوب
ready-by = يجهز { $at }
cannot-cook = تعذّر تحضيره
cannot-title = أتعذّر تحضير الطلب؟
courier-named = المندوب { $name }
courier-sought = نبحث عن مندوب
complaints = بلاغات
complaint-of = طلب { $code } · { $amount }
agree = أعيد الثمن
agree-title = أتُعيد { $amount } إلى الضيف؟
disagree = لا أوافق
refund-toast = يعود { $amount } إلى الضيف
to-owner-toast = تقرّر إدارة التطبيق
problem-answered = أُجيب عن هذا البلاغ من قبل.
pause = استقبال الطلبات
pause-none = نستقبل
pause-30 = توقف نصف ساعة
pause-60 = توقف ساعة
pause-day = توقف اليوم
menu = القائمة والمخزون
hours = الأوقات
day = أرقام اليوم
new-section = قسم جديد
add-section = أضف القسم
remove-section = احذف القسم
section = القسم
section-first = أضف قسمًا أولًا
section-used = في القسم أطباق؛ انقلها أولًا.
new-dish = طبق جديد
dish-edit = تعديل الطبق
name-ar = الاسم بالعربية
name-en = الاسم بالإنجليزية
name-missing = اكتب الاسم بإحدى اللغتين على الأقل.
price = السعر بالريال
price-unread = اكتب مبلغًا مثل 28.50، فوق الصفر.
about-ar = الوصف بالعربية
about-en = الوصف بالإنجليزية
picture = الصورة
picture-kabsa = كبسة
picture-mandi = مندي
picture-shawarma = شاورما
picture-falafel = فلافل
picture-hummus = حمّص
picture-grill = مشاوي
picture-fish = سمك
picture-fattoush = سلطة
picture-koshari = كشري
picture-foul = فول
picture-manakish = مناقيش
picture-kunafa = كنافة
picture-coffee = قهوة
picture-juice = عصير
picture-soup = شوربة
picture-burger = برجر
save = احفظ
saved = حُفظ
menu-full = بلغت القائمة حدّها.
stock = المخزون
stock-left = كم بقي؟
stock-hint = اتركه فارغًا إن كنت لا تعدّ. ينقص مع كل طلب، ولا يُباع ما نفد.
save-stock = احفظ العدد
count-unread = اكتب عددًا، أو اتركه فارغًا.
left =
    { $count ->
        [0] نفد
        [zero] نفد
        [one] بقي واحد
        [two] بقي اثنان
        [few] بقي { $count }
        [many] بقي { $count }
       *[other] بقي { $count }
    }
sold-out-today = نفد اليوم
options = الخيارات
options-name-ar = اسم المجموعة بالعربية
options-name-en = اسم المجموعة بالإنجليزية
choices = الخيارات، واحد في كل سطر
choices-example = كبير / Large + 4.00
choices-hint = العربية / الإنجليزية + الزيادة في السعر
choices-required = يجب اختيار واحد
choices-missing = اكتب خيارًا واحدًا على الأقل، واثني عشر على الأكثر.
add-options = أضف المجموعة
remove-dish = احذف الطبق
remove-dish-title = أتحذف الطبق من القائمة؟
hours-hint = اكتب الأوقات مثل 11-15, 18:30-2، واترك يوم العطلة فارغًا.
hours-closed = مغلق
hours-unread = لم نفهم «{ $words }». اكتب الأوقات مثل 11-15, 18:30-2.
day-sun = الأحد
day-mon = الإثنين
day-tue = الثلاثاء
day-wed = الأربعاء
day-thu = الخميس
day-fri = الجمعة
day-sat = السبت
minimum = أقل طلب بالريال
cooks = دقائق التحضير المعتادة
leave-kitchen = اترك هذا المطبخ
leave-title = أتترك هذا المطبخ؟ يدعو المالك غيرك.
day-empty = لا طلبات اليوم بعد
day-empty-text = تظهر الأرقام هنا بعد أول طلب يصل.
day-yours = نصيب المطبخ
day-yours-hint = بعد العمولة
day-dishes = ثمن الأطباق
day-orders = ما وصل
day-minutes = من الطلب إلى الباب
orders =
    { $count ->
        [0] لا طلبات
        [zero] لا طلبات
        [one] طلب واحد
        [two] طلبان
        [few] { $count } طلبات
        [many] { $count } طلبًا
       *[other] { $count } طلب
    }
minutes =
    { $count ->
        [0] —
        [zero] —
        [one] دقيقة
        [two] دقيقتان
        [few] { $count } دقائق
        [many] { $count } دقيقة
       *[other] { $count } دقيقة
    }
day-refunded = أُعيد إلى الضيوف اليوم { $amount }، من نصيب كل من شارك.

## The courier

not-courier = هذه الصفحة للمندوبين المدعوين.
suspended = موقوف. راسل المالك.
duty-on = في الخدمة
duty-off = خارج الخدمة
duty-on-text = تصلك التوصيلة الأقرب إليك.
duty-off-text = قل أين أنت الآن وابدأ.
where-now = أين أنت الآن؟
go-on-duty = ابدأ الخدمة
go-off-duty = أنهِ الخدمة
on-duty-toast = أنت في الخدمة
off-duty-toast = انتهت خدمتك
notify-courier = أخبرني بالتوصيلات
offer = توصيلة لك
offer-left = بقي للقبول
you-earn = تكسب
and-tip = والإكرامية كلها لك
offer-way = { $to } كم إلى المطعم، ثم { $then } كم إلى الباب
take-offer = آخذها
pass-offer = ليس الآن
offer-gone = ذهبت هذه التوصيلة إلى غيرك أو انتهت.
taken-toast = التوصيلة لك
job-accepted = المطبخ يحضّره. توجّه إلى المطعم.
job-ready = جاهز في المطعم. خذه.
job-picked = إلى الباب. اطلب الرمز حين تسلّم.
map-job = طريق التوصيلة
you = أنت
way = { $km } كم · نحو { $minutes } د
proof-ask = رمز الضيف
hand-over = سلّمته
code-wrong =
    { $left ->
        [0] الرمز غير صحيح، ولم يبق لك محاولات
        [zero] الرمز غير صحيح، ولم يبق لك محاولات
        [one] الرمز غير صحيح، بقيت محاولة
        [two] الرمز غير صحيح، بقيت محاولتان
        [few] الرمز غير صحيح، بقيت { $left } محاولات
        [many] الرمز غير صحيح، بقيت { $left } محاولة
       *[other] الرمز غير صحيح، بقيت { $left } محاولة
    }
code-locked = كثرت المحاولات. يؤكد المالك التسليم.
delivered-toast = تم التسليم
pick-up = أخذته
picked-toast = في الطريق
give-back-job = لا أستطيع إكمالها
give-back-title = أتعيد التوصيلة ليأخذها غيرك؟
given-back-toast = نبحث عن غيرك
earnings = ما كسبته
today = اليوم
this-week = سبعة أيام
deliveries =
    { $count ->
        [0] لا توصيلات
        [zero] لا توصيلات
        [one] توصيلة واحدة
        [two] توصيلتان
        [few] { $count } توصيلات
        [many] { $count } توصيلة
       *[other] { $count } توصيلة
    }
no-earnings = لا توصيلات هذا الأسبوع
no-earnings-text = ما تكسبه يصل محفظتك لحظة التسليم.
earnings-hint = أجرتك والإكرامية في محفظتك منذ التسليم.

## The owner

owner-only = هذه الصفحة لمالك التطبيق.
waiting =
    { $count ->
        [0] لا شيء ينتظر
        [zero] لا شيء ينتظر
        [one] أمر واحد ينتظر قرارك
        [two] أمران ينتظران قرارك
        [few] { $count } أمور تنتظر قرارك
        [many] { $count } أمرًا ينتظر قرارك
       *[other] { $count } أمر ينتظر قرارك
    }
waiting-hint = بلاغات وطلبات عالقة
invitations = الدعوات
invitation = دعوة
invite-kitchen = ادعُ مطعمًا
invite-courier = ادعُ مندوبًا
invite-here = ادعُ طبّاخه
role-kitchen = دعوة مطعم
role-courier = دعوة مندوب
invite-until = تنتهي { $at }
invite-to-kitchen = دعوة إلى إدارة مطعم
invite-to-courier = دعوة إلى توصيل الطلبات
invite-qr = رمز الدعوة
invite-hint = تصلح مرة واحدة لشخص واحد، وتنتهي { $at }.
share-invite = أرسلها في محادثة
revoke = أبطل الدعوة
revoke-title = أتُبطل هذه الدعوة؟
invite-revoked = أُبطلت الدعوة
invite-gone = هذه الدعوة غير موجودة أو أُبطلت.
invite-used = استُعملت هذه الدعوة من قبل.
invite-used-ok = قُبلت هذه الدعوة.
invite-late = انتهت مدة هذه الدعوة. اطلب غيرها.
join-title = الانضمام
join = أنضم
joined = أهلًا بك
join-hint-kitchen = تستقبل الطلبات وتحرّر القائمة، ويصل نصيبك من كل طلب إلى محفظتك.
join-hint-courier = تُعرض عليك أقرب التوصيلات، وتصل أجرتك إلى محفظتك حين تسلّم.
invite-code = رمز الدعوة
go-on = متابعة
scan-code = امسح الرمز
kitchen-at = أين المطعم؟
payee-denied = لا ينضم أحد من دون أن يُدفع له. لم يتغيّر شيء. تستطيع السماح من ••• ← الأذونات.
kitchens = المطاعم
couriers = المندوبون
close-down = أوقف
open-up = أعد فتحه
suspend = أوقف
let-work = أعده
problems = ما ينتظر قرارًا
no-problems = لا شيء ينتظر
no-problems-text = تصل هنا البلاغات التي لم يوافق عليها المطعم، والطلبات العالقة.
decide-yes = أُعيد الثمن
decide-no = لا يُعاد
decided-toast = قُرِّر
stuck = طلبات عالقة
stuck-nobody = جاهز منذ ربع ساعة ولا مندوب له.
stuck-code = عند الباب، ولم يُعرف رمز الضيف.
it-came = وصل إلى الضيف
it-came-title = أوصل الطلب إلى الضيف؟ يُخصم ثمنه.
terms = الشروط والرسوم
terms-hint = تسري على الطلبات القادمة؛ ما طُلب من قبل يبقى على شروطه.
commission = العمولة من الأطباق ٪
service-fee = رسوم الخدمة
delivery-fee = أجرة التوصيل القريب
per-km = لكل كيلومتر بعده
near-km = القريب حتى (كم)
reach-km = أبعد توصيل (كم)
cancel-percent = رسم الإلغاء بعد القبول ٪
answer-min = دقائق الرد للمطبخ
