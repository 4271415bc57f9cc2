### استطلاعات

polls = استطلاعات
poll = استطلاع
all-polls = كل الاستطلاعات
open-now = مفتوحة الآن
closed-before = انتهت
no-polls = لا استطلاعات بعد
no-polls-text = اطرح أول سؤال، وشاهد الأصوات تصل لحظة بلحظة.
ask = اطرح سؤالًا
your-turn = دورك
you-voted = صوّتَّ
open = مفتوح

new-poll = استطلاع جديد
question = سؤالك
question-example = أين نتعشّى الخميس؟
options = الخيارات
option = الخيار { $n }
option-example =
    { $n ->
        [1] مطعم البحر
        [2] نشوي في البرّ
       *[other] خيار آخر
    }
add-option = أضف خيارًا
options-full = ثمانية خيارات هي الحد الأقصى.
ends = ينتهي
ends-never = حين أغلقه
ends-hour = بعد ساعة
ends-day = بعد يوم
ends-week = بعد أسبوع
named = أظهر أسماء المصوّتين
named-hint = من دونها لا يعرف أحد من اختار ماذا، ولا حتى أنت.
publish = انشر الاستطلاع
poll-created = نُشر استطلاعك

question-missing = اكتب السؤال أولًا.
options-few = يحتاج الاستطلاع خيارين على الأقل.
options-same = كتبتَ الخيار نفسه مرتين.
name-needed = هذا استطلاع بالأسماء، ولا يُنشر ولا يُصوَّت فيه من دون اسمك. إن غيّرت رأيك فاسمح به من ••• ← الأذونات.
poll-gone = لم يعد هذا الاستطلاع موجودًا.
poll-is-closed = أُغلق هذا الاستطلاع، فلم يُحتسب صوتك.
share-poll = شاركه في محادثة
share-denied = لا يُشارَك الاستطلاع من دون إذنك. تستطيع السماح به من ••• ← الأذونات.
not-yours = لا يغلق الاستطلاع إلا من طرحه.

asked-at = طُرح { $at }
asked-by = من { $name }، { $at }
ends-at = ينتهي { $at }
closed-at = انتهى { $at }
anonymous = سرّي
with-names = بالأسماء
vote-hint = المس خيارًا لتصوّت. تظهر النتائج بعد صوتك.
vote-counted = احتُسب صوتك
vote-changed = غُيّر صوتك
change-hint = غيّرت رأيك؟ المس خيارًا آخر.
your-vote = صوتك
share =
    { $count ->
        [0] { $percent }٪
        [zero] { $percent }٪
        [one] { $percent }٪ · صوت واحد
        [two] { $percent }٪ · صوتان
        [few] { $percent }٪ · { $count } أصوات
        [many] { $percent }٪ · { $count } صوتًا
       *[other] { $percent }٪ · { $count } صوت
    }
votes =
    { $count ->
        [0] لا أصوات بعد
        [zero] لا أصوات بعد
        [one] صوت واحد
        [two] صوتان
        [few] { $count } أصوات
        [many] { $count } صوتًا
       *[other] { $count } صوت
    }
winner =
    { $count ->
        [one] الفائز: { $option }، بصوت واحد
        [two] الفائز: { $option }، من صوتين
        [few] الفائز: { $option }، من { $count } أصوات
        [many] الفائز: { $option }، من { $count } صوتًا
       *[other] الفائز: { $option }، من { $count } صوت
    }
tie =
    { $count ->
        [two] تعادل، من صوتين
        [few] تعادل، من { $count } أصوات
        [many] تعادل، من { $count } صوتًا
       *[other] تعادل، من { $count } صوت
    }
and-more =
    { $count ->
        [one] وشخص آخر
        [two] وشخصان آخران
        [few] و{ $count } آخرون
        [many] و{ $count } آخرًا
       *[other] و{ $count } آخر
    }

close-poll = أغلق الاستطلاع
close-title = أتغلق الاستطلاع الآن؟
close-text = لن يصوّت أحد بعدها، وتبقى النتيجة ظاهرة للجميع.
poll-closed = أُغلق الاستطلاع
