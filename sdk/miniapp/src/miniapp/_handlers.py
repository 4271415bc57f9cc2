"""A registered function: its parameters and their plans, found once, so a mistake fails when the app loads.

Parameters are bound by name. An action's come from its own arguments, then `value` (what the used input
carries), then the fields of the form; a screen's from the query; a timer's from the payload.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from miniapp import _event, _plans, _wire, limits
from miniapp.errors import ArgumentInvalid, HandlerInvalid, TypeUnsupported, WrongType

_MISSING: Any = inspect.Parameter.empty
_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


@dataclasses.dataclass(frozen=True, slots=True)
class Param:
    """One parameter a handler takes besides the state."""

    name: str
    plan: _plans.Plan
    default: Any
    at: str  # As an error says where: "(name)", behind the handler's name.

    @property
    def required(self) -> bool:
        return self.default is _MISSING


class Handler:
    """A function of the app that can be called with a state and named JSON values."""

    __slots__ = ("kind", "name", "params", "run", "state_type")

    def __init__(self, run: Callable[..., Any], kind: str, name: str) -> None:
        self.run, self.kind, self.name = run, kind, name
        function = self.title
        if not inspect.isfunction(run) or inspect.iscoroutinefunction(run) or inspect.isgeneratorfunction(run):
            raise HandlerInvalid(f"{function} must be a plain function. Fix: def {name}(…), without async and yield")
        try:
            hints = _plans.hints_of(run, function)
            listed = list(inspect.signature(run).parameters.values())
            self.state_type = self._state_type(listed, hints)
            rest = listed[1:] if self.state_type else listed
            self.params = {param.name: self._param(param, hints) for param in rest}
        except TypeUnsupported as unsupported:
            raise HandlerInvalid(str(unsupported)) from None

    @property
    def title(self) -> str:
        """As an error names it: action vote()."""
        return f"{self.kind} {getattr(self.run, '__name__', self.name)}()"

    def _state_type(self, listed: list[inspect.Parameter], hints: Mapping[str, Any]) -> Any:
        """The class of `state`; any other parameter is what its name says, a dataclass too."""
        for at, param in enumerate(listed):
            hint = hints.get(param.name)
            if param.name == "state" and (hint is None or not dataclasses.is_dataclass(hint)):
                raise HandlerInvalid(f"{self.title}: `state` needs your state class. Fix: `state: State`, a dataclass")
            if param.name == "state" and at > 0:
                raise HandlerInvalid(f"{self.title}: `state` comes first. Fix: (state: State, …)")
            if param.name != "state" and getattr(hint, "__name__", "") == "State":
                raise HandlerInvalid(f"{self.title}: the state is called `state`. Fix: `state: State`, the first one")
        return hints["state"] if listed and listed[0].name == "state" else None

    def _param(self, param: inspect.Parameter, hints: Mapping[str, Any]) -> Param:
        if param.kind not in _NAMED:
            raise HandlerInvalid(f"{self.title}: {param} has no name of its own. Fix: such as `option: int`")
        if param.name not in hints:
            raise HandlerInvalid(
                f"{self.title}: the parameter `{param.name}` has no type. Fix: such as `{param.name}: str`"
            )
        plan = _plans.plan_for(hints[param.name], f"{self.title}: {param.name}")
        return Param(param.name, plan, param.default, f"({param.name})")

    def call(self, state: Any, exact: Mapping[str, Any], typed: Mapping[str, Any]) -> Any:
        """Run it: `exact` values were made by the app, `typed` ones come from a person, a form or a link."""
        bound: dict[str, Any] = {}
        for name, param in self.params.items():
            where = self.name, param.at
            try:
                if name in exact:
                    bound[name] = param.plan.load(exact[name], where)
                elif name in typed:
                    bound[name] = param.plan.read_input(typed[name], where)
                elif param.required:
                    raise ArgumentInvalid(self._nothing_gave(name), where=_plans.place(where))
            except WrongType as wrong:
                raise ArgumentInvalid(str(wrong), **wrong.facts) from None
        return self.run(state, **bound) if self.state_type else self.run(**bound)

    def _nothing_gave(self, name: str) -> str:
        sources = {
            "action": f"{self.name}({name}=…) in the screen, or a field named {name!r} in the form",
            "screen": f"?{name}=… in the path: goto({self.name!r}, {name}=…)",
        }
        source = sources.get(self.kind, f"{name} in the payload")
        return f"{self.title} got no `{name}`. Fix: {source}, or give it a default"

    def describe(self) -> dict[str, Any]:
        """Its parameters, for the describe event."""
        return {"params": {p.name: {"type": p.plan.name, "required": p.required} for p in self.params.values()}}


def _is_short(arg: Any) -> bool:
    if type(arg) is int:
        return -(2**53) < arg < 2**53
    return arg is None or type(arg) is bool or (type(arg) is str and len(arg) <= 40)  # 40 characters: 240 bytes at most


class ActionRef(dict[str, Any]):
    """What a component sends when it is used: {"action", "args"}. Made by calling an action."""

    __slots__ = ()


class Action(Handler):
    """An @app.action: calling it makes a checked ActionRef; the host runs it when the user acts."""

    __slots__ = ()

    def __call__(self, *positional: Any, **named: Any) -> ActionRef:
        event = _event.current_or_none()
        if event is not None and event.read_only is None:
            raise HandlerInvalid(
                f"{self.name}(…) makes a reference for a button; it does not run the action. "
                f"Fix: call {self.name}.run(state, …), or move the shared part into a function of its own"
            )
        if not positional and not named:
            return ActionRef(action=self.name, args={})
        given = dict(zip(self.params, positional, strict=False)) | named
        if len(positional) > len(self.params) or not given.keys() <= self.params.keys():
            raise HandlerInvalid(f"{self._call(positional, named)} does not fit. Fix: {self.signature}")
        try:
            args = {
                name: self.params[name].plan.dump(value, (self.name, self.params[name].at))
                for name, value in given.items()
            }
        except WrongType as wrong:
            raise HandlerInvalid(f"{wrong}. The action is {self.signature}", **wrong.facts) from None
        # Four short ones cannot pass the limit; that spares most taps a measurement.
        short = len(args) <= 4 and all(_is_short(arg) for arg in args.values())
        if not short and _wire.size(args) > limits.ACTION_ARGS_BYTES_MAX:
            raise HandlerInvalid(
                f"the arguments of {self.name} are larger than {limits.ACTION_ARGS_BYTES_MAX} bytes. "
                "Fix: send an id and read the rest in the action"
            )
        return ActionRef(action=self.name, args=args)

    @property
    def signature(self) -> str:
        """vote(option: int)."""
        shown = (f"{p.name}: {p.plan.name}{'' if p.required else ' = …'}" for p in self.params.values())
        return f"{self.name}({', '.join(shown)})"

    def _call(self, positional: tuple[Any, ...], named: Mapping[str, Any]) -> str:
        return f"{self.name}({', '.join([*map(repr, positional), *(f'{k}={v!r}' for k, v in named.items())])})"
