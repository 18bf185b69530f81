"""Wrong use of the command line, in our own words: what is wrong, what to write instead, where to read more, a code.

The parser is Typer's; of its errors only the base class and `BadParameter` are public, so the others are known by what
they carry.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import typer
from typer.core import TyperGroup

from api.cli.failing import Exit, Wrong, fail, say

_NO_COMMAND = re.compile(r"No such command '(.*?)'\..*", re.DOTALL)
_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")
_ONE_OF = re.compile(r".* is not one of (.*)\.", re.DOTALL)
LONGEST = 60


class Command(TyperGroup):
    """`clearway`: wrong use ends it with one line of ours and exit code 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001 - Typer's
        windows_expand_args: bool = True,  # noqa: FBT001 - Typer's
        **extra: object,
    ) -> object:
        """Runs it; in standalone mode the process ends, as with Typer itself."""
        if not standalone_mode:
            return super().main(
                args, prog_name, complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )
        try:
            ended = super().main(
                args, prog_name, complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )
        except typer.TyperException as error:
            _shown(error)
            sys.exit(Exit.NOTHING_READ)
        except typer.Abort:
            fail(Wrong.STOPPED, "stopped; nothing more is done", Exit.SOME_BAD)
        sys.exit(ended if isinstance(ended, int) else Exit.DONE)


def _shown(error: typer.TyperException) -> None:
    context: typer.Context | None = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "clearway"
    if type(error).__name__ == "NoArgsIsHelpError":
        say(context.get_help() if context is not None else error.message)
        return
    text, code = _told(error, context)
    say(f"clearway: {text}; see `{path} --help` [{code}]")


def _told(error: typer.TyperException, context: typer.Context | None) -> tuple[str, str]:
    """What is wrong with what to write instead, and the code of it."""
    if isinstance(error, typer.BadParameter):
        return _of_value(error, _name(error))
    option: str | None = getattr(error, "option_name", None)
    if option is not None and hasattr(error, "possibilities"):
        return f"there is no option {short(option)}{_near(error.possibilities or ())}", Wrong.UNKNOWN_OPTION
    if option is not None:
        return f"{short(option)} stands without a value; write one behind it", Wrong.WANTS_VALUE
    if (found := _NO_COMMAND.fullmatch(error.message)) is not None:
        known = list(getattr(context.command, "commands", {})) if context is not None else []
        near = get_close_matches(found[1], known, n=3)
        return f"there is no command `{short(found[1])}`{_near(near)}", Wrong.UNKNOWN_COMMAND
    if (found := _EXTRA.fullmatch(error.message)) is not None:
        return f"`{short(found[1])}` is more than this command takes; leave it out", Wrong.TOO_MUCH
    return _snippet(error.message), Wrong.WRONG_USE


def _of_value(error: typer.BadParameter, name: str) -> tuple[str, str]:
    from pydantic import ValidationError  # only who failed pays for it

    from api.schemas.faults import parameter_sentence_of

    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return (
            (f"{name}: {_snippet(error.message)}", Wrong.REFUSED) if error.message else (f"give {name}", Wrong.MISSING)
        )
    wrong = cause.errors(include_url=False)[0]
    given = short(str(wrong["input"]))
    if (found := _ONE_OF.fullmatch(str(wrong.get("ctx", {}).get("error", "")))) is not None:
        return f"{name} cannot be `{given}`; write one of: {found[1].replace(chr(39), '')}", Wrong.REFUSED
    return f"{name} cannot be `{given}`: {_snippet(parameter_sentence_of(wrong))}", Wrong.REFUSED


def _name(error: typer.BadParameter) -> str:
    """`--port`, or `FILE` for what has no name."""
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "the value")
    if parameter.param_type_name == "option":
        return max(parameter.opts, key=len)
    return str(getattr(parameter, "metavar", None) or parameter.name or "the value").upper()


def _near(words: Iterable[str]) -> str:
    named = ", ".join(sorted(words))
    return f"; did you mean {named}?" if named else ""


def _snippet(message: str) -> str:
    """A small first letter and no full stop, as all our errors."""
    plain = message.strip().removesuffix(".")
    return plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain


def short(text: str) -> str:
    """What somebody wrote, as it may be shown: it must neither steer a terminal nor fill it."""
    plain = "".join(each if each.isprintable() else "·" for each in text)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
