"""Whose leases may be taken over at once: those of processes that certainly run no more."""

from __future__ import annotations

import os
import subprocess
import sys

from bot.jobs.sharing import is_dead, owner_name


def test_a_process_that_ended_is_dead_and_one_that_runs_is_not() -> None:
    us = owner_name()
    host = us.split(":")[0]
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert is_dead(f"{host}:{ended.pid}:abcd", us)
    assert not is_dead(f"{host}:{os.getppid()}:abcd", us)


def test_our_own_number_with_another_word_is_somebody_before_us() -> None:
    us = owner_name()
    assert not is_dead(us, us)
    assert is_dead(us[:-8] + "00000000", us)


def test_of_other_hosts_and_of_nonsense_nothing_is_certain() -> None:
    us = owner_name()
    assert not is_dead("elsewhere:1:abcd", us)
    assert not is_dead("test", us)
    assert not is_dead("", us)
