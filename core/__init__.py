"""The host: its floor (kit), one slice per service, the gateway, and the composition root (main)."""
