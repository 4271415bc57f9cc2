title = كشك
