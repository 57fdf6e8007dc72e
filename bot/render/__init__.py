"""Values -> Telegram messages within Telegram's limits. Pure; language, zone and time are parameters.

Every function takes what it shows, then `bot.texts.Texts` and, where times are shown, the reader's zone and now.
"""

from bot.render.actions import log_page
from bot.render.broadcast import (
    Broadcast,
    broadcast_ask,
    broadcast_confirm,
    broadcast_draft,
    broadcast_kinds,
    broadcast_languages,
    broadcast_progress,
    broadcast_question,
    broadcast_regions,
    broadcast_topics,
)
from bot.render.digest import digest
from bot.render.journal import ALERTS, alert, ask_ban, chat_detail, chats_list, errors_page, stats
from bot.render.lists import (
    PAGE_SIZE,
    Alternative,
    back_home,
    describe,
    nothing_found,
    regions_menu,
    similar,
    story_list,
    topics_menu,
)
from bot.render.markup import clip, safe_url
from bot.render.masthead import Frame
from bot.render.newsroom import (
    ask_story,
    relabel_regions,
    relabel_topics,
    split_choices,
    story_editing,
)
from bot.render.notices import (
    ADMIN_COMMANDS,
    GROUP_COMMANDS,
    PHRASES,
    PUBLIC_COMMANDS,
    all_commands,
    ask_forget,
    bot_description,
    bot_short_description,
    choose,
    command_menu,
    error,
    error_text,
    export_note,
    forgotten,
    help_message,
    no_digest,
    nothing_new,
    privacy,
    saved_empty,
    say,
    story_gone,
    welcome_back,
)
from bot.render.onboarding import (
    Choice,
    ask_location,
    home,
    hours_screen,
    onboarding_done,
    place_found,
    regions_screen,
    schedule,
    share_button,
    summary,
    topics_screen,
    understood,
    when_screen,
)
from bot.render.places import (
    channel_card,
    channel_subscribed,
    forum_regions,
    group_welcome,
    mute_word_screen,
    only_place,
    shared_story,
    topic_gone,
    when_for,
)
from bot.render.reactions import digest_keyboard, less_keyboard, save_keyboard, topics_keyboard
from bot.render.settings import (
    items_screen,
    language_screen,
    layout_screen,
    mutes_screen,
    news_screen,
    passing_screen,
    quiet_from_screen,
    quiet_screen,
    quiet_until_screen,
    settings,
    zone_screen,
)
from bot.render.status import Light, Run, Status, fetched, source_detail, source_remove, sources, status
from bot.render.story import Back, correction, instant, story_card, tags, why
from bot.render.subscriptions import (
    at_least_of,
    confirm,
    days_of,
    delete_of,
    hours_of,
    items_of,
    name_of,
    pause_of,
    regions_of,
    subscribed,
    subscription,
    subscriptions,
    topics_of,
    words_of,
)
from bot.texts import plain

__all__ = [
    "ADMIN_COMMANDS", "ALERTS", "GROUP_COMMANDS", "PAGE_SIZE", "PHRASES", "PUBLIC_COMMANDS", "Alternative", "Back",
    "Broadcast", "Choice", "Frame", "Light", "Run", "Status", "alert", "all_commands", "ask_ban", "ask_forget",
    "ask_location", "ask_story", "at_least_of", "back_home", "bot_description", "bot_short_description",
    "broadcast_ask", "broadcast_confirm", "broadcast_draft", "broadcast_kinds", "broadcast_languages",
    "broadcast_progress", "broadcast_question", "broadcast_regions",
    "broadcast_topics", "channel_card", "channel_subscribed", "chat_detail", "chats_list",
    "choose", "clip", "command_menu", "confirm", "correction", "days_of", "delete_of", "describe", "digest",
    "digest_keyboard", "error", "error_text", "errors_page", "export_note", "fetched", "forgotten", "forum_regions",
    "group_welcome", "help_message", "home", "hours_of", "hours_screen", "instant", "items_of", "items_screen",
    "language_screen", "layout_screen", "less_keyboard", "log_page", "mute_word_screen", "mutes_screen", "name_of",
    "news_screen", "no_digest", "nothing_found", "nothing_new", "onboarding_done", "only_place", "passing_screen",
    "pause_of", "place_found", "plain", "privacy", "quiet_from_screen", "quiet_screen", "quiet_until_screen",
    "regions_menu", "regions_of", "regions_screen", "relabel_regions", "relabel_topics", "safe_url",
    "save_keyboard", "saved_empty", "say", "schedule", "settings", "share_button", "shared_story", "similar",
    "source_detail", "source_remove", "sources", "split_choices", "stats", "status", "story_card", "story_editing",
    "story_gone", "story_list", "subscribed", "subscription", "subscriptions", "summary", "tags", "topic_gone",
    "topics_keyboard", "topics_menu", "topics_of", "topics_screen", "understood", "welcome_back", "when_for",
    "when_screen", "why", "words_of", "zone_screen",
]  # fmt: skip
