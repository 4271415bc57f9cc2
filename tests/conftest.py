"""Fixtures every test may ask for by name."""

pytest_plugins = [
    "tests.support.artifacts", "tests.support.bank_town", "tests.support.cards_desk", "tests.support.chat_desk",
    "tests.support.chat_stage", "tests.support.databases", "tests.support.follow_desk", "tests.support.message_desk",
    "tests.support.money_desk", "tests.support.notices", "tests.support.pools", "tests.support.shop",
    "tests.support.wallet_desk", "tests.support.wallet_plans",
]  # fmt: skip
