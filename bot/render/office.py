"""Small screens of the owners: who belongs to the staff, what became of a backup."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Message
from bot.render.markup import bold, clip, fit, joined
from bot.render.status import megabytes
from bot.texts import Html, Texts, escape


def staff(owners: Sequence[str], editors: Sequence[str], invited: Sequence[str], t: Texts) -> Message:
    """Owners, editors and those who were invited, and how to change that."""
    named = [
        *((name, "owner") for name in owners),
        *((name, "editor") for name in editors),
        *((name, "invited") for name in invited),
    ]
    lines = [Html(f"• {escape(clip(name, 40))} — {t(f'role-{role}')}") for name, role in named[:50]]
    text = fit([bold(t("staff-title")), *lines], separator="\n", limit=3000)[0]
    return Message(joined("\n\n", [text, t("staff-usage")]))


def too_large(path: str, size: int, t: Texts) -> Message:
    """A backup that Telegram would not take, and where it lies."""
    return Message(t("backup-kept", size=megabytes(size, t), path=path))


def backup_failed(reason: str, t: Texts) -> Message:
    return Message(joined("\n", [t("backup-failed"), escape(clip(reason, 300))]))
