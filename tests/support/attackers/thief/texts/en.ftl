title = Shop
go = Go
