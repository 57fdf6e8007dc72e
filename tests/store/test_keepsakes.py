"""Tokens stand for what buttons cannot carry."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store import Store

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


async def test_equal_bodies_share_a_token_and_come_back(store: Store) -> None:
    body = {"kind": "query", "regions": ["KZ-19"], "keywords": ["мектеп"]}
    token = await store.keep(body, NOW)
    assert token == await store.keep(dict(body), NOW)
    assert len(token) <= 16
    assert await store.kept(token) == body


async def test_an_unknown_token_stands_for_nothing(store: Store) -> None:
    assert await store.kept("forged-token") is None
