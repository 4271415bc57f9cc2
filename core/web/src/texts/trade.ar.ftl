# ما تقوله مكوّنات الطلب والحجز؛ يُجلب مع أول شاشة تعرض واحدًا منها.

## التقييم

rating-stars = { $count ->
    [zero] بلا نجوم
    [one] نجمة واحدة
    [two] نجمتان
    [few] { $count } نجوم
    [many] { $count } نجمة
   *[other] { $count } نجمة
 }
rating-word-1 = سيئ
rating-word-2 = مقبول
rating-word-3 = جيد
rating-word-4 = جيد جدًا
rating-word-5 = ممتاز
stars-of = { $value } من { $most }
stars-count = { $count ->
    [zero] لا تقييمات بعد
    [one] تقييم واحد
    [two] تقييمان
    [few] { $count } تقييمات
    [many] { $count } تقييمًا
   *[other] { $count } تقييم
 }

## المحادثة

said-by-you = أنت:

## المجموع

summary-label = الحساب
summary-total = المجموع
summary-times = × { $count }

## التتبّع والعدّ

tracker-done = تم
tracker-current = الآن
tracker-next = لاحقًا
countdown-over = انتهى الوقت

## المواعيد

slots-zone = الأوقات هنا على { $zone }.
slots-zone-of = الأوقات هنا بتوقيت { $city }.
zone-africa-algiers = الجزائر
zone-africa-cairo = القاهرة
zone-africa-casablanca = الدار البيضاء
zone-africa-djibouti = جيبوتي
zone-africa-khartoum = الخرطوم
zone-africa-mogadishu = مقديشو
zone-africa-nouakchott = نواكشوط
zone-africa-tripoli = طرابلس
zone-africa-tunis = تونس
zone-asia-aden = عدن
zone-asia-amman = عمّان
zone-asia-baghdad = بغداد
zone-asia-bahrain = المنامة
zone-asia-beirut = بيروت
zone-asia-damascus = دمشق
zone-asia-dubai = دبي
zone-asia-gaza = غزة
zone-asia-hebron = الخليل
zone-asia-kuwait = الكويت
zone-asia-muscat = مسقط
zone-asia-qatar = الدوحة
zone-asia-riyadh = الرياض
zone-europe-istanbul = إسطنبول
zone-europe-london = لندن
zone-indian-comoro = موروني
slots-none = لا مواعيد متاحة.
slots-days = الأيام
slots-today = اليوم، { $day }
slots-today-short = اليوم
slots-full = ممتلئ
slots-free = { $count ->
    [zero] لا موعد متاح
    [one] موعد واحد متاح
    [two] موعدان متاحان
    [few] { $count } مواعيد متاحة
    [many] { $count } موعدًا متاحًا
   *[other] { $count } موعد متاح
 }
slots-left = { $count ->
    [zero] لم يبق مكان
    [one] بقي مكان واحد
    [two] بقي مكانان
    [few] بقيت { $count } أماكن
    [many] بقي { $count } مكانًا
   *[other] بقي { $count } مكان
 }

## الأيام

days-choose = اختر يومًا
days-calendar = التقويم
days-before = الشهر السابق
days-after = الشهر التالي
days-closed = { $day }، مغلق
days-closed-legend = مغلق
choice-none = اختر…

## حقول

field-slot-full = سبقك غيرك إلى هذا الموعد. اختر موعدًا آخر.
field-date-range = هذا اليوم خارج المدة المتاحة.
field-date-closed = هذا اليوم مغلق. اختر يومًا آخر.
