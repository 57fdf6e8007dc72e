"""The few rows among millions: a broadcast's in the outbox, chats that refused us."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_outbox_broadcast", "outbox", ["run", "state"], "kind = 'broadcast'"),
    ("ix_chats_suspended", "chats", ["suspended_at"], "suspended_at IS NOT NULL"),
)


def upgrade() -> None:
    for name, table, columns, condition in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def downgrade() -> None:
    for name, table, *_ in _INDEXES:
        op.drop_index(name, table)
