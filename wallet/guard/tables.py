"""The tables of guard."""
