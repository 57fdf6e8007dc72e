"""What the documents promise exists: commands, keys, paths, pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from bot.__main__ import app
from bot.render import ADMIN_COMMANDS, PUBLIC_COMMANDS
from bot.texts import texts

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


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
    for command in re.findall(r"`(?:\.venv/bin/)?aimaq ([a-z]+)", text):
        assert command in {one.split()[0] for one in commands()}, command


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_command_of_the_bot_is_described_in_its_menu(language: str) -> None:
    t = texts(language)
    for command in (*PUBLIC_COMMANDS, *ADMIN_COMMANDS):
        assert 3 <= len(t.plain(f"command-{command}")) <= 256
