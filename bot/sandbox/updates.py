"""Updates on their way to the bot: the queue, long polling with its conflicts, and the webhook with its retries."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Any

import aiohttp

from .calls import Call, Json
from .refusals import ApiError, bad

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of update that come only when ``allowed_updates`` names them."""
LONGEST_POLL = 50.0
WEBHOOK_TIMEOUT = 60.0


class Updates:
    """Numbers updates and hands them over in order, either to one poller or to a webhook.

    ``allowed_updates`` is applied when an update is made, as Telegram does; a webhook that does not answer 2xx sees
    the same update again after a pause that grows from ``retry_pause`` to 32 times that.
    """

    def __init__(self, *, now: Callable[[], float], retry_pause: float = 0.5) -> None:
        self._now = now
        self.retry_pause = retry_pause
        self.waiting: deque[Json] = deque()
        self.allowed: frozenset[str] | None = None
        self.next_id = 1
        self._came = asyncio.Event()
        self._poller: asyncio.Future[None] | None = None
        self._hook: Json | None = None
        self._hook_task: asyncio.Task[None] | None = None
        self._hook_error: Json = {}

    def add(self, kind: str, content: Json) -> int | None:
        """Queues one update; the answer is its id, or ``None`` when the bot did not ask for this kind."""
        if not self._wanted(kind):
            return None
        number = self.next_id
        self.next_id += 1
        self.waiting.append({"update_id": number, kind: content})
        self._came.set()
        return number

    def _wanted(self, kind: str) -> bool:
        return kind not in UNASKED if self.allowed is None else kind in self.allowed

    def _allow(self, call: Call) -> None:
        names = call.rows("allowed_updates")
        if names is not None:
            self.allowed = frozenset(str(name) for name in names) or None

    async def poll(self, call: Call) -> list[Json]:
        """``getUpdates``: a second poller ends the first one's call with 409."""
        if self._hook:
            raise _conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete "
                            "the webhook first")  # fmt: skip
        self._allow(call)
        self._confirm(call.number("offset"))
        limit = min(max(call.number("limit") or 100, 1), 100)
        patience = min(float(call.number("timeout") or 0), LONGEST_POLL)
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(
                _conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
            )
        mine = self._poller = asyncio.get_running_loop().create_future()
        try:
            await self._wait_or_be_ended(mine, patience)
        finally:
            if self._poller is mine:
                self._poller = None
            mine.cancel()
        return [self.waiting[index] for index in range(min(limit, len(self.waiting)))]

    def _confirm(self, offset: int | None) -> None:
        if offset is None or offset == 0:
            return
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
            return
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()

    async def _wait_or_be_ended(self, ended: asyncio.Future[None], patience: float) -> None:
        if self.waiting or not patience:
            return
        self._came.clear()
        came = asyncio.ensure_future(self._came.wait())
        both: set[asyncio.Future[Any]] = {came, ended}
        try:
            await asyncio.wait(both, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            came.cancel()
        if ended.done():
            ended.result()

    async def set_webhook(self, call: Call) -> bool:
        url = call.text("url")
        if not url:
            return await self.delete_webhook(call)
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        await self._drop_hook()
        self._allow(call)
        if call.flag("drop_pending_updates"):
            self.waiting.clear()
        self._hook = {"url": url, "secret": call.text("secret_token"), "connections": call.number("max_connections")}
        self._hook_error = {}
        self._hook_task = asyncio.create_task(self._push(url, call.text("secret_token")))
        return True

    async def delete_webhook(self, call: Call) -> bool:
        await self._drop_hook()
        if call.flag("drop_pending_updates"):
            self.waiting.clear()
        return True

    def webhook_info(self) -> Json:
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.waiting)}
        if self._hook:
            info |= {"url": self._hook["url"], "max_connections": self._hook["connections"] or 40}
        if self.allowed is not None:
            info["allowed_updates"] = sorted(self.allowed)
        return info | self._hook_error

    async def close(self) -> None:
        await self._drop_hook()
        if self._poller is not None:
            self._poller.cancel()

    async def _drop_hook(self) -> None:
        task, self._hook_task, self._hook = self._hook_task, None, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _push(self, url: str, secret: str) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        pause = self.retry_pause
        timeout = aiohttp.ClientTimeout(total=WEBHOOK_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout, headers=headers) as session:
            while True:
                if not self.waiting:
                    self._came.clear()
                    await self._came.wait()
                    continue
                if await self._deliver(session, url, self.waiting[0]):
                    self.waiting.popleft()
                    pause = self.retry_pause
                else:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, self.retry_pause * 32)

    async def _deliver(self, session: aiohttp.ClientSession, url: str, update: Json) -> bool:
        try:
            async with session.post(url, json=update) as answer:
                await answer.read()
                if answer.status // 100 == 2:
                    return True
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
        return False

    def _failed(self, why: str) -> None:
        self._hook_error = {"last_error_date": int(self._now()), "last_error_message": why}


def _conflict(text: str) -> ApiError:
    return ApiError(409, f"Conflict: {text}")
