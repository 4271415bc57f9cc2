"""Media: the files of messages, from the first piece of an upload until the last message with them is recalled.

Owns the tables messaging_uploads, messaging_media, messaging_media_uses, messaging_blobs and the folder media/ of the
data directory; serves MediaService. Invariants: (1) an answered piece is on disk; (2) nobody but those who may see the
message reads its file, asked anew at each reading; (3) pictures, voice notes and videos tell nothing on who made them
but what they show; (4) strangers' bytes are decoded only in a jailed child; (5) a file in use is never removed, one
without any use is gone within two seconds of the recall.
`store` is the rows, `storage` the bytes, `cleaning` the jail, `links` the addresses, `sweep` the end.
"""
