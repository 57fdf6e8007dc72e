"""What Kazakh texts call a source."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("title_kk", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("sources", "title_kk")
