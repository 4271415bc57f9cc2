"""The tables of bank."""
