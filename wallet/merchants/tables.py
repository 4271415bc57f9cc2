"""The tables of merchants."""
