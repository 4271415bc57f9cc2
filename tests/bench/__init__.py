"""Benchmarks: what a tap, an event, a call and a start cost, each beside a peer or limit timed in the same run.

`python -m tests.bench [--only AREA]` writes bench/latest.json and prints a table; docs/en/performance.md says how to
read it. Real parts only: real wasm, SQLite with synchronous=FULL, loopback sockets. Nothing here is a test: a busy
machine makes every number larger, its peer's too, so compare ratios.
"""
