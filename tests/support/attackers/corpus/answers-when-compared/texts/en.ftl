title = Thing
