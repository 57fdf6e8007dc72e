"""Every command and button of the staff, tried by a stranger and by an editor without the right, forged ones too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiogram.filters import Command

from bot.handlers import caller
from bot.handlers.admin import router
from bot.handlers.admin.gate import Asked, Staff
from bot.handlers.admin.pressed import StaffPressed
from bot.handlers.admin.rights import ANSWERS, COMMANDS, FIRST_WORDS, PRESSES, Role, for_answer, for_command, for_press
from bot.render import ADMIN_COMMANDS
from bot.sandbox.people import buttons
from bot.texts import texts
from tests.e2e.world import ADMIN, KK, RU, World, opened

REFUSED = texts("ru").plain("only-owners")
STALE = texts("ru").plain("stale-button")
ARGUMENTS = {
    "source": "pause main", "ban": "1002", "unban": "1002", "admin": "add 1001 editor", "preview": "1002",
    "story": "1", "stats": "7d", "fetch": "main", "chats": "а", "log": "",
}  # fmt: skip
EVERY_COMMAND = [
    *(f"/{name} {ARGUMENTS.get(name, '')}".strip() for name in COMMANDS),
    *(f"/{name} {word}" for name, word in FIRST_WORDS),
    "/admin remove 1001", "/source add example.kz", "/source remove main", "/preview",
]  # fmt: skip
EVERY_PRESS = [
    *(":".join(("a", *(part if part != "*" else "1" for part in pattern))) for pattern, _ in PRESSES),
    "a:src:main:pause", "a:src:main:remove:yes", "a:src:main:remove-all:yes", "a:src:main:approve:1",
    "a:st:1:hide", "a:st:1:r:1", "a:st:1:t:1", "a:st:1:sum", "a:st:1:resend", "a:st:1:ok", "a:st:1:no", "a:st:1:pin",
    "a:bc:1:yes", "a:bc:1:pause", "a:bc:1:cancel", "a:bc:1:r:1", "a:ban:1002:yes", "a:unban:1002", "a:chat:1002",
    "a:prev:1002", "a:backup", "a:nonsense", "a",
]  # fmt: skip


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A bot that never finds anybody too talkative."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(caller, "REQUESTS_PER_MINUTE", 1_000_000)
        async with opened(tmp_path_factory.mktemp("rights")) as world:
            world.sandbox.flood.enabled = False
            yield world


async def test_the_table_knows_all_that_the_routers_answer_and_nobody_passes_unasked() -> None:
    """What the tests below walk is the table; so nothing that the staff's router answers may be missing in it."""
    answers = router()
    filters = [
        [found.callback for found in handler.filters or ()]
        for observer in answers.observers.values()
        for handler in observer.handlers
    ]
    assert len(filters) > len(COMMANDS)
    assert all(any(isinstance(one, (Staff, StaffPressed, Asked)) for one in found) for found in filters)
    each = [one for found in filters for one in found]
    commands = {str(name) for one in each if isinstance(one, Command) for name in one.commands}
    subjects = {name for one in each if isinstance(one, StaffPressed) for name in one._subjects}
    assert commands == set(COMMANDS) == set(ADMIN_COMMANDS)
    assert subjects == {pattern[0] for pattern, _ in PRESSES}
    assert {name for one in each if isinstance(one, Asked) for name in one._wanted} == set(ANSWERS)


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("/status", Role.EDITOR), ("/source add x", Role.OWNER), ("/source test x", Role.EDITOR),
        ("/preview", Role.EDITOR), ("/preview 2026-11-24", Role.EDITOR), ("/preview 1002 2026-11-24", Role.OWNER),
        ("/log", Role.EDITOR), ("/log export", Role.OWNER), ("/never-heard-of", Role.OWNER),
    ],
)  # fmt: skip
async def test_what_commands_take(words: str, role: Role) -> None:
    name, _, args = words.removeprefix("/").partition(" ")
    assert for_command(name, args or None) is role


async def test_what_nobody_thought_of_is_the_owners() -> None:
    assert for_press(()) is for_press(("new-thing",)) is Role.OWNER
    assert for_press(("src", "x", "new-thing")) is Role.OWNER
    assert for_press(("src", "x")) is for_press(("src",)) is Role.EDITOR
    assert for_answer("new-thing") is Role.OWNER
    assert set(ANSWERS.values()) <= {Role.EDITOR, Role.OWNER}


async def tapped(room: World, user: int, data: str) -> dict[str, Any]:
    """A forged press: any data, on any message of the bot."""
    chat = room.sandbox.world.chats[user]
    record = next(one for one in reversed(chat.records.values()) if not one.deleted)
    return dict(await room.sandbox.people.tap(user, user, record, data))


async def answers(room: World, user: int, command: str) -> list[str]:
    """All that the bot says to a command: what comes before its answer to the next one."""
    typed = room.sandbox.people.say(user, command)
    mark = room.sandbox.people.say(user, "/privacy")
    language = "ru" if user in {RU, ADMIN} else "kk"
    last = await room.heard(user, texts(language).plain("privacy").split("\n", 1)[0], after=mark)
    said = [one for one in room.sandbox.people.transcript(user) if "reply_markup" in one["message"] or one["text"]]
    return [one["text"] for one in said if typed < one["message"]["message_id"] < last["message"]["message_id"]
            and one["message"]["message_id"] != mark]  # fmt: skip


async def test_strangers_learn_nothing_and_change_nothing(room: World) -> None:
    unknown = await answers(room, RU, "/nosuchcommand")
    assert len(unknown) == 1
    for command in EVERY_COMMAND:
        assert await answers(room, RU, command) == unknown, command
    before = len(room.sandbox.people.transcript(RU))
    for data in EVERY_PRESS:
        answer = await tapped(room, RU, data)
        assert (answer["text"], answer["show_alert"]) == (STALE, False), data
    assert len(room.sandbox.people.transcript(RU)) == before
    assert "Айгуль" not in (await room.say(ADMIN, "/log"))["text"]


async def test_editors_are_refused_politely_what_is_the_owners(room: World) -> None:
    appointed = await room.say(ADMIN, f"/admin add {KK} editor")
    assert "редактор" in appointed["text"]
    refused = texts("kk").plain("only-owners")
    for command in EVERY_COMMAND:
        name, _, args = command.removeprefix("/").partition(" ")
        owners = for_command(name, args or None) is Role.OWNER
        said = await answers(room, KK, command)
        assert said == [refused] if owners else refused not in said, command
    for data in EVERY_PRESS:
        answer = await tapped(room, KK, data)
        owners = for_press(data.split(":")[1:]) is Role.OWNER
        assert (answer.get("text") == refused) is owners, data
        assert not owners or answer["show_alert"], data
    editors_log = await room.say(ADMIN, "/log")
    assert "pause" not in editors_log["text"]
    gone = await room.say(ADMIN, f"/admin remove {KK}")
    assert "редактор" not in gone["text"].replace("editor", "")
    assert await answers(room, KK, "/status") == await answers(room, KK, "/nosuchcommand")


async def test_an_editor_who_is_invited_by_name_is_one_when_he_writes(
    room: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller, "REQUESTS_PER_MINUTE", 1)  # the staff may be as busy as it likes
    room.sandbox.places.user(1005, "Сәуле", "kk", username="Saule_Editor")
    invited = await room.say(ADMIN, "/admin add @saule_editor editor")
    assert "приглашён" in invited["text"]
    assert "/story" in (await room.say(1005, "/help"))["text"]
    assert "Дереккөз" in (await room.say(1005, "/status"))["text"]
    listed = await room.say(ADMIN, "/admin")
    assert "@Saule_Editor — редактор" in listed["text"]
    card = await room.say(1005, "/start n_1")
    assert texts("kk").plain("button-edit-story") in buttons(card["message"])
    monkeypatch.setattr(caller, "REQUESTS_PER_MINUTE", 1_000_000)
    await room.say(ADMIN, "/admin remove @saule_editor")
    assert await answers(room, 1005, "/status") == await answers(room, 1005, "/nosuchcommand")


async def test_in_a_group_even_an_owner_commands_nothing(room: World) -> None:
    group = room.sandbox.places.supergroup("Редакция", members=[RU], creator=ADMIN)
    typed = room.sandbox.people.say(ADMIN, "/status", group)
    room.sandbox.people.say(ADMIN, "/help", group)
    help_text = await room.heard(group, after=typed)
    assert "🟢" not in help_text["text"]
    assert not room.said(group, "Источники")
