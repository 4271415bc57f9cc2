title = شيء
