# مشاركة الموقع: ما يظهر ما دام جهاز الشخص يقول أين هو.
share-bar = موقعك مع { $app } حتى { $until }
share-bar-many = موقعك مع { $count ->
    [zero] لا أحد
    [one] تطبيق واحد
    [two] تطبيقين
    [few] { $count } تطبيقات
    [many] { $count } تطبيقًا
   *[other] { $count } تطبيق
 }
share-bar-elsewhere = موقعك مع { $app } من جهاز آخر
share-bar-label = مشاركة موقعك
share-stop = أوقف
share-stop-of = أوقف مشاركة موقعك مع { $app }
share-more = المزيد
share-finding = نبحث عن موقعك…
share-gps = من هذا الجهاز، كلما تحركت
share-hand = من مكان عيّنته أنت
share-denied = لم تسمح بمعرفة موقعك، فلا يصل شيء
share-failed = لم يستطع الجهاز معرفة موقعه، فلا يصل شيء
share-outside = أنت خارج { $city }، فلا يصل شيء
share-elsewhere = لا يرسل هذا الجهاز شيئًا

share-sheet = موقعك المشارَك
share-until = حتى { $until }
share-now-gps = يعرف التطبيق أين أنت كلما تحركت. لا يُحفظ من ذلك شيء.
share-now-hand = يرى التطبيق المكان الذي عيّنته، حتى تغيّره أو تعود إلى موقع الجهاز.
share-now-finding = ينتظر التطبيق أول موقع من جهازك.
share-now-denied = اسمح بالموقع من إعدادات المتصفح لهذه الصفحة، أو عيّن مكانك على الخريطة.
share-now-failed = أعد المحاولة في مكان مفتوح، أو عيّن مكانك على الخريطة.
share-now-outside = جهازك بعيد عن { $city }. إن أردت فعيّن لك مكانًا فيها.
share-now-off = يُرسَل موقعك من الجهاز الذي بدأت منه. تستطيع أن ترسله من هذا الجهاز بدلًا منه.
share-by-hand = أنا هنا: عيّنه على الخريطة
share-by-hand-again = انتقل إلى مكان آخر
share-by-device = عد إلى موقع الجهاز
share-from-here = أرسله من هذا الجهاز
share-ended = توقفت مشاركة موقعك.
share-map = اضغط على الخريطة حيث أنت
share-map-me = أنا هنا
share-map-take = أنا هنا
share-map-none = لم تعيّن مكانك بعد

share-list = من يعرف موقعك الآن
share-list-hint = ينتهي كل منها في وقته، أو حين توقفه.
