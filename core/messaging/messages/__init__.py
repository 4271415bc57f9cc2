"""Messages: what is written in conversations, and what becomes of it.

`content` says what a message may hold, `emojis` and `stickers` what there is of those; `rights` who may write what and
for how long; `sending` is the hot path, a batch a commit; `changing` edits, recalls and reacts; `forwarding` copies;
`store` has their statements. `snapshots` gives messages as they are now, `log_pages` the log they come from, `wire` the
shape of both. Invariants: a refused draft leaves nothing and takes no number; a recalled text is in none of these
tables; what somebody may not see is answered like what does not exist.
"""
