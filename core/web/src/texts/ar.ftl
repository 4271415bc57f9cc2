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
page-late = صفحة لم تصل بعد
page-reload = أعد تحميل الصفحة
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
nav-wallet = محفظتي
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
me-people = الناس والإشعارات
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

## المحادثات

nav-chats = المحادثات
nav-unread =
    { $count ->
        [zero] لا جديد
        [one] محادثة واحدة فيها جديد
        [two] محادثتان فيهما جديد
        [few] { $count } محادثات فيها جديد
        [many] { $count } محادثة فيها جديد
       *[other] { $count } محادثة فيها جديد
    }
send = إرسال
chat-new = محادثة جديدة
chat-new-group = مجموعة جديدة
chat-new-group-hint = اختر من جهات اتصالك
chat-group-title = اسم المجموعة
chats-empty-title = المجلس هادئ
chats-empty-text = ابدأ محادثة مع من تعرف، وتظهر هنا.
chats-none-open = اختر محادثة من القائمة
chat-not-loaded = لم تصل المحادثات بعد
chat-search-all = ابحث في كل المحادثات
chat-search-here = ابحث في هذه المحادثة
chat-search-in = ابحث في محادثة { $title }
chat-search-messages = في الرسائل
chat-search-more = المزيد من النتائج
chat-search-nothing = لا رسالة فيها «{ $query }»
chat-search-failed = تعذّر البحث
chat-hit-from = { $name }:
chat-invitations = دعوات تنتظر جوابك
chat-invited = أنت مدعو إلى «{ $title }»
chat-join = انضمام
chat-decline = اعتذار
chat-you = أنت
chat-someone = مستخدم
chat-everybody = الجميع
chat-draft = مسودة:
chat-nothing-yet = لا رسائل بعد
chat-muted = مكتومة
chat-pinned = مثبّتة
chat-marked-unread = معلَّمة غير مقروءة
chat-more-than = +{ $count }
chat-unread-label =
    { $count ->
        [zero] لا رسائل غير مقروءة
        [one] رسالة غير مقروءة
        [two] رسالتان غير مقروءتين
        [few] { $count } رسائل غير مقروءة
        [many] { $count } رسالة غير مقروءة
       *[other] { $count } رسالة غير مقروءة
    }
chat-mentions-label =
    { $count ->
        [zero] لم يذكرك أحد
        [one] ذُكرت مرة
        [two] ذُكرت مرتين
        [few] ذُكرت { $count } مرات
        [many] ذُكرت { $count } مرة
       *[other] ذُكرت { $count } مرة
    }
chat-preview-mine = أنت: { $text }
chat-preview-from = { $name }: { $text }
chat-type-image = صورة
chat-type-file = ملف
chat-type-voice = رسالة صوتية
chat-type-video = مقطع مرئي
chat-type-location = موقع
chat-type-contact = جهة اتصال
chat-type-sticker = ملصق
chat-type-card = بطاقة تطبيق
chat-wallet =
    { $what ->
        [payment] دفعة { $amount }
        [money_request] طلب مال { $amount }
        [split] فاتورة مشتركة { $amount }
        [red_packet] ظرف هدية
        [receipt] إيصال { $amount }
        [pin_reset] رقم سري جديد
       *[other] المحفظة
    }
chat-type-unknown = رسالة لا يعرف هذا الإصدار عرضها
chat-open-image = افتح الصورة
chat-card-gone = هذا التطبيق غير متاح الآن.
chat-card-share = مشاركة «{ $title }» في
chat-card-share-yes = مشاركة
chat-card-shared = تمت المشاركة.
chat-open-card = افتح التطبيق
chat-play = تشغيل
chat-pause = إيقاف مؤقت
chat-messages = الرسائل
chat-message = رسالة
chat-message-label = { $name }، { $when }
chat-message-menu = ما يمكن فعله بالرسالة
chat-conversation-menu = إعدادات المحادثة
chat-members =
    { $count ->
        [zero] لا أعضاء
        [one] عضو واحد
        [two] عضوان
        [few] { $count } أعضاء
        [many] { $count } عضوًا
       *[other] { $count } عضو
    }
chat-channel = قناة
chat-app = رسائل تطبيق
chat-online = متصل الآن
chat-last-seen = آخر ظهور { $when }
chat-typing-short = جارٍ الكتابة…
chat-typing =
    { $count ->
        [zero] { $name }: جارٍ الكتابة…
        [one] { $name }: جارٍ الكتابة…
        [two] { $name } وشخص آخر: جارٍ الكتابة…
        [few] { $name } وآخرون: جارٍ الكتابة…
        [many] { $name } وآخرون: جارٍ الكتابة…
       *[other] { $name } وآخرون: جارٍ الكتابة…
    }
chat-announced = { $name }: { $text }
chat-begin = هنا تبدأ المحادثة
chat-begin-joined = لا ترى ما كُتب قبل انضمامك
chat-unread-line = رسائل غير مقروءة
chat-to-end = إلى أحدث الرسائل
chat-to-date = الانتقال إلى تاريخ
chat-day = اليوم المطلوب
chat-go = انتقال
chat-to-replied = إلى الرسالة التي يُرَدّ عليها
chat-earlier-message = رسالة سابقة
chat-edited = معدّلة
chat-forwarded = محوّلة
chat-forwarded-done = تم التحويل.
chat-recalled = سُحبت هذه الرسالة
chat-recalled-mine = سحبت هذه الرسالة
chat-tick-sent = أُرسلت
chat-tick-delivered = وصلت
chat-tick-read = قُرئت
chat-tick-waiting = تنتظر الإرسال
chat-tick-failed = لم تُرسل
chat-try-again = أعد المحاولة
chat-discard = احذفها
chat-offline = لا اتصال. ما تكتبه يُرسل فور عودته.
chat-write = اكتب رسالة
chat-attach = إرفاق
chat-mention = من تقصد؟
chat-editing = تعديل الرسالة
chat-replying = ردّ على { $name }
chat-left = بقي { $shown }
chat-over =
    { $count ->
        [zero] الرسالة بطولها الأقصى
        [one] أطول مما يُرسَل بحرف واحد
        [two] أطول مما يُرسَل بحرفين
        [few] أطول مما يُرسَل بـ{ $shown } أحرف
        [many] أطول مما يُرسَل بـ{ $shown } حرفًا
       *[other] أطول مما يُرسَل بـ{ $shown } حرف
    }
chat-react = تفاعل
chat-react-with = تفاعل بـ{ $emoji }
chat-act-reply = ردّ
chat-act-copy = نسخ
chat-act-forward = تحويل
chat-act-edit = تعديل
chat-act-recall = سحب من عند الجميع
chat-act-hide = إخفاء عني
chat-act-report = إبلاغ
chat-act-pick = تحديد
chat-copied = نُسخ.
chat-pick = تحديد الرسالة
chat-pick-on = محدّد
chat-pick-off = غير محدّد
chat-picked =
    { $count ->
        [zero] لم تحدّد شيئًا
        [one] رسالة محدّدة
        [two] رسالتان محدّدتان
        [few] { $count } رسائل محدّدة
        [many] { $count } رسالة محدّدة
       *[other] { $count } رسالة محدّدة
    }
chat-forward-to = تحويل إلى
chat-recall-title = سحب الرسالة؟
chat-recall-text = تختفي من عند الجميع، ويبقى مكانها أنها سُحبت.
chat-hide-title =
    { $count ->
        [zero] إخفاء الرسائل؟
        [one] إخفاء الرسالة؟
        [two] إخفاء الرسالتين؟
        [few] إخفاء { $count } رسائل؟
        [many] إخفاء { $count } رسالة؟
       *[other] إخفاء { $count } رسالة؟
    }
chat-hide-text = تختفي من أجهزتك أنت، ويبقى الآخرون يرونها.
chat-report-title = إبلاغ عن رسالة
chat-report-text = تصل نسخة من هذه الرسالة إلى مشغّلي مجلس، ويرون ما قبلها حتى خمس رسائل. ولا يعلم كاتبها من أبلغ.
chat-report-why = السبب
chat-report-note = ما الذي حدث؟
chat-report-spam = إعلانات مزعجة
chat-report-fraud = احتيال
chat-report-harassment = إهانة أو تهديد
chat-report-violence = عنف
chat-report-sexual = محتوى جنسي
chat-report-child-safety = خطر على طفل
chat-report-other = سبب آخر
chat-reported = وصل بلاغك.
chat-pin = تثبيت في الأعلى
chat-unpin = إلغاء التثبيت
chat-mute = كتم
chat-unmute = إلغاء الكتم
chat-mark-unread = علّمها غير مقروءة
chat-marks-private = لا تُظهر أني قرأت
chat-marks-share = أظهر أني قرأت
chat-closed-left = لم تعد في هذه المحادثة.
chat-closed-silenced = أوقف أحد المشرفين كتابتك هنا.
chat-closed-contacts = لا يمكن إرسال رسائل في هذه المحادثة.
chat-closed-group = لا يمكنك الكتابة هنا.
chat-closed-channel = يكتب هنا مشرفو القناة فقط.
chat-closed-app = يكتب التطبيق هنا، وتقرأ أنت.
chat-edit-over = انقضى وقت التعديل: يومان من الإرسال.
chat-recall-over = انقضى وقت السحب: دقيقتان من الإرسال.
chat-recall-file-over = انقضى وقت السحب: ثلاث ساعات من الإرسال.
chat-covered = رسالة ممّن حظرته
chat-uncover = إظهار
chat-check = تحقّق من المحادثة
chat-check-hint = أن شيئًا لم يُحذف منها ولم يُغيَّر
chat-check-title = التحقق من المحادثة
chat-check-running = جارٍ التحقق…
chat-check-why = كل ما يحدث في المحادثة مرقّم ومربوط بما قبله. يعيد جهازك حساب هذه السلسلة بنفسه، ولا يصدّق الخادم على كلامه.
chat-check-good =
    { $count ->
        [zero] سليمة: لا شيء فيها بعد
        [one] سليمة: حدث واحد ولا شيء مفقود
        [two] سليمة: حدثان ولا شيء مفقود
        [few] سليمة: { $shown } أحداث ولا شيء مفقود
        [many] سليمة: { $shown } حدثًا ولا شيء مفقود
       *[other] سليمة: { $shown } حدث ولا شيء مفقود
    }
chat-check-print = بصمتها عند الحدث { $seq }. من يرى البصمة نفسها يرى المحادثة نفسها.
chat-check-bad = هذه المحادثة ليست سليمة
chat-check-fault-missing = الحدث { $seq } مفقود أو ليس في مكانه.
chat-check-fault-elsewhere = الحدث { $seq } من محادثة أخرى.
chat-check-fault-changed = ما في الحدث { $seq } ليس ما سُجّل حين كُتب.
chat-check-fault-broken = السلسلة مقطوعة عند الحدث { $seq }: تغيّر شيء قبله.
chat-check-fault-told = عند الحدث { $seq } لا يطابق السجل ما أخبر به الخادم سابقًا.
chat-check-fault-gone = ذهب نص الحدث { $seq }، وليس في السجل سحب له.
chat-check-fault-held = الرسالة { $seq } المعروضة هنا ليست ما في السجل.
chat-check-gone =
    { $count ->
        [zero] لم يذهب منها نص
        [one] ذهب نص حدث واحد. ولعل سحبه جرى بعد خروجك، فلا تراه.
        [two] ذهب نصّا حدثين. ولعل سحبهما جرى بعد خروجك، فلا تراه.
        [few] ذهبت نصوص { $shown } أحداث. ولعل سحبها جرى بعد خروجك، فلا تراه.
        [many] ذهبت نصوص { $shown } حدثًا. ولعل سحبها جرى بعد خروجك، فلا تراه.
       *[other] ذهبت نصوص { $shown } حدث. ولعل سحبها جرى بعد خروجك، فلا تراه.
    }
chat-check-insecure = يحتاج التحقق إلى اتصال آمن (https).
chat-line-added = انضمام { $name } بدعوة من { $actor }
chat-line-joined = انضمام { $name }
chat-line-left = مغادرة { $name }
chat-line-removed = إخراج { $name }
chat-line-role = { $name }: الدور الآن { $role }
chat-line-silenced = إيقاف كتابة { $name }
chat-line-unsilenced = عودة الكتابة إلى { $name }
chat-line-changed = تغيّر شيء في المحادثة
chat-line-made = «{ $title }» من إنشاء { $actor }
chat-line-settings = إعدادات جديدة لـ«{ $title }» من { $actor }
chat-line-begun = بدأت المحادثة
chat-line-added-you = انضممت بدعوة من { $actor }
chat-line-added-by-you = انضمام { $name } بدعوة منك
chat-line-joined-you = انضممت إلى المحادثة
chat-line-left-you = غادرت المحادثة
chat-line-removed-you = أُخرجت من المحادثة
chat-line-role-you = صار دورك: { $role }
chat-line-silenced-you = أُوقفت كتابتك هنا
chat-line-unsilenced-you = عادت إليك الكتابة هنا
chat-line-made-by-you = أنشأت «{ $title }»
chat-line-settings-by-you = غيّرت إعدادات «{ $title }»
chat-role-owner = مالك
chat-role-admin = مشرف
chat-role-member = عضو
chat-role-reader = قارئ

## جهات الاتصال

contacts-title = جهات الاتصال
contacts-search = ابحث في جهات الاتصال
contacts-failed = تعذّر تحميل جهات الاتصال
contacts-empty-title = لا جهات اتصال بعد
contacts-empty-text = أضف من تعرف باسم المستخدم، أو بالرابط، أو بالرمز.
contacts-none-found = جرّب اسمًا آخر.
contacts-count =
    { $count ->
        [zero] لا جهات اتصال
        [one] جهة اتصال واحدة
        [two] جهتا اتصال
        [few] { $count } جهات اتصال
        [many] { $count } جهة اتصال
       *[other] { $count } جهة اتصال
    }
contacts-sent = طلبات أرسلتها
contacts-sent-hint = تنتظر الجواب، ولك أن تسحبها.
contacts-row = من تعرفهم، ومن يطلب التواصل معك
contact-add = إضافة جهة اتصال
contact-add-short = إضافة
contact-add-hint = باسم المستخدم أو بالرابط أو بالرمز
contact-who = اسم المستخدم أو الرابط
contact-who-hint = اكتبه كما هو تمامًا، مثل layla.s
contact-find = ابحث
contact-not-found = لم نجد أحدًا
contact-note = رسالة مع الطلب
contact-note-hint = اختيارية، ليُعرف من أنت.
contact-ask = طلب تواصل
contact-asked = وصل طلبك إلى { $name }.
contact-waits = أرسلت طلبك، وهو ينتظر الجواب.
contact-take-back = سحب الطلب
contact-taken-back = سُحب الطلب.
contact-accept = قبول
contact-refuse = رفض
contact-accepted = صار { $name } من جهات اتصالك.
contact-refused = رُفض الطلب، ولن يُخبَر صاحبه.
contact-write = فتح المحادثة
contact-requests = طلبات تواصل
contact-requests-hint = إن رفضت فلن يُخبَر صاحب الطلب.
contact-requests-count =
    { $count ->
        [zero] لا طلبات تواصل
        [one] طلب تواصل واحد
        [two] طلبا تواصل
        [few] { $count } طلبات تواصل
        [many] { $count } طلب تواصل
       *[other] { $count } طلب تواصل
    }
contact-my-code = رمزك
contact-my-code-failed = تعذّر تحميل رمزك
contact-my-code-label = رمز { $name } في مجلس
contact-my-link-hint = من صوّر هذا الرمز أو فتح رابطه يستطيع أن يطلب التواصل معك.
contact-renew = رمز جديد
contact-renew-title = رمز جديد؟
contact-renew-text = يبطل الرمز والرابط الحاليان فورًا، فلا يصل بهما أحد إليك.
contact-renewed = صار لك رمز جديد.
share-copy = نسخ الرابط
share-share = مشاركة
share-copy-failed = لم يسمح المتصفح بالنسخ. حدّد الرابط وانسخه بنفسك.
saved = حُفظ.
file-saved = نُزِّل الملف { $name }
file-lost = لم يصل الملف { $name }. المس مرة أخرى لتنزيله.
person-title = عن هذا الشخص
person-me = هذا أنت.
person-calls-self = اسمه هنا: { $name }
person-asks = يطلب { $name } التواصل معك.
person-alias = الاسم عندك
person-alias-row = سمّه كما تعرفه
person-alias-label = ماذا تسمّي { $name }؟
person-alias-hint = تراه أنت وحدك. اتركه فارغًا لتعود إلى اسمه.
person-block = حظر
person-block-title = حظر { $name }؟
person-block-text = لا تصلك منه رسائل ولا طلبات ولا دعوات، ولا يُخبَر بذلك. وتبقيان معًا في المجموعات المشتركة.
person-blocked-done = حُظر { $name }.
person-blocked = محظور عندك
person-blocked-text = لا يصلك منه شيء. بعد رفع الحظر يُطلب التواصل من جديد.
person-blocked-short = محظور
person-unblock = رفع الحظر
person-unblocked = رُفع الحظر عن { $name }.
person-remove = إزالة من جهات الاتصال
person-remove-title = إزالة { $name }؟
person-remove-text = لا تتراسلان بعدها إلا بطلب جديد. تبقى الرسائل السابقة عندك، ولا يُخبَر بذلك.
person-removed = أُزيل { $name } من جهات اتصالك.
person-report-hint = للإبلاغ عمّا كُتب، اضغط مطوّلًا على الرسالة نفسها ثم «إبلاغ».
reach-title = من يصل إليك
reach-lead = من يجدك، ومن يضيفك، وماذا يرى الناس عنك.
reach-row = من يجدك ويضيفك، ومن تحظره
reach-find = العثور عليك
reach-found-by-username = باسم المستخدم
reach-found-by-username-hint = يجدك من يعرف اسمك تمامًا
reach-found-by-code = بالرمز والرابط
reach-found-by-code-hint = يجدك من عنده رمزك
reach-added-to-groups = الإضافة إلى المجموعات
reach-added-to-groups-hint = تضيفك جهات اتصالك مباشرة، وإلا فتدعوك فقط
reach-marks = ما يراه الآخرون
reach-marks-hint = ما لا تُظهره عن نفسك لا تراه عن غيرك.
reach-read-marks = علامات القراءة
reach-read-marks-hint = يعرفون أنك قرأت
reach-presence = الظهور
reach-presence-hint = يعرفون متى تكون متصلًا
blocked-title = المحظورون
blocked-row = من لا يصلك منه شيء
blocked-lead = لا يصلك منهم شيء، ولا يعلمون أنك حظرتهم.
blocked-empty = لم تحظر أحدًا
blocked-empty-text = تستطيع الحظر من صفحة أي شخص.

## المجموعات والقنوات

group-new-lead = يكتب فيها كل أعضائها، وتتسع لخمسمئة.
group-who = من ينضم إليها؟
group-make =
    { $count ->
        [zero] إنشاء المجموعة
        [one] إنشاء المجموعة مع شخص واحد
        [two] إنشاء المجموعة مع شخصين
        [few] إنشاء المجموعة مع { $count } أشخاص
        [many] إنشاء المجموعة مع { $count } شخصًا
       *[other] إنشاء المجموعة مع { $count } شخص
    }
channel-new = قناة جديدة
channel-new-hint = تكتب فيها أنت، ويقرأ من تدعوه
channel-new-lead = تكتب فيها أنت ومشرفوها، ويقرأ من عنده رابطها.
channel-title = اسم القناة
channel-make = إنشاء القناة
channel-about = عن القناة
channel-leave = مغادرة القناة
group-about = عن المجموعة
group-description = الوصف
group-description-hint = لماذا وُجدت، وما يحسن أن يُكتب فيها.
group-edit = تعديل الاسم والوصف
group-add = إضافة أشخاص
group-add-yes =
    { $count ->
        [zero] إضافة
        [one] إضافة شخص واحد
        [two] إضافة شخصين
        [few] إضافة { $count } أشخاص
        [many] إضافة { $count } شخصًا
       *[other] إضافة { $count } شخص
    }
group-add-nobody = لا أحد تضيفه
group-add-nobody-text = كل جهات اتصالك هنا، أو ليس لديك جهات اتصال بعد. يمكنك أن تدعو برابط.
group-added =
    { $count ->
        [zero] لم ينضم أحد
        [one] انضم شخص واحد.
        [two] انضم شخصان.
        [few] انضم { $count } أشخاص.
        [many] انضم { $count } شخصًا.
       *[other] انضم { $count } شخص.
    }
group-invited =
    { $count ->
        [zero] لم يُدعَ أحد
        [one] وصلت الدعوة إلى شخص واحد يحب أن يُسأل أولًا.
        [two] وصلت الدعوة إلى شخصين يحبان أن يُسألا أولًا.
        [few] وصلت الدعوة إلى { $count } أشخاص يحبون أن يُسألوا أولًا.
        [many] وصلت الدعوة إلى { $count } شخصًا يحبون أن يُسألوا أولًا.
       *[other] وصلت الدعوة إلى { $count } شخص يحبون أن يُسألوا أولًا.
    }
group-rules = ما يسري على الجميع
group-rule-history = الجدد يرون ما سبق
group-rule-history-hint = وإلا فمن لحظة انضمامهم
group-rule-adding = الأعضاء يضيفون غيرهم
group-rule-adding-hint = وإلا فالمشرفون وحدهم
group-rule-approval = موافقة على القادم برابط
group-rule-approval-hint = يدخل حين يقبله أحد المشرفين
group-members-failed = تعذّر تحميل الأعضاء
group-members-search = ابحث في الأعضاء
group-members-all =
    { $count ->
        [zero] اعرض الجميع
        [one] اعرض الجميع
        [two] اعرض العضوين
        [few] اعرض الأعضاء الـ{ $count }
        [many] اعرض الأعضاء الـ{ $count }
       *[other] اعرض الأعضاء الـ{ $count }
    }
group-you = { $name } (أنت)
group-leave = مغادرة المجموعة
group-leave-yes = مغادرة
group-leave-title = مغادرة «{ $title }»؟
group-leave-text = تبقى عندك رسائلها السابقة، ولا يصلك جديدها.
group-leave-owner-title = سلّم الملكية أولًا
group-leave-owner-text = أنت المالك. المس عضوًا واختر «تسليم الملكية»، ثم غادر.
group-left = غادرت «{ $title }».
group-banned = ممنوعون من العودة
group-banned-hint = لا يعودون برابط حتى يُرفع المنع.
member-open = صفحته
member-silenced = لا يكتب حاليًا
member-silence = إيقاف الكتابة
member-silence-hint = يقرأ ولا يكتب
member-silence-done = أُوقفت كتابة { $name }.
member-unsilence = السماح بالكتابة
member-unsilence-hint = يعود إلى الكتابة
member-unsilence-done = عادت الكتابة إلى { $name }.
member-make-admin = تعيينه مشرفًا
member-make-admin-hint = يضيف ويُخرج ويسحب أي رسالة
member-make-admin-done = صار { $name } مشرفًا.
member-unmake-admin = إلغاء الإشراف
member-unmake-admin-hint = يعود كغيره
member-unmake-admin-done = لم يعد { $name } مشرفًا.
member-transfer = تسليم الملكية
member-transfer-hint = يصير المالك، وتصير أنت مشرفًا
member-transfer-title = تسليم الملكية إلى { $name }؟
member-transfer-text = يصير { $name } المالك، وتصير أنت مشرفًا. لا تستطيع استعادتها بنفسك.
member-transfer-done = صار { $name } المالك.
member-remove = إخراج
member-remove-hint = يستطيع العودة بدعوة أو رابط
member-remove-title = إخراج { $name }؟
member-remove-text = لا يصله جديد المحادثة، وتبقى عنده رسائلها السابقة.
member-remove-done = أُخرج { $name }.
member-ban = إخراج ومنع من العودة
member-ban-hint = لا يعود برابط
member-ban-title = إخراج { $name } ومنعه من العودة؟
member-ban-text = لا يعود برابط حتى يرفع المشرفون المنع.
member-ban-done = أُخرج { $name } ومُنع من العودة.
member-unban = رفع المنع
member-unbanned = يستطيع { $name } العودة برابط.
group-links = روابط الدعوة
group-links-row = رمز ورابط يُدخلان من تريد
links-working = روابط تعمل
links-empty = لا روابط بعد
links-empty-text = أنشئ رابطًا وأرسله إلى من تريد.
link-new = رابط جديد
link-make = إنشاء الرابط
link-title = رابط دعوة
link-label = رمز الدعوة إلى «{ $title }»
link-end = إلغاء الرابط
link-end-title = إلغاء هذا الرابط؟
link-end-text = لا يدخل به أحد بعد الآن. من دخل به يبقى.
link-ended = أُلغي الرابط.
link-until = حتى { $when }
link-no-end = بلا موعد انتهاء
link-over = انتهى
link-uses =
    { $count ->
        [zero] لم يُستخدم
        [one] استُخدم مرة
        [two] استُخدم مرتين
        [few] استُخدم { $count } مرات
        [many] استُخدم { $count } مرة
       *[other] استُخدم { $count } مرة
    }
link-uses-of = استُخدم { $uses } من { $most }
link-approved = بموافقة
link-lives = يعمل لمدة
link-lives-day = يوم
link-lives-week = أسبوع
link-lives-month = شهر
link-lives-always = بلا نهاية
link-uses-max = عدد من يدخل به
link-uses-any = بلا حد
link-uses-once = شخص واحد
link-uses-ten = عشرة
link-uses-hundred = مئة
link-approval = بموافقة مشرف
link-approval-hint = يطلب من يفتحه، ويدخل حين يُقبل
join-title = دعوة
join-failed = لم يعد هذا الرابط صالحًا
join-text = دُعيت إلى هذه المجموعة. يراك أعضاؤها حين تنضم.
join-text-channel = دُعيت إلى هذه القناة. تقرأ ما يُكتب فيها.
join-inside = أنت فيها.
join-ask = طلب الانضمام
join-approval = يقبل أحد المشرفين طلبك أولًا.
join-asked-title = وصل طلبك
join-asked-text = تُفتح المحادثة حين يقبله أحد المشرفين.
join-yes = قبول
join-let-in = انضم { $name }.
join-not-let-in = رُفض طلب { $name }.
join-requests =
    { $count ->
        [zero] لا طلبات انضمام
        [one] طلب انضمام واحد
        [two] طلبا انضمام
        [few] { $count } طلبات انضمام
        [many] { $count } طلب انضمام
       *[other] { $count } طلب انضمام
    }
view-settings = عندك أنت
view-marks-hint = في هذه المحادثة وحدها
mute-title = كتم الإشعارات
mute-text = تصل الرسائل كالعادة، ولا ينبّهك شيء منها إلا ما سمحت به.
mute-hour = ساعة
mute-eight-hours = ثماني ساعات
mute-week = أسبوع
mute-for-good = حتى ألغي الكتم
mute-not = غير مكتومة
mute-until = مكتومة حتى { $when }
mute-for-good-now = مكتومة حتى تلغي الكتم

## الإشعارات

notices-title = الإشعارات
notices-row = ما ينبّهك، ومتى يسكت
notices-lead = أنت من يقرر، ولا يتجاوز قرارك أحد ممن يكتب إليك.
notices-browser = إشعارات هذا المتصفح
notices-browser-on = تظهر حين لا تكون الصفحة أمامك.
notices-browser-off = تظهر الإشعارات داخل مجلس فقط.
notices-browser-denied = منعها المتصفح لهذا الموقع. اسمح بها من إعداداته أولًا.
notices-browser-none = لا يدعمها هذا المتصفح.
notices-kinds = في كل مكان
notices-pierce = ما يصلك رغم الكتم والهدوء
notices-mentions-pierce = من يذكرك باسمك
notices-mentions-pierce-hint = حتى في محادثة مكتومة
notices-payments-pierce = المال
notices-payments-pierce-hint = ما جاءك وما طُلب منك
notices-what = ما يظهر منها
notices-previews = نص الرسالة
notices-previews-hint = وإلا ظهر من كتبها فقط
notices-why-hint = لمعرفة سبب وصول إشعار أو غيابه، اضغط مطوّلًا على الرسالة ثم «لماذا نُبّهت؟».
notice-kind-message = الرسائل
notice-kind-message-hint = كل ما يُكتب إليك
notice-kind-mention = الإشارات إليك
notice-kind-mention-hint = من يذكرك أو يذكر الجميع
notice-kind-reaction = التفاعلات
notice-kind-reaction-hint = على رسائلك
notice-kind-card = بطاقات التطبيقات
notice-kind-card-hint = ما ترسله التطبيقات
notice-kind-payment = المال
notice-kind-payment-hint = ما جاءك وما طُلب منك
notice-kind-system = الدعوات والأمان
notice-kind-system-hint = طلبات وتنبيهات من مجلس
notice-on = بصوت
notice-silent = صامت
notice-off = لا شيء
notice-as-set = كما ضُبط
notice-kinds-here = إشعارات هذه المحادثة
notice-kinds-here-row = غير ما اخترته لكل مكان
notice-kinds-here-text = ما تختاره هنا يسبق ما اخترته لكل مكان.
quiet-title = ساعات الهدوء
quiet-on = هدوء كل يوم
quiet-hint = تصل فيها الإشعارات بلا صوت.
quiet-from = من
quiet-to = إلى
quiet-zone = بتوقيت
notice-many =
    { $count ->
        [zero] لا رسائل جديدة
        [one] رسالة جديدة
        [two] رسالتان جديدتان
        [few] { $count } رسائل جديدة
        [many] { $count } رسالة جديدة
       *[other] { $count } رسالة جديدة
    }
notice-reaction = تفاعل بـ{ $emoji }
notice-told-message = رسالة جديدة
notice-told-mention = ذُكرت في رسالة
notice-told-reaction = تفاعل مع رسالتك
notice-told-card = بطاقة من تطبيق
notice-told-payment = حركة في أموالك
notice-told-system = دعوة أو تنبيه
notice-invited = وصلتك دعوة، وجوابها في قائمة المحادثات.
why-title = لماذا نُبّهت، أو لم تُنبَّه؟
why-told = نُبّهت إلى هذه الرسالة.
why-told-silently = ظهرت بلا صوت.
why-not-told = لا تنبيه لهذه الرسالة.
why-now = بحسب إعداداتك كما هي الآن.
why-change-here = إعدادات هذه المحادثة
why-change-everywhere = إعدادات الإشعارات
why-rule-not-notified = هذا من الأمور التي لا يُنبَّه إليها أحد.
why-rule-own-message = أنت من كتبها.
why-rule-not-member = لست في هذه المحادثة الآن.
why-rule-sender-blocked = أنت تحظر كاتبها.
why-rule-recalled = سُحبت هذه الرسالة.
why-rule-edited = هذا تعديل لما سبق، ولا يذكرك من جديد.
why-rule-app-off = أوقفت إشعارات التطبيق الذي أرسلها.
why-rule-reading-now = كانت المحادثة مفتوحة أمامك.
why-rule-already-read = سبق أن قرأتها.
why-rule-setting-conversation = لأنك اخترت ذلك لهذه المحادثة.
why-rule-setting-app = لأنك اخترت ذلك لهذا التطبيق.
why-rule-default-channel = القنوات لا تنبّهك ما لم تطلب ذلك فيها.
why-rule-setting-global = لأنك اخترت ذلك لكل مكان.
why-rule-conversation-muted = كتمت هذه المحادثة.
why-rule-quiet-hours = هي ساعات هدوئك.
why-rule-mentions-pierce = ذُكرت فيها باسمك، وسمحت لذلك بأن يصلك رغم الكتم والهدوء.
why-rule-payments-pierce = هي عن مالك، وسمحت لذلك بأن يصلك رغم الكتم والهدوء.
why-rule-default-on = هذا هو المعتاد ما لم تغيّره.
why-rule-default-silent = التفاعلات تظهر بلا صوت ما لم تغيّر ذلك.
why-rule-other = قرّر ذلك حكم لا يعرف هذا الإصدار شرحه.
chat-act-why = لماذا نُبّهت؟

## الإرفاق

attach-photo = صورة أو مقطع
attach-voice = رسالة صوتية
attach-file = ملف
attach-place = موقع
attach-contact = جهة اتصالي
attach-sticker = ملصق
attach-pay = دفع
attach-ask = طلب مال
attach-split = تقسيم فاتورة
attach-packet = ظرف هدية
attach-choose-photo = اختر صورًا
attach-choose-file = اختر ملفات
attach-hint-photo = تُحذف من الصورة بيانات مكانها وجهازها قبل أن يراها أحد. حتى { $max }.
attach-hint-file = يصل الملف كما هو. حتى { $max }.
attach-more = أضف غيرها
attach-caption = تعليق
attach-drop = دون { $name }
attach-too-large = فيها ما هو أكبر من { $max }. أزله ثم أرسل.
attach-empty = فيها ملف فارغ. أزله ثم أرسل.
attach-send =
    { $count ->
        [zero] إرسال
        [one] إرسال
        [two] إرسال الاثنين
        [few] إرسال الـ{ $count }
        [many] إرسال الـ{ $count }
       *[other] إرسال الـ{ $count }
    }
attach-contact-text = يصل اسمك، ويستطيع من يقرؤه هنا أن يطلب التواصل معك.
upload-list = ملفات في طريقها
upload-of = { $share } من { $size }
upload-going = يُرفع…
upload-waiting = لا اتصال. يُستأنف وحده حين يعود.
upload-paused = متوقف مؤقتًا
upload-finishing = وصل كله، ويُفحص قبل إرساله…
upload-failed = لم يُرسل
upload-pause = إيقاف مؤقت: { $name }
upload-resume = استئناف: { $name }
upload-cancel = إلغاء: { $name }
upload-leave = ملفات لم تصل بعد.
voice-recording = يُسجَّل الآن. لا يُرسل شيء قبل أن تلمس «إرسال».
voice-waiting = نطلب الميكروفون…
voice-too-short = قصيرة جدًا، فلم تُرسل.
voice-denied = لا إذن باستخدام الميكروفون
voice-denied-text = اسمح به لهذا الموقع من إعدادات المتصفح، ثم أعد المحاولة.
voice-none = لا ميكروفون
voice-none-text = لم نجد ميكروفونًا في هذا الجهاز، أو يستخدمه تطبيق آخر.
place-here = مكاني الآن
place-name = اسم المكان
place-name-hint = مثل: مدخل الحديقة
place-latitude = خط العرض
place-longitude = خط الطول
place-latitude-bad = من ‎-90 إلى 90
place-longitude-bad = من ‎-180 إلى 180
place-denied = لم تسمح للموقع بمعرفة مكانك. اكتب الإحداثيات، أو اسمح به من المتصفح.
place-not-found = لم يستطع الجهاز تحديد مكانه. اكتب الإحداثيات أو أعد المحاولة.
viewer-save = حفظ
viewer-no-video = لا يستطيع هذا المتصفح تشغيل المقطع. احفظه لتشغّله في غيره.
sticker-salam = سلام
sticker-ahlan = أهلًا
sticker-shukran = شكرًا
sticker-afwan = عفوًا
sticker-mabrook = مبروك
sticker-inshallah = إن شاء الله
sticker-mashallah = ما شاء الله
sticker-yalla = يلا
sticker-coffee = قهوة
sticker-dates = تمر
sticker-camel = جمل
sticker-palm = نخلة
sticker-moon = هلال
sticker-heart = قلب
sticker-laugh = ضحك
sticker-cry = بكاء
sticker-angry = غضب
sticker-sleepy = نعاس
sticker-birthday = عيد ميلاد
sticker-thumbs-up = أحسنت

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
resting-bar = مجلس مفتوح في نوافذ كثيرة، وهذه النافذة تتابع حين تعود إليها.
resting-end = تابع هنا
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
scope-wallet-mandate = أن يعرض عليك تفويضًا بالدفع، توافق عليه أنت وتنهيه متى شئت
scope-wallet-payee = أن يدفع لك نصيبًا من مبيعاته
scope-messages-send = أن يرسل إليك بطاقات في محادثة خاصة به، ويعرض عليك بطاقات لتشاركها
scope-places-position = أن يعرف أين جهازك مدة معلومة، وأنت ترى ذلك وتوقفه متى شئت
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

note-warned =
    { $reason ->
        [spam] أرسلت إعلانات لم يطلبها أحد. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
        [fraud] حاولت خداع غيرك. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
        [harassment] شتمت غيرك أو هدّدته. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
        [violence] نشرت عنفًا. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
        [sexual] أرسلت محتوى جنسيًا لم يطلبه أحد. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
        [child_safety] نشرت ما يعرّض الأطفال للخطر. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
       *[other] في بعض ما كتبته مخالفة لقواعد مجلس. كفّ عن ذلك من فضلك، فقد تخسر حسابك في المرة القادمة.
    }
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
error-rate-limited = تكرر هذا كثيرًا في وقت قصير. انتظر لحظة ثم أعد المحاولة.
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
error-asset-not-found = ليست هذه الصورة في هذا الإصدار من التطبيق.
error-app-interrupted = انقطع التطبيق ولم يحدث شيء. أعد المحاولة.
error-app-crashed = وقع التطبيق في خطأ، ولم يُحفظ شيء من هذه اللمسة. أعد المحاولة أو أخبر مطوّره.
error-app-busy = استهلك هذا التطبيق نصيبه من الجهاز الآن، ولم يحدث شيء. انتظر لحظة ثم أعد المحاولة.
error-app-suspended = أُوقف هذا التطبيق مؤقتًا لأن أعطاله كثرت. لم يضع منه شيء؛ عد إليه لاحقًا.
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
error-person-not-found = لا أحد بهذا الاسم، أو لا يريد أن يُعثر عليه. تأكد من الاسم، أو اطلب رابطه.
error-person-blocked = أنت تحظر هذا الشخص. ارفع الحظر عنه أولًا.
error-too-many-requests = طلبت التواصل مع كثيرين. انتظر جوابهم، أو تابع غدًا.
error-people-limit-reached = قائمتك ممتلئة. أزل منها أحدًا أولًا.
error-banned = أُخرجت من هذه المحادثة نهائيًا، ولا يعيدك إليها إلا مشرفوها.
error-cards-off = لم يسمح هذا الشخص للتطبيق بإرسال البطاقات.
error-card-quota-exceeded = أرسل التطبيق ما يكفي من البطاقات اليوم. حاول غدًا.
error-card-not-found = لم تعد هذه البطاقة متاحة. افتح التطبيق واطلبها من جديد.
error-conversation-not-found = ليست هذه المحادثة عندك. ارجع إلى قائمة محادثاتك.
error-edit-window-expired = مضى وقت التعديل، فهو متاح خلال 48 ساعة من الإرسال. أرسل رسالة جديدة بدلًا منه.
error-group-full = اكتمل العدد هنا. لا ينضم أحد حتى يغادر غيره.
error-invite-expired = انتهت صلاحية رابط الدعوة. اطلب رابطًا جديدًا.
error-invite-not-found = لم تعد هذه الدعوة قائمة. اطلب دعوة جديدة ممن أرسلها.
error-media-not-found = لم يعد هذا الملف متاحًا لك. اطلبه من مرسله من جديد.
error-media-quota-exceeded = امتلأت مساحة ملفاتك. احذف شيئًا ثم أعد المحاولة.
error-media-too-large = الملف أكبر من المسموح. اختر ملفًا أصغر.
error-media-type-refused = لا يُقبل هذا النوع هنا. أرسله ملفًا عاديًا.
error-media-unreadable = تعذّرت قراءة هذا الملف، ولعله تالف. جرّب نسخة أخرى منه.
error-member-not-found = ليس هذا الشخص عضوًا هنا. حمّل قائمة الأعضاء من جديد.
error-message-not-found = هذه الرسالة غير موجودة عندك. حمّل المحادثة من جديد.
error-message-recalled = سُحبت هذه الرسالة، فلا يُفعل بها شيء بعد ذلك.
error-message-too-large = الرسالة أطول من المسموح. قسّمها على أكثر من رسالة.
error-not-contacts = لا يمكن مراسلة هذا الشخص. أضفه إلى جهات اتصالك أولًا.
error-owner-must-transfer = سلّم الملكية لعضو آخر قبل أن تغادر.
error-recall-window-expired = مضى وقت سحب هذه الرسالة. ما زلت تستطيع أن تخفيها عنك.
error-report-closed = حُسم هذا البلاغ من قبل. حمّل القائمة من جديد.
error-report-not-found = لا يوجد بلاغ كهذا. حمّل القائمة من جديد.
error-role-missing = ليس لك ذلك في هذه المحادثة. اطلبه من أحد مشرفيها.
error-silenced = أوقف أحد المشرفين كتابتك هنا. راجعه لتعود إليها.
error-too-many-follows = تتابع محادثاتك أجهزة وبرامج كثيرة معًا. أغلق واحدًا منها.
error-too-many-invites = لهذه المحادثة روابط دعوة كثيرة. ألغِ واحدًا منها أولًا.
error-too-many-reactions = على هذه الرسالة أنواع كثيرة من التفاعلات. اختر واحدًا موجودًا.
error-uploads-too-many = ملفات كثيرة تُرفع الآن. انتظر حتى ينتهي بعضها.
error-upload-incomplete = لم يصل الملف كله. أعد المحاولة.
error-upload-not-found = انقطع رفع الملف وانتهى وقته. ابدأ من جديد.
error-upload-offset-wrong = انقطع رفع الملف. أعد المحاولة.
error-too-many-reports = بلّغت بما يكفي اليوم. حاول غدًا.
error-notification-rules-full = كثرت إعدادات الإشعارات. احذف بعضها أولًا.
