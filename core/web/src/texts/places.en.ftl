# Sharing a position: what shows as long as somebody's device tells where it is.
share-bar = Your position is with { $app } until { $until }
share-bar-many = Your position is with { $count ->
    [one] one app
   *[other] { $count } apps
 }
share-bar-elsewhere = Your position is with { $app }, from another device
share-bar-label = Your shared position
share-stop = Stop
share-stop-of = Stop sharing your position with { $app }
share-more = More
share-finding = Looking for your position…
share-gps = From this device, as you move
share-hand = From a place you set yourself
share-denied = You have not allowed your position, so nothing arrives
share-failed = The device could not find its position, so nothing arrives
share-outside = You are outside of { $city }, so nothing arrives
share-elsewhere = This device sends nothing

share-sheet = Your shared position
share-until = Until { $until }
share-now-gps = The app knows where you are as you move. Nothing of it is kept.
share-now-hand = The app sees the place you set, until you change it or go back to the device's position.
share-now-finding = The app waits for the first position of your device.
share-now-denied = Allow positions for this page in your browser's settings, or set your place on the map.
share-now-failed = Try again under the open sky, or set your place on the map.
share-now-outside = Your device is far from { $city }. If you like, set a place in it.
share-now-off = Your position is sent by the device it began on. You can send it from this one instead.
share-by-hand = I am here: set it on the map
share-by-hand-again = Move to another place
share-by-device = Go back to the device's position
share-from-here = Send it from this device
share-ended = Your position is no longer shared.
share-map = Press the map where you are
share-map-me = I am here
share-map-take = I am here
share-map-none = You have not set your place yet

share-list = Who knows where you are now
share-list-hint = Each ends at its time, or when you stop it.
