title = شاهد
no = لا
touch = المس
spin = دُر
crash = انهر
refuse = ارفض
say-name = قل اسمي
later = لاحقًا
