"""The tables of mandates."""
