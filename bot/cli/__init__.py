"""The command line: one module a command group, thin over the use cases."""

import typer

from bot.cli import ask, away, db, doctor, identities, kb, requests, serve, teams

app = typer.Typer(
    name="guichet",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(db.app, name="db")
app.add_typer(kb.app, name="kb")
app.add_typer(requests.app, name="requests")
app.add_typer(teams.app, name="teams")
app.add_typer(away.app, name="people")
away.app.command("forget-account")(identities.forget_account)
app.command("ask")(ask.ask)
app.command("doctor")(doctor.doctor)
app.command("demo")(serve.demo)
app.command("serve")(serve.serve)
