board = لوحة
