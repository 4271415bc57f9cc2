"""What a played host answers about money: one person's balances, lines, payments, orders, limits and apps."""

from __future__ import annotations

import time
from typing import Any

from tests.browser.wire import APP, USER

ACCOUNT, APP_ID = "acct_1", str(APP["app_id"])
HOUR_MS = 3_600_000
NOW_MS = int(time.time() * 1000)
ME, OMAR = USER["user_id"], "usr_2"


def sar(amount_minor: int) -> dict[str, str]:
    return {"currency_code": "SAR", "amount_minor": str(amount_minor)}


def ago(hours: float) -> str:
    return str(NOW_MS - int(hours * HOUR_MS))


def line(number: int, moved: int, total: int, hours: float, label: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A line of the statement that changed the total."""
    return {
        "transfer_id": f"xfer_{number:026d}", "kind": "TRANSFER_KIND_PAYMENT", "amount_minor": str(abs(moved)),
        "direction": "DIRECTION_IN" if moved > 0 else "DIRECTION_OUT", "moved_minor": str(moved),
        "total_minor": str(total), "created_at_ms": ago(hours), "label": label, **more,
    }  # fmt: skip


def label(kind: str, **more: str) -> dict[str, str]:
    return {"kind": f"LABEL_KIND_{kind}", **more}


LINES = [
    line(1, -2_500, 146_050, 1, label("PAYMENT", name="عمر", user_id=OMAR, note="قهوة الصباح", ref_id="pay_1")),
    line(2, 40_000, 148_550, 3, label("PAYMENT", name="نورة بنت عبد الرحمن", note="نصيبك من رحلة العلا")),
    line(
        3, -1_850, 108_550, 26, label("ORDER", title_ar="رحلة إلى المطار", title_en="Ride to the airport",
        app_id=APP_ID, ref_id="ord_1"),
    ),
    line(
        4, 600, 110_400, 27, label("REFUND", title_ar="قهوة مختصة", title_en="Speciality coffee", app_id=APP_ID),
    ),
    line(5, 888, 109_800, 50, label("RED_PACKET", name="عمر", ref_id="pkt_1")),
    line(6, -300_000, 108_912, 74, label("PAY_OUT", ref_id="bank_1")),
    line(7, 408_912, 408_912, 400, label("TOP_UP", ref_id="bank_2")),
]  # fmt: skip
BALANCE = {
    "currency_code": "SAR", "available_minor": "140050", "held_minor": "6000", "total_minor": "146050",
    "incoming_pending_minor": "1200",
}  # fmt: skip
ACCOUNTS = [
    {"account_id": ACCOUNT, "balance": BALANCE, "opened_at_ms": ago(900)},
    {
        "account_id": "acct_2",
        "balance": {"currency_code": "KWD", "available_minor": "12345", "total_minor": "12345"},
        "opened_at_ms": ago(800),
    },
]
PAYMENT: dict[str, Any] = {
    "payment_id": "pay_9", "payer_user_id": ME, "payee_user_id": OMAR, "payer_name": "ليلى", "payee_name": "عمر",
    "amount": sar(2_500), "note": "قهوة الصباح", "state": "PAYMENT_STATE_WAITING", "to_contact": True,
    "decide_by_ms": str(NOW_MS + 10_000), "created_at_ms": str(NOW_MS),
}  # fmt: skip
STRANGERS = {
    **PAYMENT, "payment_id": "pay_8", "payer_user_id": "usr_7", "payee_user_id": ME, "payer_name": "سعد العتيبي",
    "payee_name": "ليلى", "amount": sar(12_000), "note": "", "to_contact": False,
    "decide_by_ms": str(NOW_MS + 20 * HOUR_MS),
}  # fmt: skip
REQUEST = {
    "money_request_id": "req_1", "payee_user_id": OMAR, "payer_user_id": ME, "payee_name": "عمر", "payer_name": "ليلى",
    "amount": sar(4_200), "note": "نصف العشاء", "state": "MONEY_REQUEST_STATE_OPEN", "created_at_ms": ago(5),
    "expires_at_ms": str(NOW_MS + 100 * HOUR_MS),
}  # fmt: skip
MINE = {
    **REQUEST, "money_request_id": "req_2", "payee_user_id": ME, "payer_user_id": "usr_3", "payee_name": "ليلى",
    "payer_name": "نورة", "note": "تذكرة المتحف",
}  # fmt: skip
ORDER: dict[str, Any] = {
    "order_id": "ord_1", "app_id": APP_ID, "payer_user_id": ME, "title_ar": "رحلة إلى المطار",
    "title_en": "Ride to the airport", "total": sar(1_850), "state": "ORDER_STATE_OPEN", "created_at_ms": ago(26),
    "lines": [
        {"title_ar": "الأجرة", "title_en": "Fare", "quantity": 1, "unit_minor": "1600"},
        {"title_ar": "ماء", "title_en": "Water", "quantity": 2, "unit_minor": "50"},
        {"title_ar": "رسوم المطار", "title_en": "Airport fee", "quantity": 1, "unit_minor": "150", "is_fee": True},
    ],
    "splits": [{"payee_user_id": "usr_5", "basis_points": 8000, "name": "خالد السائق"}],
    "expires_at_ms": str(NOW_MS + HOUR_MS),
}  # fmt: skip
MANDATE = {
    "mandate_id": "man_1", "app_id": APP_ID, "title_ar": "مواقف السيارات", "title_en": "Parking",
    "max": sar(5_000), "window_s": 86_400, "spent_minor": "1200", "state": "MANDATE_STATE_ACTIVE",
    "expires_at_ms": str(NOW_MS + 700 * HOUR_MS),
}  # fmt: skip
GUARD: dict[str, Any] = {"has_pin": True, "tries_left": 5, "mark": {"emoji": "🌴", "phrase": "قهوة جدتي"}}
ANSWERS: dict[str, Any] = {
    "ListAccounts": {"accounts": ACCOUNTS},
    "ListTransfers": {"lines": LINES, "currency_code": "SAR"},
    "GetTransfer": {
        "account_id": ACCOUNT, "currency_code": "SAR", "line": LINES[0],
        "receipt": {"seq": "417", "block_number": "93", "block_hash": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="},
    },
    "GetBalanceAt": {"currency_code": "SAR", "available_minor": "110400", "total_minor": "110400"},
    "ListPayments": {"payments": [STRANGERS]},
    "ListMoneyRequests": {"money_requests": [REQUEST, MINE]},
    "GetGuard": {"guard": GUARD},
    "ListContacts": {
        "people": [
            {"user_id": OMAR, "username": "omar", "display_name": "عمر", "state": "CONTACT_STATE_CONTACT"},
            {"user_id": "usr_3", "username": "noura", "display_name": "نورة", "state": "CONTACT_STATE_CONTACT"},
        ]
    },
    "ResolvePayee": {"payee": {"user_id": OMAR, "name": "عمر", "is_contact": True, "take_back_s": 10}},
    "Pay": {"payment": PAYMENT},
    "GetPayment": {"payment": PAYMENT},
    "MakePayCode": {"pay_code": "majlis-pay-1." + "k7m2" * 18, "expires_at_ms": str(NOW_MS + 600_000)},
    "ListBankTransfers": {
        "transfers": [
            {
                "bank_transfer_id": "bank_3", "kind": "BANK_TRANSFER_KIND_TOP_UP", "amount": sar(50_000),
                "state": "BANK_TRANSFER_STATE_PENDING", "created_at_ms": ago(0.2),
            },
            {
                "bank_transfer_id": "bank_1", "kind": "BANK_TRANSFER_KIND_PAY_OUT", "amount": sar(300_000),
                "state": "BANK_TRANSFER_STATE_DONE", "created_at_ms": ago(74),
            },
        ]
    },
    "ListLimits": {
        "limits": [
            {"currency_code": "SAR", "daily_max_minor": "2000000", "left_minor": "1700000"},
            {"app_id": APP_ID, "currency_code": "SAR", "daily_max_minor": "500000", "left_minor": "120000"},
        ]
    },
    "ListAppStandings": {
        "standings": [
            {
                "app_id": APP_ID, "currency_code": "SAR", "held_minor": "6000", "mandate_left_minor": "3800",
                "paid_minor": "48210", "refunded_minor": "600", "open_orders": 1,
            }
        ]
    },
    "ListMandates": {"mandates": [MANDATE]},
    "ListMyOrders": {
        "orders": [ORDER, {**ORDER, "order_id": "ord_0", "state": "ORDER_STATE_PAID", "paid_minor": "1850"}]
    },
    "GetOrderSheet": {"order": ORDER, "available_minor": "140050", "has_pin": True, "mark": GUARD["mark"]},
    "GetMandateSheet": {"mandate": {**MANDATE, "state": "MANDATE_STATE_PROPOSED"}, "has_pin": True},
    "GetMerchant": {
        "balances": [
            {
                "currency_code": "SAR", "available_minor": "93210", "held_minor": "6000", "sales_minor": "120000",
                "refunds_minor": "600", "fees_minor": "2400", "shared_minor": "23790", "owed_minor": "480",
            }
        ],
        "fee_basis_points": 200, "payees": 3,
    },
    "ListSettlements": {
        "settlements": [
            {
                "settlement_id": "ord_1", "kind": "SETTLEMENT_KIND_SALE", "gross": sar(1_850), "net_minor": "330",
                "created_at_ms": ago(26), "name": "ride",
            },
            {
                "settlement_id": "rfd_1", "kind": "SETTLEMENT_KIND_REFUND", "gross": sar(600), "net_minor": "-594",
                "debt_minor": "480", "created_at_ms": ago(30), "name": "ride",
            },
            {
                "settlement_id": "xfer_1", "kind": "SETTLEMENT_KIND_WITHDRAWAL", "gross": sar(40_000),
                "net_minor": "-40000", "created_at_ms": ago(60),
            },
        ]
    },
}  # fmt: skip
