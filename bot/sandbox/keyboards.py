"""Checks of ``reply_markup`` and of buttons inside rich messages."""

from __future__ import annotations

from typing import Any

from .calls import Call, Json, truth
from .links import checked_link
from .refusals import bad

BUTTON_LIMIT = 100
DATA_BYTES = 64
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
_STYLES = ("primary", "success", "danger")


def read_markup(call: Call, *, private: bool) -> Json | None:
    """The keyboard of a call, normalized; ``None`` when there is none or nothing of it remains."""
    markup = call.record("reply_markup")
    return None if markup is None else check_markup(markup, private=private)


def check_markup(markup: Json, *, private: bool) -> Json | None:
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"], private=private)
    if "keyboard" in markup:
        return _reply(markup)
    if truth(markup.get("remove_keyboard")):
        return {"remove_keyboard": True}
    if truth(markup.get("force_reply")):
        return {"force_reply": True}
    return None


def _inline(rows: Any, *, private: bool) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    checked = [[_button(button, private=private) for button in row if _labelled(button)] for row in rows]
    checked = [row for row in checked if row]
    if sum(map(len, checked)) > BUTTON_LIMIT:
        raise bad("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def _labelled(button: Any) -> bool:
    if isinstance(button, dict):
        return bool(str(button.get("text") or "").strip())
    raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")


def _button(button: Json, *, private: bool) -> Json:
    action = button_action(button)
    if action is None:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    value = button[action]
    check_action(action, value, private=private, where="inline keyboard button")
    kept: Json = {"text": button["text"], action: checked_link(value) if action == "url" else value}
    if button.get("style") in _STYLES:
        kept["style"] = button["style"]
    return kept


def button_action(button: Json) -> str | None:
    """The field that says what a button does; a button has exactly one."""
    given = [name for name in _ACTIONS if button.get(name) is not None]
    return given[0] if given else None


def check_action(action: str, value: Any, *, private: bool, where: str) -> None:
    match action:
        case "callback_data":
            if not 1 <= len(str(value).encode()) <= DATA_BYTES:
                raise bad("BUTTON_DATA_INVALID")
        case "url":
            if checked_link(str(value)) is None:
                raise bad(f"{where} URL '{value}' is invalid: Wrong HTTP URL")
        case "web_app":
            if not private:
                raise bad("BUTTON_TYPE_INVALID")
        case "copy_text":
            text = value.get("text", "") if isinstance(value, dict) else ""
            if not 1 <= len(text) <= 256:
                raise bad("BUTTON_COPY_TEXT_INVALID")
        case "pay" | "callback_game":
            raise bad("BUTTON_TYPE_INVALID")


def _reply(markup: Json) -> Json:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays')
    buttons = [[{"text": button} if isinstance(button, str) else dict(button) for button in row] for row in rows]
    if any(not str(button.get("text") or "") for row in buttons for button in row):
        raise bad("keyboard button text must be non-empty")
    return {**markup, "keyboard": buttons}


def inline_buttons(message: Json) -> list[Json]:
    """The buttons below a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
