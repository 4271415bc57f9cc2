"""Backup: one file from which the whole host comes back, made while it runs.

Owns: the file's form and the commands `majlisd backup` and `majlisd restore`; no table, no rpc.
In the file: every database, each at one moment, and every key of the data directory. Not in it: caches.
Invariants: (1) a file is whole under its name or not there; (2) restore takes only a file of which every byte is what
was written; (3) a restore happens in full or not at all, and no host starts on one that was cut off; (4) a running
host is neither stopped nor refused a write.
`making` and `restoring` are the two ways; `archive` is the file; `sqlite_copy` and `postgres_copy` are where the two
kinds of database differ.
"""
