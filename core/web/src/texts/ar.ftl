# كل ما يقوله المضيف بالعربية. المفاتيح نفسها في en.ftl، واختبار يثبت ذلك.

app-name = مجلس
tagline = تطبيقاتك المصغّرة في مكان واحد، ولا تعرف عنك إلا ما تسمح به.
loading = جارٍ التحميل
ok = حسنًا
cancel = إلغاء
close = إغلاق
back = رجوع
more = المزيد
retry = أعد المحاولة
refresh = تحديث
save = حفظ

## الدخول

login-title = حيّاك الله
login-lead = ادخل إلى مجلسك.
signup-title = انضمّ إلى المجلس
signup-lead = يكفي اسم. بلا رقم جوال ولا بريد.
username = اسم المستخدم
username-hint = حروف إنجليزية صغيرة وأرقام ونقطة وشرطة سفلية، ويبدأ بحرف.
password = كلمة المرور
password-hint = ثمانية أحرف على الأقل.
password-show = أظهر كلمة المرور
display-name = اسمك
display-name-hint = هذا ما يراه الآخرون.
log-in = دخول
sign-up = إنشاء حساب
to-sign-up = جديد هنا؟
to-log-in = لديك حساب؟
log-out = خروج
ended-title = انتهت جلستك
form-username-empty = اكتب اسم المستخدم.
form-username-form = من 3 إلى 32 حرفًا: حروف إنجليزية صغيرة وأرقام ونقطة وشرطة سفلية، ويبدأ بحرف.
form-password-empty = اكتب كلمة المرور.
form-password-short = ثمانية أحرف على الأقل من فضلك.
form-name-empty = اكتب الاسم الذي يراه الآخرون.

## الرئيسية

nav-label = الرئيسية
nav-apps = التطبيقات
nav-me = حسابي
greeting = أهلًا { $name }
apps-title = التطبيقات
apps-lead = تطبيقات خفيفة ومُراجَعة، ولا تأخذ إلا ما تسمح به.
apps-search = ابحث في التطبيقات
apps-empty-title = لا تطبيقات بعد
apps-empty-text = يظهر هنا كل تطبيق فور اعتماده.
apps-none-found = لا شيء باسم «{ $query }»
apps-none-found-text = جرّب كلمة أخرى.
apps-failed = تعذّر تحميل التطبيقات

## حسابي

me-title = حسابي
settings-look = المظهر واللغة
settings-language = اللغة
settings-theme = الألوان
theme-auto = تلقائي
theme-light = فاتح
theme-dark = داكن
settings-digits = الأرقام
digits-latn = 123
digits-arab = ١٢٣
settings-calendar = التقويم
calendar-gregory = ميلادي
calendar-umalqura = هجري
me-security = الأمان والخصوصية
devices-title = الأجهزة
devices-lead = كل مكان دخل منه حسابك. أنكرت شيئًا؟ أخرجه.
devices-row = أين حسابك الآن
device-current = هذا الجهاز
device-seen = نشط { $when }
device-since = دخل { $when }
device-unnamed = جهاز بلا اسم
device-revoke = إخراج
device-revoke-title = إخراج «{ $name }»؟
device-revoke-text = لن يعود إلا بكلمة المرور.
device-revoked = تم الإخراج.
devices-empty = لا أجهزة أخرى
privacy-title = أذونات التطبيقات
privacy-row = ما سمحت به لكل تطبيق
privacy-lead = اسحب إذنًا فيتوقف العمل به في الخطوة التالية مباشرة.
privacy-empty-title = لم تسمح بشيء بعد
privacy-empty-text = يسألك التطبيق حين يحتاج، لا قبل ذلك.
grant-allowed = مسموح
grant-denied = غير مسموح
grant-revoked = مسحوب

## داخل التطبيق

capsule = أدوات التطبيق
close-app = أغلق التطبيق
opening = يُفتح { $app }…
still-opening = طال الأمر أكثر من المعتاد، وما زال التطبيق يُفتح.
open-failed = لم يُفتح { $app }
trouble-title = ما تراه ليس الأحدث
still-working = ما زال العمل جاريًا…
stop-waiting = أوقف الانتظار
late-title = لا رد بعد
late-text = إعادة المحاولة آمنة: اللمسة الواحدة لا تُحسب مرتين.
offline-title = لا اتصال
offline-text = نواصل المحاولة، ويمكنك متابعة القراءة.
offline-seen = آخر تحديث { $when }. نواصل المحاولة، ويمكنك متابعة القراءة.
offline-bar = لا اتصال. نحاول من جديد…
reconnect-now = حاول الآن
back-online = عاد الاتصال
menu-about = عن هذا التطبيق
menu-permissions = الأذونات
menu-reload = ابدأ من جديد
about-developer = المطوّر
about-version = الإصدار
about-reviewed = تاريخ المراجعة
about-not-reviewed = لم يُراجَع
about-runtime = طريقة التشغيل
about-unknown = غير معروف
runtime-runner = عادي
runtime-runner-hint = يعمل التطبيق معزولًا عن غيره، ولا يصل إلا إلى ما تسمح به. نسخة أسرع منه قيد التجهيز.
runtime-snapshot = سريع
runtime-snapshot-hint = جُهّز مسبقًا ليفتح أسرع، ويعمل معزولًا عن غيره، ولا يصل إلا إلى ما تسمح به.
permissions-of = ما يستطيعه { $app }
permissions-none = هذا التطبيق لا يطلب شيئًا.
stepper-less = أقل: { $label }
stepper-more = أكثر: { $label }

## الإذن

consent-title = { $app } يستأذنك
consent-sentence = يطلب { $app } { $what }.
consent-allow = أسمح
consent-not-now = ليس الآن
consent-reason-of = السبب كما يقوله { $app }
consent-note = تستطيع سحب الإذن متى شئت من «حسابي» ثم «أذونات التطبيقات».
scope-profile-name = أن يرى اسمك في مجلس
scope-wallet-order = أن يطلب منك دفعة، وأنت من يوافق على كل واحدة
scope-messages-send = أن يرسل رسائل إلى محادثات تختارها
scope-places-search = أن يبحث عن الأماكن والطرق
scope-other = أن يستخدم «{ $scope }»

## حقول التطبيقات

field-required = املأ هذا الحقل من فضلك.
field-too-long = النص أطول من المسموح.
field-email = لا يبدو هذا بريدًا إلكترونيًا.
field-phone = لا يبدو هذا رقم هاتف.
field-number = اكتب رقمًا من فضلك.
field-not-an-option = اختر من الخيارات.
field-range = القيمة خارج الحدود المسموحة.
field-step = الرقم لا يوافق الخطوات.
field-characters = فيه حروف غير مسموحة.
field-type = لا يصلح هذا هنا.
field-invalid = لا يصلح هذا هنا.

## المحاكي والمعرض

sim-title = المحاكي
sim-log = سجل الأحداث
sim-clear = مسح
sim-empty = المس شيئًا في أحد الجوالين فتظهر إطاراته هنا.
sim-path = المسار
sim-open = افتح
sim-sent = صادر
sim-received = وارد
sim-guest = داخل الصندوق
gallery-title = معرض المكوّنات

## المشغّلون

op-title = المراجعة
op-login-title = باب المشغّلين
op-login-lead = اسم المستخدم وكلمة المرور والأرقام الستة من تطبيق المصادقة.
op-totp = الأرقام الستة
op-form-totp = ستة أرقام من تطبيق المصادقة.
op-queue = تنتظر المراجعة
op-queue-count =
    { $count ->
        [zero] لا شيء ينتظر
        [one] إصدار واحد ينتظر
        [two] إصداران ينتظران
        [few] { $count } إصدارات تنتظر
        [many] { $count } إصدارًا ينتظر
       *[other] { $count } إصدار ينتظر
    }
op-queue-empty = لا شيء ينتظر
op-queue-empty-text = تظهر هنا الإصدارات الجديدة بعد أن تجتاز الفحص.
op-submitted = أُرسل { $when }
op-version = الإصدار { $name }
op-developer = المطوّر
op-package = الحزمة
op-note = ملاحظة للمراجع
op-scopes = ما يطلبه
op-scopes-none = لا يطلب شيئًا.
op-scope-added = جديد في هذا الإصدار
op-reason-ar = السبب بالعربية
op-reason-en = السبب بالإنجليزية
op-reason-missing = لم يُذكر سبب
op-findings = ما وجده الفحص
op-findings-none = لم يجد الفحص شيئًا.
op-finding-error = خطأ
op-finding-warning = تنبيه
op-fix = العلاج: { $fix }
op-files = الملفات
op-files-binary = ليس نصًا؛ { $size }.
op-hidden-characters =
    { $count ->
        [zero] لا حروف خفية.
        [one] في هذا الملف حرف خفي واحد قد يُخفي شفرة، وهو معلَّم بالأحمر.
        [two] في هذا الملف حرفان خفيان قد يُخفيان شفرة، وهما معلَّمان بالأحمر.
        [few] في هذا الملف { $count } حروف خفية قد تُخفي شفرة، وهي معلَّمة بالأحمر.
        [many] في هذا الملف { $count } حرفًا خفيًا قد يُخفي شفرة، وهي معلَّمة بالأحمر.
       *[other] في هذا الملف { $count } حرف خفي قد يُخفي شفرة، وهي معلَّمة بالأحمر.
    }
op-life = مسيرة هذا الإصدار
op-by = بواسطة { $who }
op-verdict = القرار
op-verdict-text = ما يقرؤه المطوّر
op-verdict-hint = اذكر الملف والسطر. لازم عند الرفض.
op-verdict-empty = اذكر السبب ليستطيع المطوّر إصلاحه.
op-approve = اعتماد وإصدار
op-reject = رفض
op-approve-title = إصدار { $app } { $version } للجميع؟
op-approve-text = يستطيع كل مستخدم فتحه فور اعتمادك.
op-reject-title = رفض { $app } { $version }؟
op-reject-text = يقرأ المطوّر سببك وله أن يرسل إصدارًا جديدًا.
op-approved = اعتُمد وصدر.
op-rejected = رُفض، والسبب عند المطوّر.
op-snapshot = البناء
snapshot-state-unspecified = لم يُبنَ
snapshot-state-pending = قيد البناء
snapshot-state-ready = جاهز
snapshot-state-failed = فشل
version-state-unspecified = غير معروف
version-state-draft = مرفوع
version-state-checking = قيد الفحص
version-state-changes-needed = يحتاج تعديلًا
version-state-in-review = قيد المراجعة
version-state-rejected = مرفوض
version-state-approved = معتمد
version-state-pilot = تجريبي
version-state-rollout = يُطرح تدريجيًا
version-state-paused = متوقف مؤقتًا
version-state-released = صادر
version-state-superseded = حلّ محله أحدث
version-state-reverted = أُرجع
version-state-suspended = معلّق
version-state-taken-down = أُزيل

## ما الذي حدث وما العمل

error-unknown = حدث خطأ. أعد المحاولة بعد لحظات.
error-offline = لا يمكن الوصول إلى مجلس. تحقّق من الاتصال ثم أعد المحاولة.
error-client-crashed = وقعت هذه الصفحة في خطأ منّا. أعد تحميلها.
error-unauthenticated = خرجت من حسابك. ادخل من جديد.
error-permission-denied = هذا غير متاح لحسابك.
error-not-found = لم يعد هذا موجودًا.
error-unimplemented = لا يستطيع هذا المضيف ذلك بعد.
error-method-unknown = لا يستطيع هذا المضيف ذلك بعد.
error-internal = تعطّل شيء عندنا. لم يضع شيء؛ أعد المحاولة.
error-unavailable = مجلس لا يردّ الآن. أعد المحاولة بعد لحظات.
error-service-unavailable = مجلس لا يردّ الآن. أعد المحاولة بعد لحظات.
error-database-unavailable = لا يستطيع مجلس الحفظ الآن. أعد المحاولة بعد لحظات.
error-deadline-exceeded = طال الأمر أكثر من اللازم. إعادة المحاولة آمنة.
error-resource-exhausted = طلبات كثيرة دفعة واحدة. انتظر لحظة ثم أعد المحاولة.
error-rate-limited = محاولات كثيرة. انتظر لحظة ثم أعد المحاولة.
error-invalid-argument = في النموذج ما لا يصلح. راجعه ثم أعد المحاولة.
error-request-id-reused = أُرسل هذا من قبل بمحتوى آخر. ابدأ من جديد.
error-page-token-invalid = تغيّرت القائمة. حمّلها من جديد.
error-credentials-invalid = اسم المستخدم أو كلمة المرور غير صحيح.
error-username-taken = هذا الاسم محجوز. اختر غيره.
error-password-too-weak = كلمة المرور سهلة التخمين. اختر أطول منها.
error-session-expired = طال غيابك. ادخل من جديد.
error-session-revoked = أُخرج هذا الجهاز حفاظًا على أمانك. ادخل من جديد.
error-device-not-found = هذا الجهاز خارج أصلًا.
error-app-not-found = لا يوجد هذا التطبيق، أو أنه سُحب.
error-app-interrupted = انقطع التطبيق ولم يحدث شيء. أعد المحاولة.
error-app-crashed = وقع التطبيق في خطأ، ولم يُحفظ شيء من هذه اللمسة. أعد المحاولة أو أخبر مطوّره.
error-app-refused = لم يقبل التطبيق هذا.
error-app-timed-out = تأخر التطبيق فأُوقف، ولم يُحفظ شيء من هذه اللمسة.
error-app-out-of-fuel = أطال التطبيق الحساب فأُوقف، ولم يُحفظ شيء من هذه اللمسة.
error-app-out-of-memory = احتاج التطبيق ذاكرة أكبر من المسموح فأُوقف، ولم يُحفظ شيء من هذه اللمسة.
error-app-host-calls-exceeded = أكثر التطبيق الطلب من المضيف فأُوقف، ولم يُحفظ شيء من هذه اللمسة.
error-app-answer-invalid = ردّ التطبيق بشاشة لا يمكن عرضها، ولم يُحفظ شيء من هذه اللمسة.
error-app-screen-not-found = ليس في التطبيق صفحة كهذه. ارجع وابدأ من أوله.
error-artifact-unusable = لا يعمل هذا الإصدار هنا. أعد المحاولة بعد لحظات.
error-tree-invalid = ردّ التطبيق بشاشة لا يمكن عرضها، ولم يُحفظ شيء من هذه اللمسة.
error-tree-too-large = شاشة التطبيق أكبر من المسموح، ولم يُحفظ شيء من هذه اللمسة.
error-stale-screen = تغيّرت الشاشة. انظر مجددًا ثم المس.
error-event-invalid = ما أدخلته لا يصلح. راجعه ثم أعد المحاولة.
error-event-conflict = غيّر آخرون الشيء نفسه في اللحظة ذاتها. المس مرة أخرى.
error-event-not-found = لم يحدث هذا. أعد المحاولة.
error-revision-conflict = تغيّرت الشاشة. المس مرة أخرى.
error-session-not-found = أُغلق التطبيق في الأثناء، وها هو يُفتح من جديد.
error-consent-required = يحتاج التطبيق إذنك أولًا.
error-scope-denied = لم تسمح للتطبيق بهذا. تستطيع تغييره من «الأذونات».
error-scope-not-granted = لم تسمح للتطبيق بهذا. تستطيع تغييره من «الأذونات».
error-scope-not-declared = طلب التطبيق ما لم يعلن عنه، فلا يناله.
error-read-only = حاول التطبيق التغيير أثناء العرض فقط، ولم يتغيّر شيء.
error-document-not-found = ما تبحث عنه لم يعد موجودًا.
error-document-conflict = غيّر غيرك هذا قبل لحظة. أعد المحاولة.
error-document-too-large = أراد التطبيق حفظ أكثر مما يتسع، ولم يُحفظ شيء.
error-data-quota-exceeded = لم يبق للتطبيق متسع عندك. احذف منه شيئًا أو أخبر مطوّره.
error-timer-limit-exceeded = ضبط التطبيق مؤقتات كثيرة. أخبر مطوّره.
error-build-failed = تعذّر بناء هذا الإصدار، والتقرير يبيّن السبب.
error-key-taken = هذا المفتاح لحساب آخر. سجّل غيره.
error-package-invalid = لا يمكن قراءة هذه الحزمة. ابنها من جديد.
error-manifest-invalid = في البيان خطأ. نفّذ majlis check.
error-signature-invalid = التوقيع لا يطابق. وقّع بمفتاح مسجّل.
error-app-id-taken = معرّف التطبيق لمطوّر آخر. اختر غيره.
error-version-not-found = لا يوجد إصدار كهذا.
error-version-not-newer = هذا الإصدار ليس أحدث من سابقه. ارفع رقمه.
error-version-state-invalid = سبقك غيرك إلى القرار في هذا الإصدار. حمّله من جديد.
error-content-type-unsupported = هذه الصفحة والمضيف لا يتفاهمان. أعد تحميلها.
error-frame-invalid = هذه الصفحة والمضيف لا يتفاهمان. أعد تحميلها.
error-host-unknown = لا يُفتح مجلس بهذا العنوان. افتحه باسمه.
error-origin-foreign = جاء هذا من موقع آخر فلم يُنفَّذ.
error-login-rate-limited = محاولات كثيرة. حاول من جديد بعد { $wait }.
error-no-user = أراد التطبيق شيئًا يخص مستخدمًا وهو يعمل وحده. أخبر مطوّره.
error-timer-lease-lost = تغيّر أحد مؤقتات التطبيق في هذه اللحظة، ولم يُحفظ شيء. أعد المحاولة.
error-state-too-large = أراد التطبيق أن يتذكر أكثر مما يتسع، ولم يُحفظ شيء من هذه اللمسة.
error-reviewer-is-submitter = أنت من أرسل هذا الإصدار، فليحكم فيه مشغّل آخر.
error-account-not-found = لا يوجد حساب كهذا.
error-transfer-not-found = لا يوجد تحويل كهذا.
error-account-frozen = هذا الحساب مجمّد، فلا يدخله شيء ولا يخرج منه.
error-account-not-frozen = لم يجمّد أي مشغّل هذا الحساب.
error-insufficient-funds = ليس في الحساب ما يكفي.
error-hold-not-found = لا يوجد حجز كهذا.
error-hold-expired = انتهت مدة الحجز وعاد كله.
error-hold-already-captured = دُفع هذا الحجز من قبل.
error-hold-already-voided = أُعيد هذا الحجز من قبل.
error-capture-exceeds-hold = هذا أكثر مما حُجز.
error-transfer-refused = لا يمكن هذا التحويل، ولم يتحرك شيء.
error-checkpoint-not-found = ليس في الدفتر شيء بعد.
error-statement-too-long = هذا الكشف طويل جدًا. اختر مدة أقصر.
error-person-not-found = لا أحد بهذا الاسم، أو لا يريد أن يُعثر عليه.
error-person-blocked = أنت تحظر هذا الشخص. ارفع الحظر عنه أولًا.
error-too-many-requests = سألت أشخاصًا كثيرين. انتظر جوابهم، أو تابع غدًا.
error-people-limit-reached = قائمتك ممتلئة. أزل منها أحدًا أولًا.
