"""Small screens of the owners: who belongs to the staff, what became of a backup."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Message
from bot.render.markup import bold, clip, joined
from bot.render.status import megabytes
from bot.texts import Html, Texts, escape


def staff(owners: Sequence[str], editors: Sequence[str], invited: Sequence[str], t: Texts) -> Message:
    """Owners, editors and those who were invited, and how to change that."""
    lines = [
        bold(t("staff-title")),
        *(Html(f"• {escape(clip(name, 60))} — {t('role-owner')}") for name in owners),
        *(Html(f"• {escape(clip(name, 60))} — {t('role-editor')}") for name in editors[:60]),
        *(Html(f"• {escape(clip(name, 60))} — {t('role-invited')}") for name in invited[:20]),
        "",
        t("staff-usage"),
    ]
    return Message(Html("\n".join(lines)))


def too_large(path: str, size: int, t: Texts) -> Message:
    """A backup that Telegram would not take, and where it lies."""
    return Message(t("backup-kept", size=megabytes(size, t), path=path))


def backup_failed(reason: str, t: Texts) -> Message:
    return Message(joined("\n", [t("backup-failed"), escape(clip(reason, 300))]))
