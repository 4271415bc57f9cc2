"""Takes all memory before it has an app."""

held = []
while True:
    held.append(bytearray(1_000_000))
