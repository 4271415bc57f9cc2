# What the components of ordering and booking say; fetched with the first screen that shows one.

## Rating

rating-stars = { $count ->
    [one] One star
   *[other] { $count } stars
 }
rating-word-1 = Bad
rating-word-2 = Fair
rating-word-3 = Good
rating-word-4 = Very good
rating-word-5 = Excellent
stars-of = { $value } of { $most }
stars-count = { $count ->
    [zero] no ratings yet
    [one] { $count } rating
   *[other] { $count } ratings
 }

## Talk

said-by-you = You:

## Sums

summary-label = The bill
summary-total = Total
summary-times = × { $count }

## Tracking and counting

tracker-done = Done
tracker-current = Now
tracker-next = To come
countdown-over = Time is up

## Slots

slots-zone = Times are in { $zone }.
slots-zone-of = Times are { $city } time.
zone-africa-algiers = Algiers
zone-africa-cairo = Cairo
zone-africa-casablanca = Casablanca
zone-africa-djibouti = Djibouti
zone-africa-khartoum = Khartoum
zone-africa-mogadishu = Mogadishu
zone-africa-nouakchott = Nouakchott
zone-africa-tripoli = Tripoli
zone-africa-tunis = Tunis
zone-asia-aden = Aden
zone-asia-amman = Amman
zone-asia-baghdad = Baghdad
zone-asia-bahrain = Manama
zone-asia-beirut = Beirut
zone-asia-damascus = Damascus
zone-asia-dubai = Dubai
zone-asia-gaza = Gaza
zone-asia-hebron = Hebron
zone-asia-kuwait = Kuwait
zone-asia-muscat = Muscat
zone-asia-qatar = Doha
zone-asia-riyadh = Riyadh
zone-europe-istanbul = Istanbul
zone-europe-london = London
zone-indian-comoro = Moroni
slots-none = Nothing is free.
slots-days = Days
slots-today = Today, { $day }
slots-today-short = Today
slots-full = Full
slots-free = { $count ->
    [one] { $count } free
   *[other] { $count } free
 }
slots-left = { $count ->
    [one] { $count } left
   *[other] { $count } left
 }

## Days

days-choose = Choose a day
days-calendar = Calendar
days-before = Previous month
days-after = Next month
days-closed = { $day }, closed
days-closed-legend = Closed
choice-none = Choose…

## Fields

field-slot-full = Somebody was faster. Choose another time.
field-date-range = This day is outside of what can be booked.
field-date-closed = This day is closed. Choose another.
