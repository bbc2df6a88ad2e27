"""What click finds wrong with a command line, in the language of this run; in English click says it itself."""

from __future__ import annotations

import io
import re
import sys
from typing import Any

import click

from detente.cli.language import chosen, plain, text, usage_pieces
from detente.situation.digits import ANSWERS, ascii_number, without_percent
from detente.words import say

QUOTED = re.compile(r"'([^']*)'")


def spoken(error: click.ClickException) -> str:
    """The whole message, as it is printed."""
    if chosen() == "en":
        shown = io.StringIO()
        error.show(shown)
        return shown.getvalue() + comma_note()
    lines = []
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        lines.append(f"{text('usage')} {ctx.command_path} {usage_pieces(ctx.command, ctx)}")
        lines += [text("click.help", command=f"{ctx.command_path} -h"), ""]
    return "\n".join([*lines, text("click.error", message=_message(error))]) + "\n" + comma_note()


def comma_note() -> str:
    """A line that names the Arabic comma, if an option or a value has one; else nothing."""
    if not any("،" in word for word in sys.argv[2:]):
        return ""
    return plain(say("problems.label.comma", chosen())) + "\n"


def _message(error: click.ClickException) -> str:
    said = error.message or ""
    found = QUOTED.search(said)
    what: dict[str, Any] = {"found": found[1] if found else said}
    if isinstance(error, click.NoSuchOption):
        return text("click.no_option", option=error.option_name, nearest=next(iter(error.possibilities or ()), None))
    if isinstance(error, click.BadOptionUsage):
        key = "takes_none" if "does not take" in said else "needs_value"
        return text(f"click.{key}", option=error.option_name)
    if isinstance(error, click.MissingParameter):
        return text("click.missing", name=_name(error.param, error.param_hint))
    if isinstance(error, click.BadParameter):
        kind = error.param.type if error.param is not None else None
        what["name"] = _name(error.param, error.param_hint)
        if isinstance(kind, click.Choice):
            return text("click.not_choice", known=tuple(kind.choices), **what)
        if isinstance(kind, click.IntRange | click.FloatRange) and not found:
            what["found"] = said.partition(" ")[0]
            return text("click.out_of_range", low=kind.min, high=kind.max, **what)
        numbers = {"integer": "not_whole", "float": "not_number"}
        key = next((key for word, key in numbers.items() if word in said), "not_fit")
        return text(f"click.{key}", **what)
    extra = re.search(r"extra arguments? \((.*)\)", said)
    return text("click.extra", found=extra[1]) if extra else text("click.other", found=said)


def _name(param: click.Parameter | None, hint: Any) -> str:
    """How the option or argument is written."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    if param is None:
        return " ".join(hint) if isinstance(hint, list | tuple) else str(hint or "")
    return (getattr(param, "metavar", None) or param.name or "").strip("[]").upper()


def plain_numbers(command: click.Command, args: list[str]) -> list[str]:
    """The arguments, with the numbers of options in ASCII, whatever their script; «نعم» and «لا» as yes and no."""
    options = {word: param for param in command.params if isinstance(param, click.Option) for word in param.opts}
    done: list[str] = []
    kinds: list[click.ParamType[Any]] = []
    for word in args:
        name, equals, value = word.partition("=")
        if kinds:
            done.append(_read(word, kinds.pop(0)))
        elif word in options:
            kinds = _kinds(options[word])
            done.append(word)
        elif equals and name in options:
            done.append(f"{name}={_read(value, [*_kinds(options[name]), None][0])}")
        else:
            done.append(word)
    return done


def _kinds(option: click.Option) -> list[click.ParamType[Any]]:
    if option.is_flag or option.count:
        return []
    return [*option.type.types] if isinstance(option.type, click.Tuple) else [option.type] * option.nargs


def _read(word: str, kind: click.ParamType[Any] | None) -> str:
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return without_percent(ascii_number(word))
    if isinstance(kind, click.Choice) and word not in kind.choices and ANSWERS.get(word) in kind.choices:
        return ANSWERS[word]
    return word
