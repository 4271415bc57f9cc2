title = __APP_TITLE__
cups = { $count ->
    [zero] لا أكواب بعد
    [one] كوب واحد
    [two] كوبان
    [few] { $count } أكواب
    [many] { $count } كوبًا
   *[other] { $count } كوب
}
nobody = لم يطلب أحد
nobody-yet = كن أول من يطلب.
drink = المشروب
tea = شاي
coffee = قهوة
water = ماء
sugar = ملاعق السكر
spoons = { $count ->
    [one] ملعقة سكر
    [two] ملعقتا سكر
    [few] { $count } ملاعق سكر
   *[other] { $count } ملعقة سكر
}
order = اطلب
change = غيّر الطلب
cancel = لا أريد شيئًا
ordered = وصل طلبك
