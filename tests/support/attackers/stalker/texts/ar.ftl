title = متجر
go = امضِ
