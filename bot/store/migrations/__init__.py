"""The history of the schema, for both databases. Run by `bot.store.upgrades`, never by a command in a folder."""

HEAD = "0005"
"""The newest revision, so that a database that has it opens without loading Alembic; a test compares the two."""
