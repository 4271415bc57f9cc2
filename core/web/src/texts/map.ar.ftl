map-role = خريطة
map-controls = التحكم بالخريطة
map-nearer = تقريب
map-farther = إبعاد
map-home = إظهار الكل
map-failed = تعذّر عرض الخريطة
map-failed-text = ليست خريطة المدينة متاحة الآن. ما كُتب حولها يبقى صحيحًا.
map-outside = هذا الموضع خارج خريطة المدينة
map-keys = الأسهم تحرّك الخريطة، وعلامتا + و - تقرّبانها وتبعدانها، و 0 يعيدها كما كانت.
map-keys-press = الأسهم تحرّك الخريطة، وعلامتا + و - تقرّبانها وتبعدانها، و 0 يعيدها كما كانت، ومفتاح الإدخال يختار وسطها.
map-mark-pin = موضع
map-mark-from = نقطة الانطلاق
map-mark-to = الوجهة
map-mark-car = السيارة
map-mark-shop = المتجر
map-mark-me = موقعي
map-mark-door = الباب
map-far = على بعد { $far } من { $from }
map-far-me = على بعد { $far } منك
map-away = { $what } { $far }
map-ago = آخر ظهور قبل { $when }
map-route = طول الطريق { $far }

place-choose = اختر مكانًا
place-empty = لم يُختر مكان بعد
place-search = ابحث عن مكان أو شارع
place-search-hint = مثل: صيدلية، شارع الرازي
place-my-position = موقعي الآن
place-my-position-hint = يسأل متصفحك عن إذنك أولًا
place-on-map = حدّده على الخريطة
place-on-map-hint = حرّك الخريطة تحت الدبوس
place-kept = أماكني
place-near = قريب من هنا
place-middle = في وسط المدينة
place-found = نتائج البحث
place-none = لا مكان بهذا الاسم
place-none-text = جرّب كلمة أخرى، أو حدّد المكان على الخريطة.
place-results = { $count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
 }
place-away = يبعد { $far }
place-here-outside = أنت الآن خارج خريطة المدينة. ابحث بالاسم، أو حدّد المكان على الخريطة.
place-here-denied = لم تسمح بمعرفة موقعك. اسمح به من المتصفح، أو ابحث بالاسم.
place-here-failed = لم يستطع الجهاز تحديد موقعه. أعد المحاولة، أو ابحث بالاسم.
place-pin-title = حرّك الخريطة تحت الدبوس
place-pin-outside = هنا خارج المدينة. عُد بالخريطة إلى شوارعها.
place-pin-looking = نبحث عن العنوان…
place-pin-take = اختر هذا الموضع
place-pin-map = خريطة لتحديد المكان
place-back = رجوع
place-keep = احفظ «{ $name }» في أماكني
place-keep-title = احفظ هذا المكان
place-keep-as = باسم
place-keep-home = البيت
place-keep-work = العمل
place-keep-other = اسم آخر
place-keep-name = الاسم
place-keep-save = حفظ
place-keep-done = حُفظ في أماكنك
place-forget = انسَ «{ $name }»
place-forgotten = لم يعد في أماكنك
place-kept-note = أسماء أماكنك لك وحدك، والتطبيق لا يرى إلا العنوان.
place-kind-restaurant = مطعم
place-kind-cafe = مقهى
place-kind-mosque = مسجد
place-kind-pharmacy = صيدلية
place-kind-clinic = عيادة
place-kind-barber = حلاق
place-kind-supermarket = بقالة
place-kind-mall = مركز تسوق
place-kind-school = مدرسة
place-kind-university = جامعة
place-kind-hotel = فندق
place-kind-field = ملعب
place-kind-petrol = محطة وقود
place-kind-bank = مصرف
place-kind-museum = متحف
place-kind-library = مكتبة
place-kind-station = محطة قطار
place-kind-airport = مطار

scan-title = امسح الرمز
scan-camera = وجّه الكاميرا إلى الرمز
scan-start = افتح الكاميرا
scan-no-camera = تعذّر فتح الكاميرا. اكتب الرمز بدلًا من ذلك.
scan-none = ليس لهذا المتصفح كاميرا تقرأ الرموز. اكتب الرمز المكتوب تحته.
scan-type = أو اكتب الرمز
scan-type-hint = كما هو مكتوب تحت المربع
scan-go = متابعة

error-point-outside-city = هذا الموضع خارج المدينة. اختر موضعًا قرب أحد شوارعها.
error-route-not-found = لا طريق يُوصل إلى هناك. اختر موضعًا قريبًا منه.
error-share-not-found = انتهت مشاركة موقعك هذه.
error-too-many-saved = امتلأت قائمة أماكنك. احذف منها واحدًا أولًا.
