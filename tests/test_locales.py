"""Russian, Kazakh and English say the same things with the same variables, and nothing that nobody says."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
from bot import errors
from bot.models import LANGUAGES
from bot.render.notices import ADMIN_COMMANDS, GROUP_COMMANDS, PHRASES, PUBLIC_COMMANDS

SOURCES = sorted(Path(bot.__file__).parent.rglob("*.py"))


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        self.names.add(node.id.name)


def variables(pattern: ftl.Pattern) -> frozenset[str]:
    visitor = _Variables()
    visitor.visit(pattern)
    return frozenset(visitor.names)


@cache
def messages(language: str) -> dict[str, frozenset[str]]:
    """Key (``name`` or ``name.attribute``) -> its variables, over all files of a language."""
    found: dict[str, frozenset[str]] = {}
    for file in (files("bot") / "locales" / language).iterdir():
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{language}/{file.name}: {str(entry.content)[:80]}"
            if not isinstance(entry, ftl.Message):
                continue
            assert entry.value is not None
            parts: list[tuple[str, ftl.Pattern]] = [(entry.id.name, entry.value)]
            parts += [(f"{entry.id.name}.{attribute.id.name}", attribute.value) for attribute in entry.attributes]
            for key, pattern in parts:
                assert key not in found, f"{language}: {key} twice"
                found[key] = variables(pattern)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_variables(language: str) -> None:
    assert messages(language) == messages("ru")


def _pattern(key: ast.expr) -> str | None:
    """The keys that an expression may name, as a regular expression."""
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return re.escape(key.value)
    if isinstance(key, ast.JoinedStr):
        parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"[\w-]+" for one in key.values]
        return "".join(parts)
    return None


def _calls() -> list[tuple[str, str, frozenset[str] | None]]:
    """(place, pattern of keys, names of the arguments) of each ``t(…)``, ``self(…)``, ``….plain(…)``."""
    found = []
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            keys = [node.args[0]]
            if isinstance(keys[0], ast.IfExp):
                keys = [keys[0].body, keys[0].orelse]
            if name not in {"t", "self", "plain", "to", "say"} or (len(keys) > 1 and name == "to"):
                continue
            keys = [node.args[1]] if name == "say" and len(node.args) > 1 else keys
            args = frozenset(one.arg for one in node.keywords if one.arg) if name != "to" else frozenset()
            spread = any(one.arg is None for one in node.keywords)
            place = f"{source.name}:{node.lineno}"
            found += [(place, pattern, None if spread else args) for key in keys if (pattern := _pattern(key))]
    return found


def test_every_call_names_a_text_and_fills_it() -> None:
    wrong = []
    for place, pattern, args in _calls():
        meant = [key for key in messages("ru") if re.fullmatch(pattern, key)]
        if not meant and "-" in pattern.replace("\\", ""):
            wrong.append(f"{place}: no text {pattern}")
        if args is not None and meant and all(messages("ru")[key] != args for key in meant):
            wrong.append(f"{place}: {pattern} with {sorted(args)}")
    assert not wrong


def test_no_text_is_left_unsaid() -> None:
    said = "|".join(pattern for _, pattern, _ in _calls())
    strings = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    commands = {f"command-{one}" for one in (*PUBLIC_COMMANDS, *GROUP_COMMANDS, *ADMIN_COMMANDS)}
    unsaid = [
        key
        for key in messages("ru")
        if not re.fullmatch(said, key) and key not in strings and key not in commands and key not in PHRASES
    ]
    assert not unsaid


def test_every_phrase_and_every_error_has_its_text() -> None:
    keys = {
        value.text_key
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.AimaqError)
    }
    assert {*PHRASES, *keys} <= {*messages("ru")}
