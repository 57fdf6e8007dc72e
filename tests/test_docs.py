"""What the documents promise exists: commands, keys, paths, pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from bot.__main__ import app
from bot.config import Config
from bot.handlers.admin.rights import COMMANDS
from bot.render import ADMIN_COMMANDS, PUBLIC_COMMANDS
from bot.texts import texts

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BOT_COMMANDS = {*PUBLIC_COMMANDS, *ADMIN_COMMANDS, *COMMANDS}
PAGES = {"healthz", "metrics", "admin"}


def commands() -> set[str]:
    """Every command of the program: ``run``, ``db upgrade`` …"""
    found = set()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]  # a group
        inner = getattr(command, "commands", None)
        found |= {f"{name} {one}" for one in inner} if inner else {name}
    return found


def test_the_readme_names_every_command_of_the_program() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set()
    for family in re.findall(r"`(?:\.venv/bin/)?aimaq ([a-z]+(?: [a-z|\\]+)?)|make (demo)", readme):
        words = (family[0] or family[1]).replace("\\", "").split()
        named |= {f"{words[0]} {one}" for one in words[1].split("|")} if len(words) > 1 else {words[0]}
        named.add(words[0])
    assert {one for one in commands() if one not in named} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for path in re.findall(r"(?:src=\"|\]\()((?!https?:)[\w./-]+)[\")]", text):
        assert (document.parent / path).exists(), path
    for path in re.findall(r"`((?:bot|docs|bench|tests|scripts)/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
    for first, second in re.findall(r"`(?:\.venv/bin/)?aimaq ([a-z]+)(?: ([a-z]+)(?=[ `|\\]))?", text):
        inner = {one.split()[1] for one in commands() if one.startswith(f"{first} ")}
        assert first in {one.split()[0] for one in commands()}, first
        assert not inner or second in inner, f"{first} {second}"
    for target in re.findall(r"^make ([a-z]+)|`make ([a-z]+)", text, re.MULTILINE):
        assert f"\n{target[0] or target[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8"), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_the_bot_and_every_setting_that_is_named_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for command in re.findall(r"`/([a-z]+)[ `]", text):
        assert command in BOT_COMMANDS | PAGES, command
    for section, key in re.findall(r"`([a-z]+)\.([a-z_]+)(?: = [^`]*)?`", text):
        kind = Config.model_fields.get(section)
        assert kind is None or key in getattr(kind.annotation, "model_fields", {}), f"{section}.{key}"


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_command_of_the_bot_is_described_in_its_menu(language: str) -> None:
    t = texts(language)
    for command in (*PUBLIC_COMMANDS, *ADMIN_COMMANDS):
        assert 3 <= len(t.plain(f"command-{command}")) <= 256
