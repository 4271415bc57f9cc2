### حجوزات

bookings = حجوزات
place = المكان
booking = الحجز
times = المواعيد
all-places = كل الأماكن
which-kind = ماذا تريد أن تحجز؟
kind-all = الكل
kind-clinic = عيادات
kind-barber = حلاقة
kind-table = مطاعم
kind-field = ملاعب
none-of-kind = لا أماكن من هذا النوع بعد
coming = مواعيدك القادمة
my-bookings = حجوزاتي
my-work = مكان عملي
owner-page = إدارة التطبيق
have-code = معي رمز دعوة
no-places = لا أماكن بعد
no-places-guest = ما إن يفتح أول مكان حجوزاته حتى تراه هنا.
no-places-owner = ابدأ بأربعة أماكن جاهزة لتجرّب كل شيء، أو ادعُ أصحاب الأماكن من صفحة الإدارة.
start-with-examples = ابدأ بأمثلة
examples-made = صار عندك عيادة وصالون ومطعم وملاعب
stars = التقييم
time-left = الوقت المتبقي
with-whom = { $service } · { $person }
open-today = اليوم من { $opens } إلى { $closes }
closed-today = مغلق في هذا اليوم
closed-holiday = إجازة: { $name }
closed-for-now = متوقف عن الحجز
closed = مغلق
paused-text = أوقف المكان الحجز مؤقتًا. الحجوزات القائمة كما هي.
holiday-near = إجازة { $name } تبدأ { $day }، { $hijri }.

services = الخدمات
service = الخدمة
hours = ساعات العمل
rules = شروط الحجز
minutes =
    { $count ->
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $count } دقائق
        [many] { $count } دقيقة
       *[other] { $count } دقيقة
    }
minutes-deposit =
    { $count ->
        [one] دقيقة واحدة · عربون { $deposit }
        [two] دقيقتان · عربون { $deposit }
        [few] { $count } دقائق · عربون { $deposit }
        [many] { $count } دقيقة · عربون { $deposit }
       *[other] { $count } دقيقة · عربون { $deposit }
    }
rule-free =
    { $count ->
        [0] تلغي مجانًا حتى وقت الموعد.
        [one] تلغي مجانًا حتى ساعة قبل الموعد.
        [two] تلغي مجانًا حتى ساعتين قبل الموعد.
        [few] تلغي مجانًا حتى { $count } ساعات قبل الموعد.
        [many] تلغي مجانًا حتى { $count } ساعة قبل الموعد.
       *[other] تلغي مجانًا حتى { $count } ساعة قبل الموعد.
    }
rule-late = إن ألغيت بعدها يُؤخذ { $percent }٪ من العربون.
rule-missed = إن لم تحضر يُؤخذ { $percent }٪ من العربون.
rule-grace =
    { $count ->
        [0] يُنتظر حضورك في الموعد تمامًا.
        [one] تُنتظر دقيقة بعد الموعد.
        [two] تُنتظر دقيقتين بعد الموعد.
        [few] تُنتظر { $count } دقائق بعد الموعد.
        [many] تُنتظر { $count } دقيقة بعد الموعد.
       *[other] تُنتظر { $count } دقيقة بعد الموعد.
    }

moving-text = اختر الموعد الجديد. يبقى موعدك الحالي لك حتى يُحجز الجديد.
lost = سبقك غيرك إلى هذا الموعد
lost-text = لم يُخصم منك شيء. هذه أقرب المواعيد الخالية.
who = مع من؟
anybody = أي متاح
everybody = الجميع
party = عدد الأشخاص
day = اليوم
free-times = المواعيد الخالية
free-count =
    { $count ->
        [one] موعد واحد خالٍ
        [two] موعدان خاليان
        [few] { $count } مواعيد خالية
        [many] { $count } موعدًا خاليًا
       *[other] { $count } موعد خالٍ
    }
take = احجز هذا الموعد
choose-slot = اختر موعدًا أولًا.
day-full = لا موعد خاليًا في هذا اليوم
day-full-text = اختر يومًا آخر، أو قف في قائمة الانتظار ونعرض عليك أول موعد يتفرّغ.
next-free = أقرب الأيام
wait-for-it = انتظر موعدًا في هذا اليوم
waiting = أنت في قائمة الانتظار
in-line =
    { $count ->
        [one] أنت في قائمة الانتظار، وحدك.
        [two] أنت في قائمة الانتظار، وفيها اثنان.
        [few] أنت في قائمة الانتظار، وفيها { $count } أشخاص.
        [many] أنت في قائمة الانتظار، وفيها { $count } شخصًا.
       *[other] أنت في قائمة الانتظار، وفيها { $count } شخص.
    }
wait-already = أنت في قائمة هذا اليوم أصلًا.
wait-full = امتلأت قائمة الانتظار لهذا اليوم.
wait-past = مضى هذا اليوم.
wait-left = خرجت من قائمة الانتظار
waiting-for = تنتظر موعدًا
stop-waiting = لا أنتظر
place-gone = لم يعد هذا المكان هنا.
service-gone = لم تعد هذه الخدمة متاحة.
name-needed = لا يُحجز من دون اسم، ليعرف المكان من القادم. إن غيّرت رأيك فاسمح به من ••• ← الأذونات.
moved = تغيّر موعدك
move-not-booked = لا يُغيَّر إلا حجز مؤكد.
move-too-late = فات وقت تغيير الموعد مجانًا. ما زال لك أن تلغيه.
move-too-far = لا يمتد عربونك إلى ذلك اليوم، ولم يتغير شيء. اختر موعدًا أقرب، أو ألغِ واحجز من جديد.

confirm-booking = أكّد حجزك
held-for-you = الموعد محجوز لك
deposit = العربون
terms-free = تلغي مجانًا حتى { $until }.
terms-not-free = هذا الموعد قريب: مضى وقت الإلغاء المجاني.
terms-late = بعد ذلك يُؤخذ { $late } إن ألغيت، و{ $missed } إن لم تحضر.
terms-late-now = إن ألغيت يُؤخذ { $late }، وإن لم تحضر { $missed }
rest-there = تدفع الباقي في المكان: { $amount }
remind = ذكّرني قبل الموعد بيوم وبساعتين
pay-deposit = ادفع العربون { $amount }
confirm = أكّد الحجز
choose-other = اختر موعدًا آخر
hold-over = انتهت مهلة هذا الموعد، ولم يُخصم منك شيء.
payee-gone = لا يستطيع المكان استلام العربون الآن، ولم يُخصم منك شيء. جرّب لاحقًا.
pay-denied = لا يُحجز هذا الموعد من دون عربون. تستطيع السماح بالدفع من ••• ← الأذونات.
booked = حجزك مؤكد
let-go = صار الموعد لغيرك
booking-gone = لا حجز هنا.
party-person =
    { $count ->
        [one] شخص واحد · { $person }
        [two] شخصان · { $person }
        [few] { $count } أشخاص · { $person }
        [many] { $count } شخصًا · { $person }
       *[other] { $count } شخص · { $person }
    }
party-of =
    { $count ->
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصًا
       *[other] { $count } شخص
    }

state-offered = معروض عليك
state-held = بانتظار التأكيد
state-booked = مؤكد
state-arrived = حضرت
state-done = تمّ
state-lapsed = لم يكتمل
state-cancelled = مُلغى
state-missed = لم يُحضَر
state-closed = أُغلق
offer = تفرّغ موعد لك
offer-text = إن لم تُجب قبل انتهاء المهلة عُرض على من بعدك.
offer-left = يبقى لك
offer-over = انتهت مهلة هذا العرض، ولم يُخصم منك شيء.
accept-offer = أريده
decline-offer = لا، دعه لغيري
go-pay = أكمل الحجز
how-far = أين وصل حجزك
qr = رمز حجزك
qr-caption = أرِه عند الباب
ended-lapsed = لم يكتمل هذا الحجز، ولم يُخصم منك شيء.
ended-missed = سُجّل أنك لم تحضر. إن كان هذا خطأ فكلّم المكان، فله أن يعيد العربون.
ended-closed = أُغلق الحجز من دون أن يُسجّل حضورك، فعاد إليك عربونك.
ended-cancelled-guest = ألغيت هذا الحجز.
ended-cancelled-place = ألغى المكان هذا الحجز، ويعود إليك عربونك كاملًا.
ended-cancelled-time = أُلغي هذا الحجز.
money-held = العربون { $amount } محجوز جانبًا في محفظتك، ولم يُؤخذ.
money-coming = يعود إليك { $amount } خلال لحظات.
money-taking = يُؤخذ العربون الآن: { $amount }
money-kept = أُخذ من العربون { $amount }
money-back = عاد إليك { $amount }
to-calendar = أضفه إلى تقويمي
move = غيّر الموعد
cancel = ألغِ الحجز
cancel-title = أتلغي هذا الحجز؟
cancel-free = يعود إليك عربونك كاملًا، ويُعرض الموعد على غيرك.
cancel-costs = يُؤخذ { $cost } من عربونك، ويعود إليك { $back }
cancel-not-now = لا يُلغى هذا الحجز الآن.
cancel-cost-changed = مضى وقت الإلغاء المجاني قبل لحظة، فلم يُلغَ شيء. انظر ما يكلّفه الآن.
cancelled = أُلغي الحجز
book-again = احجز من جديد
your-rating = تقييمك
how-was-it = كيف كانت زيارتك؟
comment = كلمة للمكان
send-rating = أرسل التقييم
rate-choose = اختر عدد النجوم أولًا.
rate-not-now = يُقيَّم الحجز مرة واحدة، بعد الزيارة.
rated = شكرًا لك
remind-on = ستصلك التذكيرات
remind-off = لن تصلك تذكيرات
messages-denied = لا تصلك البطاقات من دون إذنك. تستطيع السماح بها من ••• ← الأذونات.
messages-all = رسائل حجوزاتي وتذكيراتها
no-bookings = لا حجوزات بعد
no-bookings-text = اختر مكانًا، ثم يومًا، ثم موعدًا يناسبك.
before = سابقًا

no-work = لا مكان عمل لك بعد
no-work-text = إن دعاك صاحب مكان إلى العمل عنده فافتح دعوته أو اكتب رمزها.
no-work-provider = أضف مكانك: خدماته ومن يعمل فيه وساعاته.
add-place = أضف مكانًا
day-of = يوم { $place }
setup = إعدادات المكان
scan = اقرأ رمز الضيف
scan-next = اقرأ رمزًا آخر
scan-ok = أهلًا وسهلًا
scan-ok-text = سُجّل الحضور.
scan-foreign = ليس رمز حجز
scan-foreign-text = هذا رمز لشيء آخر. اطلب من الضيف أن يفتح حجزه في «حجوزات».
scan-unknown = لا نعرف هذا الرمز
scan-unknown-text = قد يكون صورة قديمة أو مزورة. ابحث عن الضيف في قائمة اليوم.
scan-elsewhere = حجز في مكان آخر
scan-elsewhere-text = الرمز صحيح، لكنه ليس لهذا المكان.
scan-used = استُعمل هذا الرمز
scan-used-text = سُجّل حضور هذا الحجز من قبل.
scan-over = هذا الحجز لا يقوم
scan-over-text = أُلغي أو لم يكتمل. يستطيع الضيف أن يحجز من جديد، أو سجّله زائرًا بلا موعد.
scan-day = ليس اليوم
scan-day-text = الحجز صحيح، لكن موعده في يوم آخر.
to-the-day = إلى يوم المكان
stat-awaited = يُنتظر
stat-came = حضر
stat-missed =
    { $count ->
        [one] لم يحضر واحد
        [two] لم يحضر اثنان
        [few] لم يحضر { $count }
        [many] لم يحضر { $count }
       *[other] لم يحضر { $count }
    }
waiters =
    { $count ->
        [one] في قائمة الانتظار شخص واحد.
        [two] في قائمة الانتظار شخصان.
        [few] في قائمة الانتظار { $count } أشخاص.
        [many] في قائمة الانتظار { $count } شخصًا.
       *[other] في قائمة الانتظار { $count } شخص.
    }
no-people = لا أحد يُحجز عنده بعد
nothing-today = لا مواعيد.
day-off = يوم إجازة
late = تأخر
entry-offered = معروض على منتظر
entry-held = يُدفع الآن
entry-booked = محجوز
entry-arrived = حضر
entry-done = تمّ
entry-missed = لم يحضر
entry-walkin = بلا موعد
entry-block = محجوب
free-it = أتِحه
freed = أُتيح الوقت
entry-gone = لم يعد هذا في اليوم.
missed-before =
    { $count ->
        [one] لم يحضر هذا الضيف مرة من قبل.
        [two] لم يحضر هذا الضيف مرتين من قبل.
        [few] لم يحضر هذا الضيف { $count } مرات من قبل.
        [many] لم يحضر هذا الضيف { $count } مرة من قبل.
       *[other] لم يحضر هذا الضيف { $count } مرة من قبل.
    }
their-rating = تقييم الضيف
visit-held = العربون محجوز جانبًا إلى أن يحضر الضيف.
visit-kept = صار للمكان من العربون { $amount }
visit-coming = يصير للمكان من العربون { $amount } خلال لحظات.
mark-arrived = حضر
mark-missed = لم يحضر
mark-done = انتهت الزيارة
marked-arrived = سُجّل الحضور
marked-missed = سُجّل أنه لم يحضر
marked-done = تمّت الزيارة
mark-not-now = تغيّر هذا الحجز، فلم يُسجّل شيء. انظر حاله الآن.
mark-grace =
    { $count ->
        [one] انتظر دقيقة بعد الموعد قبل أن تسجّل غيابه.
        [two] انتظر دقيقتين بعد الموعد قبل أن تسجّل غيابه.
        [few] انتظر { $count } دقائق بعد الموعد قبل أن تسجّل غيابه.
        [many] انتظر { $count } دقيقة بعد الموعد قبل أن تسجّل غيابه.
       *[other] انتظر { $count } دقيقة بعد الموعد قبل أن تسجّل غيابه.
    }
grace-until = يُنتظر الضيف حتى { $at }.
missed-title = أتسجّل أنه لم يحضر؟
missed-text = يُؤخذ من عربونه { $amount }
call-off = ألغِ من جهة المكان
call-off-title = أتلغي هذا الحجز؟
call-off-text = يعود إلى الضيف عربونه كاملًا، ويصله خبر.
called-off = أُلغي الحجز وأُخبر الضيف
came-after-all = حضر بعد ذلك
give-back = أعد العربون
give-back-title = أتعيد إلى الضيف { $amount }؟
give-back-nothing = لا عربون يُعاد.
given-back = يعود العربون إلى الضيف
walk-in = زائر بلا موعد
walk-in-save = سجّله
walk-in-service = لا يقدّم هذه الخدمة.
walked-in = سُجّل الزائر
guest-name = اسم الزائر
moment-taken = هذا الوقت مشغول. اختر غيره.
block = احجب وقتًا
block-from = ابتداءً من
block-minutes = عدد الدقائق
block-why = السبب
block-example = صلاة، صيانة، استراحة
block-save = احجبه
block-booked =
    { $count ->
        [one] في هذا الوقت موعد. انقله أو ألغه أولًا.
        [two] في هذا الوقت موعدان. انقلهما أو ألغهما أولًا.
        [few] في هذا الوقت { $count } مواعيد. انقلها أو ألغها أولًا.
        [many] في هذا الوقت { $count } موعدًا. انقلها أو ألغها أولًا.
       *[other] في هذا الوقت { $count } موعد. انقلها أو ألغها أولًا.
    }
blocked = حُجب الوقت

not-your-place = هذه الصفحة لمن يعمل في المكان.
not-a-provider = يضيف الأماكن من دعاه صاحب التطبيق.
name-ar = الاسم بالعربية
name-en = الاسم بالإنجليزية (إن وُجد)
name-missing = اكتب الاسم أولًا.
place-example = عيادات الشفاء
area = الحي والشارع
area-example = حي العليا، شارع التحلية
about = نبذة قصيرة
make-place = أنشئ المكان
place-made = أُنشئ مكانك
places-full = بلغت أكثر ما يكون من الأماكن.
setup-begin = ابدأ بخدمة واحدة، ثم أضف من يقدّمها.
payee-title = العرابين لا تصلك بعد
payee-text = ما لم تقبل استلام المال لا تطلب خدماتك عربونًا. لك { $percent }٪ منه، والباقي عمولة التطبيق.
payee-yes = أستلم العرابين
payee-denied = من دون إذنك لا تصلك العرابين. تستطيع السماح بذلك من ••• ← الأذونات.
payee-done = تصلك العرابين من الآن
add-service = أضف خدمة
edit-service = الخدمة
length = المدة بالدقائق
buffer = دقائق للترتيب بعدها
price = السعر بالريال
price-wrong = اكتب المبلغ أرقامًا، مثل 150 أو 49.50، حتى عشرة آلاف.
by-party = يحجزها أكثر من شخص معًا
together = يشترك فيها غرباء حتى تمتلئ
deposit-over-price = العربون أكثر من السعر.
deposit-needs-payee = اقبل استلام العرابين أولًا، ثم اطلب عربونًا.
services-full = بلغت أكثر ما يكون من الخدمات.
save = احفظ
saved = حُفظ
remove = أزل
removed = أُزيل
remove-service = أزل الخدمة
remove-service-title = أتزيل هذه الخدمة؟
remove-service-text = لا تُحجز بعد الآن، وتبقى الحجوزات القائمة كما هي.
people = من يُحجز عنده
add-person = أضف طبيبًا أو كرسيًا أو طاولة أو ملعبًا
edit-person = من يُحجز عنده
offers = ماذا يقدّم؟
seats = يتسع لكم شخصًا؟
seats-count =
    { $count ->
        [one] يتسع لشخص
        [two] يتسع لشخصين
        [few] يتسع لـ{ $count } أشخاص
        [many] يتسع لـ{ $count } شخصًا
       *[other] يتسع لـ{ $count } شخص
    }
services-count =
    { $count ->
        [0] لا خدمات
        [one] خدمة واحدة
        [two] خدمتان
        [few] { $count } خدمات
        [many] { $count } خدمة
       *[other] { $count } خدمة
    }
places-count =
    { $count ->
        [0] لا أماكن بعد
        [one] مكان واحد
        [two] مكانان
        [few] { $count } أماكن
        [many] { $count } مكانًا
       *[other] { $count } مكان
    }
days-count =
    { $count ->
        [0] لا شيء بعد
        [one] إجازة واحدة
        [two] إجازتان
        [few] { $count } إجازات
        [many] { $count } إجازة
       *[other] { $count } إجازة
    }
active = يُحجز عنده الآن
not-active = متوقف
people-full = بلغت أكثر ما يكون.
person-gone = لم يعد هذا هنا.
days-off = أيام إجازته
day-off-toggle = أضف يوم إجازة أو أزله
day-off-booked =
    { $count ->
        [one] حُفظ، وفي ذلك اليوم موعد قائم.
        [two] حُفظ، وفي ذلك اليوم موعدان قائمان.
        [few] حُفظ، وفي ذلك اليوم { $count } مواعيد قائمة.
        [many] حُفظ، وفي ذلك اليوم { $count } موعدًا قائمًا.
       *[other] حُفظ، وفي ذلك اليوم { $count } موعد قائم.
    }
staff = من يعمل هنا
staff-none = ادعُ من يعمل هنا ليرى يوم المكان على هاتفه.
staff-there = قَبِل دعوتك ويرى يوم المكان.
staff-go = لم يعد يعمل هنا
staff-go-title = أيغيب عنه يوم المكان؟
staff-left = لم يعد يرى يوم المكان
invite-staff = ادعُ من يعمل هنا
from-to = { $opens } – { $closes }
open-that-day = مفتوح في هذا اليوم
opens = يفتح
closes = يغلق
with-break = فيه استراحة
break-from = الاستراحة من
break-to = إلى
every-open-day = اجعله لكل أيام العمل
hours-wrong = الساعات غير مرتبة: كل وقت بعد الذي قبله، بين الخامسة صباحًا والخامسة من فجر الغد.
hours-overlap = تتداخل الأوقات.
hours-many = أوقات كثيرة ليوم واحد.
holidays = الإجازات
no-holidays = لا إجازات بعد. أضف الأعياد مرة واحدة فتتكرر كل سنة.
holiday-on =
    { $count ->
        [one] { $day } { $month }، كل سنة
        [two] من { $day } { $month }، يومان كل سنة
        [few] من { $day } { $month }، { $count } أيام كل سنة
        [many] من { $day } { $month }، { $count } يومًا كل سنة
       *[other] من { $day } { $month }، { $count } يوم كل سنة
    }
add-holiday = أضف إجازة
calendar = التقويم
calendar-hijri = أم القرى
calendar-gregorian = الميلادي
holiday-name = اسم الإجازة
holiday-example = عيد الفطر
month = الشهر
holiday-day = تبدأ يوم
holiday-days = عدد الأيام
holiday-wrong = تحقق من اليوم والشهر.
holidays-full = بلغت أكثر ما يكون من الإجازات.
rules-hint = تسري على الحجوزات الجديدة. ما حُجز يبقى على شروطه.
set-free-hours = الإلغاء مجاني حتى (ساعات قبل الموعد)
set-late = نسبة ما يُؤخذ عند الإلغاء المتأخر
set-missed = نسبة ما يُؤخذ عند الغياب
set-grace = دقائق الانتظار
set-step = تبدأ المواعيد كل
set-horizon = يُحجز قبلها بأيام، حتى
set-notice = أقل مهلة قبل الموعد (دقائق)
pause-it = أوقف الحجز مؤقتًا
paused = توقف الحجز
opened-again = عاد الحجز

not-the-owner = هذا لصاحب التطبيق وحده.
no-providers = لا أصحاب أماكن بعد
no-providers-text = ادعُ أول صاحب مكان، أو ابدأ بأربعة أماكن جاهزة لتجرّب.
providers = أصحاب الأماكن
dismiss = أوقفه
dismiss-title = أتوقف { $name }؟
dismiss-text = تتوقف أماكنه عن الحجز، وتبقى الحجوزات القائمة.
dismissed = أُوقف
open-invites = دعوات تنتظر
invite-provider = ادعُ صاحب مكان
invitation = الدعوة
invite-until = تصلح حتى { $at }
invite-qr = رمز الدعوة
invite-qr-caption = يقرؤه المدعو من «معي رمز دعوة»
invite-as-provider = ليفتح مكانه في «حجوزات»
invite-as-staff = ليعمل في { $place }: { $person }
share-invite = أرسلها في محادثة
withdraw = اسحب الدعوة
withdraw-title = أتسحب هذه الدعوة؟
invite-taken-back = سُحبت الدعوة
invites-full =
    { $count ->
        [one] دعوة واحدة تنتظر. اسحبها أولًا.
        [two] دعوتان تنتظران. اسحب إحداهما أولًا.
        [few] { $count } دعوات تنتظر. اسحب بعضها أولًا.
        [many] { $count } دعوة تنتظر. اسحب بعضها أولًا.
       *[other] { $count } دعوة تنتظر. اسحب بعضها أولًا.
    }
invite-unknown = لا نعرف هذا الرمز. تحقق منه، أو اطلب دعوة جديدة.
invite-used = استُعملت هذه الدعوة. اطلب دعوة جديدة.
invite-withdrawn = سُحبت هذه الدعوة.
invite-over = انتهت مدة هذه الدعوة. اطلب دعوة جديدة.
join = انضم
invited = أنت مدعو
join-provider-text = تفتح مكانك وتضبط خدماته وساعاته، وتصلك عرابينه في محفظتك.
join-staff-text = ترى يوم المكان، وتستقبل الضيوف، وتسجّل من حضر.
join-yes = قبلت
not-now = ليس الآن
joined-provider = أهلًا بك. أضف مكانك الأول.
joined-staff = أهلًا بك
code = رمز الدعوة
scan-code = اقرأ الرمز
next = التالي
