title = Ride
map = Where the driver is
drive = Drive
park = Park
measure = How far?
