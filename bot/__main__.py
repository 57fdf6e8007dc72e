"""The command line: parse, load the settings, hand over. Exit codes: 0 done, 1 failed while running, 2 wrong
usage or settings. Every command imports what it needs when it runs: ``explain`` does not wait for aiogram."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot.errors import AimaqError, ConfigError, UsageError

if TYPE_CHECKING:
    from bot.config import Config

T = TypeVar("T")

app = typer.Typer(
    name="aimaq",
    help="Regional news digests of Kazakhstan on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
subscribers = typer.Typer(help="Who gets what: export and import.", no_args_is_help=True)
database = typer.Typer(help="The database: migrations, backup, restore, check.", no_args_is_help=True)
settings = typer.Typer(help="The settings.", no_args_is_help=True)
app.add_typer(subscribers, name="subscribers")
app.add_typer(database, name="db")
app.add_typer(settings, name="config")

ConfigFile = Annotated[Path, typer.Option("-c", "--config", help="Settings (TOML).")]
Debug = Annotated[bool, typer.Option("--debug", help="Show tracebacks.")]
DEFAULT_CONFIG = Path("config.toml")


@app.callback()
def _options(ctx: typer.Context, debug: Debug = False) -> None:
    """Regional news digests of Kazakhstan on Telegram."""
    ctx.obj = debug


def _config(path: Path, *, need_token: bool = False) -> Config:
    from bot.config import load

    exists_or_named = path.exists() or path != DEFAULT_CONFIG
    return load(path if exists_or_named else None, os.environ, need_token=need_token)


def _run(main: Callable[[], Awaitable[T]]) -> T:
    import uvloop

    async def entry() -> T:
        return await main()

    return uvloop.run(entry())


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the chat page.")] = 8080,
    feed: Annotated[list[str] | None, typer.Option(help="Feeds to read instead of the sample site.")] = None,
) -> None:
    """The whole bot against a local stand-in for Telegram; prints the address of a chat page."""
    from bot.demo import run_demo

    _run(lambda: run_demo(port=port, feeds=tuple(feed or ())))


@app.command()
def run(
    config: ConfigFile = DEFAULT_CONFIG,
    role: Annotated[str | None, typer.Option(help="all, updates or worker: what this process of several does.")] = None,
) -> None:
    """The service: updates, scheduler, delivery, health page."""
    from bot.app import serve
    from bot.config import with_role

    def read() -> Config:
        return with_role(_config(config, need_token=True), role)

    _run(lambda: serve(read(), reread=read))


@app.command()
def ingest(
    config: ConfigFile = DEFAULT_CONFIG,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    feed: Annotated[str | None, typer.Option(help="A feed address that is not in the settings.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """One round of fetching; prints what was new, changed, skipped, failed."""
    from bot.cli.feeds import ingest_once

    failed = _run(lambda: ingest_once(_config(config), source=source, feed=feed, as_json=as_json))
    if failed:
        raise typer.Exit(1)


@app.command()
def digest(
    config: ConfigFile = DEFAULT_CONFIG,
    region: Annotated[list[str] | None, typer.Option(help="Region id or name; can be repeated.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Topic id or name; can be repeated.")] = None,
    since: Annotated[str, typer.Option(help="How far back: 90m, 24h, 7d.")] = "24h",
    lang: Annotated[str, typer.Option(help="ru, kk or en.")] = "ru",
    form: Annotated[str, typer.Option("--format", help="text, html or json.")] = "text",
) -> None:
    """The digest that a subscriber with this profile would get now."""
    from bot.cli.asking import print_digest

    _run(
        lambda: print_digest(
            _config(config), regions=region or [], topics=topic or [], since=since, language=lang, form=form
        )
    )


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(help="The question, as one would ask the bot.")],
    config: ConfigFile = DEFAULT_CONFIG,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What the bot would answer to this message."""
    from bot.cli.asking import print_answer

    _run(lambda: print_answer(_config(config), " ".join(query), as_json=as_json))


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="JSON lines; - is standard input.")] = "-",
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON lines out (the only form; accepted for clarity).")
    ] = True,
) -> None:
    """Analysis without a database: JSON lines in, JSON lines out."""
    from bot.analysis.explain import explain_line

    failed = False
    with _lines(file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            answer = explain_line(line, number)
            failed = failed or "error" in answer
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            if number == 1:
                gc.freeze()  # vocabularies live as long as the process
    if failed:
        raise typer.Exit(1)


@app.command()
def reanalyse(
    config: ConfigFile = DEFAULT_CONFIG,
    since: Annotated[str | None, typer.Option(help="Only articles published since this date (YYYY-MM-DD).")] = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are up to date.")] = False,
) -> None:
    """The archive analysed again after a change of vocabulary or code; can be interrupted and resumed."""
    from bot.cli.archive import reanalyse_archive

    _run(lambda: reanalyse_archive(_config(config), since=since, every=every))


@app.command()
def evaluate(file: Annotated[Path, typer.Argument(help="Labelled JSON lines.")]) -> None:
    """Scores labelled JSON lines: precision, recall, F1 per region, topic, language."""
    from bot.cli.archive import print_scores

    print_scores(file)


@app.command()
def backfill(
    name: Annotated[str, typer.Argument(help="The source.")],
    config: ConfigFile = DEFAULT_CONFIG,
    since: Annotated[str | None, typer.Option(help="Oldest date to bring in (YYYY-MM-DD).")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many articles.")] = None,
) -> None:
    """The archive of a source through WordPress REST, resumable, with a progress bar."""
    from bot.cli.feeds import backfill_source

    _run(lambda: backfill_source(_config(config), name, since=since, limit=limit))


@subscribers.command("export")
def export_subscribers(file: Annotated[Path, typer.Argument()], config: ConfigFile = DEFAULT_CONFIG) -> None:
    """All chats with their subscriptions as JSON lines."""
    from bot.cli.subscribers import export_to

    _run(lambda: export_to(_config(config), file))


@subscribers.command("import")
def import_subscribers(file: Annotated[Path, typer.Argument()], config: ConfigFile = DEFAULT_CONFIG) -> None:
    """JSON lines in; the same file twice changes nothing."""
    from bot.cli.subscribers import import_from

    failed = _run(lambda: import_from(_config(config), file))
    if failed:
        raise typer.Exit(1)


@database.command("upgrade")
def db_upgrade(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Bring the schema up to this version."""
    from bot.cli.database import upgrade

    _run(lambda: upgrade(_config(config)))


@database.command("backup")
def db_backup(file: Annotated[Path, typer.Argument()], config: ConfigFile = DEFAULT_CONFIG) -> None:
    """A consistent copy while the bot runs, verified by opening and counting it."""
    from bot.cli.database import backup_to

    _run(lambda: backup_to(_config(config), file))


@database.command("restore")
def db_restore(
    file: Annotated[Path, typer.Argument()],
    config: ConfigFile = DEFAULT_CONFIG,
    force: Annotated[bool, typer.Option("--force", help="Replace a database that is there.")] = False,
) -> None:
    """A backup becomes the database (stop the bot first)."""
    from bot.cli.database import restore_from

    _run(lambda: restore_from(_config(config), file, force=force))


@database.command("copy")
def db_copy(
    source: Annotated[str, typer.Argument(metavar="FROM_URL", help="postgresql+asyncpg://… or sqlite+aiosqlite:///…")],
    target: Annotated[str, typer.Argument(metavar="TO_URL", help="An empty database, or a copy that was begun.")],
) -> None:
    """A running newsroom moves from SQLite to PostgreSQL or back; resumable, compared at the end."""
    from bot.cli.database import copy_between

    if not _run(lambda: copy_between(source, target)):
        raise typer.Exit(1)


@database.command("check")
def db_check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Integrity of the database; prints what is wrong."""
    from bot.cli.database import check

    if _run(lambda: check(_config(config))):
        raise typer.Exit(1)


@settings.command("check")
def config_check(
    config: ConfigFile = DEFAULT_CONFIG,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither Telegram nor the feeds.")] = False,
) -> None:
    """Validate the settings, print what is in force, ask Telegram and each feed."""
    from bot.cli.settings import check_config

    failed = _run(lambda: check_config(_config(config, need_token=not offline), offline=offline))
    if failed:
        raise typer.Exit(1)


@contextmanager
def _lines(file: str) -> Iterator[Iterator[str]]:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a TextIOWrapper
        yield iter(sys.stdin)
        return
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as lines:
            yield lines
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror})") from None


def main(arguments: list[str] | None = None) -> Any:
    """Console script. Foreseen errors become one line on standard error."""
    args = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in args
    args = [argument for argument in args if argument != "--debug"]
    try:
        app(args, prog_name="aimaq")
    except (ConfigError, UsageError) as error:
        if debug:
            raise
        _say(error)
        sys.exit(2)
    except AimaqError as error:
        if debug:
            raise
        _say(error)
        sys.exit(1)
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
    except BrokenPipeError:  # `aimaq explain … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _say(error: AimaqError) -> None:
    sys.stderr.write(f"aimaq: {error}\n")


if __name__ == "__main__":
    main()
