"""Ends the process where a process would end."""

raise SystemExit(0)
