"""One object that serves a service whose rpcs several classes have: each rpc is the one class's that has it."""

from __future__ import annotations

from core.kit.rpc import methods_of


class AllRpcs:
    """Every rpc of the service as an attribute, named in snake case. Built of parts that share nothing but that."""

    def __init__(self, service: str, *parts: object) -> None:
        missing = []
        for method in methods_of(service):
            having = [part for part in parts if hasattr(part, method.python_name)]
            if len(having) > 1:
                raise TypeError(f"{method.path} is served by {' and '.join(type(part).__name__ for part in having)}")
            if having:
                setattr(self, method.python_name, getattr(having[0], method.python_name))
            else:
                missing.append(method.python_name)
        if missing:
            raise TypeError(f"nobody serves {', '.join(missing)} of {service}")
