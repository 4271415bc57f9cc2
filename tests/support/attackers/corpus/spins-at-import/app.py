"""Never comes to its app."""

while True:
    pass
