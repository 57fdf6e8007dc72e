"""A profile and stories -> the digest that one reader gets. Pure: the store has searched, the clock is a parameter.

Decides which edition of a story a reader sees, which sentences of it, which stories are worth his screen and in
what order; how that looks is for `bot.render`.
"""

from bot.digest.amending import corrected, corrected_entry
from bot.digest.composing import compose, worth_sending
from bot.digest.entries import MAX_CHARS, entry_of, with_utm
from bot.digest.interest import as_typed, filter_of, languages_of, merged, wants

__all__ = [
    "MAX_CHARS",
    "as_typed",
    "compose",
    "corrected",
    "corrected_entry",
    "entry_of",
    "filter_of",
    "languages_of",
    "merged",
    "wants",
    "with_utm",
    "worth_sending",
]
