"""`python -m api` is `clearway`."""

from api.cli.main import app

app(prog_name="clearway")
