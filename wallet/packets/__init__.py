"""Red packets: gifts to a conversation, drawn so that everybody can check the draw.

Rpcs: majlis.wallet.v1.RedPacketsService. Tables: wallet_red_packets (the secret seed among them),
wallet_red_packet_claims. Read draw.py first (the whole idea), then packet.py (what may happen), moves.py (the money),
service.py and ending.py. Beside them ../verify_red_packet.py, for anybody.

Invariants: (1) the shares follow from the seed alone, add up to the total and are a minor unit or more each; (2) what
binds them is told when the packet is sent, the seed once nobody can claim any more; (3) the share of who comes next is
the next of the draw, once for each person; (4) in the escrow is what nobody took or got back, to the unit; (5) what is
left after a day goes back once.
"""
