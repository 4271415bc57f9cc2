"""`majlis`: write, try, check and send mini-apps."""

from __future__ import annotations

import typer

from majlis_devkit.cli import account, author
from majlis_devkit.cli.replay import replay_event

EXIT_CODES = (
    "Exit codes: 0 fine · 1 errors found or tests failed · 2 wrong usage · 3 folder, file or key · "
    "4 refused or not logged in · 5 host unreachable · 6 sandbox could not be built."
)

app = typer.Typer(
    help="Write, try, check and send Majlis mini-apps.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(author.new)
app.command()(author.dev)
app.command("test", context_settings={"allow_extra_args": True})(author.run_tests)
app.command()(author.check)
app.command()(author.build)
app.command()(author.explain)
app.command("replay")(replay_event)
app.add_typer(account.keys_commands, name="keys")
app.command()(account.login)
app.command()(account.submit)
app.command()(account.status)


def main() -> None:
    app(prog_name="majlis")
