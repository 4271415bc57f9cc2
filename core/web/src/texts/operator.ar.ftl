## ما تقوله صفحة المشغّلين وحدها.

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
op-suspended = أوقفها المضيف
op-suspended-ago = أُوقف { $when }
op-suspension = لماذا أُوقف
op-suspension-lead = تعدّى حدود الحدث الواحد مرارًا، فأوقفه المضيف للجميع. لم يضع منه شيء.
op-suspension-people = الناس الذين تعطّل عندهم
op-suspension-of = { $people } من { $served } في { $window }
op-suspension-last = آخر ما جرى
op-suspension-incident = أثره في سجل المضيف
op-trap-app-out-of-fuel = أطال الحساب
op-trap-app-timed-out = أطال الحساب حتى فات موعده
op-trap-app-out-of-memory = احتاج ذاكرة أكبر من المسموح
op-trap-app-host-calls-exceeded = أكثر الطلب من المضيف
op-trap-app-crashed = انقطع من دون جواب
op-resume = إعادة التشغيل
op-resume-hint = ماذا تغيّر؟ يقرؤه المطوّر.
op-resume-empty = اذكر السبب ليعرف المطوّر ما جرى.
op-resume-title = إعادة تشغيل { $app } { $version } للجميع؟
op-resume-text = يعمل من حيث توقف: جلساته المفتوحة ومواعيده ومدفوعاته. فإن عاد إلى ما كان عليه أوقفه المضيف ثانية.
op-resumed = يعمل من جديد.
op-snapshot = البناء
op-nav = الأقسام
op-nav-versions = التطبيقات
op-nav-reports = البلاغات
op-reports = رسائل مبلّغ عنها
op-reports-count =
    { $count ->
        [zero] لا بلاغ ينتظر
        [one] بلاغ واحد ينتظر
        [two] بلاغان ينتظران
        [few] { $count } بلاغات تنتظر
        [many] { $count } بلاغًا ينتظر
       *[other] { $count } بلاغ ينتظر
    }
op-reports-empty = لا بلاغ ينتظر
op-reports-empty-text = يظهر هنا ما يبلّغ عنه الناس، والأقدم أولًا.
op-reports-more = عرض المزيد
op-report-made = بُلّغ عنها { $when }
op-report-same =
    { $count ->
        [zero] لا بلاغ عن هذه الرسالة
        [one] بلاغ واحد عن هذه الرسالة
        [two] بلاغان عن هذه الرسالة
        [few] { $count } بلاغات عن هذه الرسالة
        [many] { $count } بلاغًا عن هذه الرسالة
       *[other] { $count } بلاغ عن هذه الرسالة
    }
op-report-open = جديد
op-report-taken = قيد النظر
op-report-closed = بُتّ فيه
op-report-shown = ما بُلّغ عنه
op-report-this = المبلّغ عنها
op-report-host = مجلس نفسه
op-report-someone = أحدهم
op-report-gone = بُتّ فيه، وحُذف ما بُلّغ عنه فلا يقرؤه أحد.
op-report-hidden-characters =
    { $count ->
        [zero] لا محارف خفية
        [one] محرف خفي واحد
        [two] محرفان خفيان
        [few] { $count } محارف خفية
        [many] { $count } محرفًا خفيًا
       *[other] { $count } محرف خفي
    }
op-report-note = ما كتبه المبلّغ
op-report-sealed = اطّلاعك هذا مدوّن. ولا يُخبَر أحد بمن بلّغ.
op-report-kind-direct = بين شخصين
op-report-kind-group = في مجموعة
op-report-kind-channel = في قناة
op-report-kind-app = من تطبيق مصغّر
op-report-actions = من فعل ماذا
op-report-action-read = اطّلع
op-report-action-closed = بتّ
op-report-verdict = القرار
op-report-nothing-wrong = لا مخالفة
op-report-nothing-wrong-hint = تبقى الرسالة.
op-report-message-removed = إزالة الرسالة
op-report-message-removed-hint = تُسحب عند الجميع بلا رجعة.
op-report-warned = تنبيه كاتبها
op-report-warned-hint = يصله التنبيه وحده، وتبقى الرسالة.
op-report-verdict-reason = سبب قرارك
op-report-verdict-hint = للتدوين، حتى 1,000 حرف.
op-report-verdict-missing = اختر ما يُفعل.
op-report-verdict-empty = اذكر السبب.
op-report-close = إغلاق البلاغ
op-report-close-title = أتغلق هذا البلاغ؟
op-report-close-text = لن يقرأ أحد بعدها ما بُلّغ عنه، ولا أنت.
op-report-done = بُتّ في البلاغ.
