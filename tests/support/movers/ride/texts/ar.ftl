title = رحلة
map = أين السائق
drive = ابدأ
park = انتهت
measure = كم الطريق؟
