title = Stall
