"""Search: finding messages by their words, however they are written; and taking recalled words out of the files.

Owns messaging_search (and on SQLite the FTS5 table messaging_search_words), messaging_scrubs; serves SearchMessages.
Invariants: (1) SQLite and PostgreSQL give identical lists; (2) only the newest content of a message is found, and only
by who may see it; (3) what is recalled is not found from that commit on; (4) a recall asks for a scrub in its own
transaction, and scrubs are repeated until one went through. `core.kit.folding` says when two spellings are one word,
`query` what a query asks for, `index` keeps and asks the index by its dialect's module, `scrub` cleans the files.
"""
