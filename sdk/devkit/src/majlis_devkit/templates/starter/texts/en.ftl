title = __APP_TITLE__
cups = { $count ->
    [0] No cups yet
    [one] One cup
   *[other] { $count } cups
}
nobody = Nobody has ordered
nobody-yet = Be the first.
drink = Drink
tea = Tea
coffee = Coffee
water = Water
sugar = Spoons of sugar
spoons = { $count ->
    [one] one sugar
   *[other] { $count } sugars
}
order = Order
change = Change my order
cancel = Nothing for me
ordered = Your order is in
