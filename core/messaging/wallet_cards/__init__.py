"""Cards of the wallet: what a payment, request, bill, packet or order looks like in chat, changed in place.

Table: messaging_wallet_cards. Rpc: DeliverWalletCard. Invariants: (1) a thing has one message in a conversation,
however often, late or beside each other its deliveries come; (2) an older revision never replaces a newer one; (3) only
the host makes and changes such a message: nobody sends, edits, forwards or takes one back, and an operator who does
takes back the message, never the money; (4) a new card comes only where its person may write at that moment, and one
that is there goes on telling the truth whatever they may do since.
"""
