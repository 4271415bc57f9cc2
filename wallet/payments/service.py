"""PaymentsService: each of its rpcs is the one class's that has it."""

from __future__ import annotations

from core.kit.rpc import methods_of
from wallet.payments.dues import Dues

SERVICE = "majlis.wallet.v1.PaymentsService"


class PaymentsService:
    """Every rpc as an attribute. `dues` is what happens without one."""

    def __init__(self, dues: Dues, *parts: object) -> None:
        self.dues = dues
        for method in methods_of(SERVICE):
            (having,) = [part for part in parts if hasattr(part, method.python_name)]
            setattr(self, method.python_name, getattr(having, method.python_name))
