"""Red packets: gifts to a conversation, drawn so that everybody can check the draw.

Rpcs: majlis.wallet.v1.RedPacketsService.
"""
