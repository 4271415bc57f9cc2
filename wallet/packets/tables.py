"""The tables of red packets."""
