"""What Aimaq says, in Russian, Kazakh and English: Fluent bundles of ``locales/``, dates and numbers through Babel.

Texts are written as Telegram HTML; every string that fills them is escaped unless it is `Html` already. A reader
never sees an exception: a text that is missing falls back to Russian, then to its key (tests hold the three
languages against each other). Pure: no clock, no I/O after a language was loaded once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

from bot.models import LANGUAGES, REGIONS, TOPIC_ICONS

FALLBACK = "ru"
THIN = "\u202f"
"""Narrow no-break space: groups the digits of a number and never breaks a line."""

_ROOM = 15  # letters of a name that stand beside an icon on half the width of a narrow phone

_BABEL = {"ru": "ru", "kk": "kk", "en": "en_ZA"}  # South African English groups digits with spaces, as we do
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<[^>]*>")
_GROUPED = re.compile(r"(?<=\d)\u00a0(?=\d)")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_ALPHABET = "abcdefghijklmnopqrstuvwxyzаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"


class Html(str):
    """Telegram HTML that is safe to send as it is."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Plain text as Telegram HTML."""
    return text if isinstance(text, Html) else Html(html.escape(printable(text)))


def printable(text: str) -> str:
    """Text without what Telegram strips or chokes on (controls, lone surrogates) and without marks that would turn
    the direction of all that follows; each becomes a space."""
    return _UNPRINTABLE.sub(" ", text)


def plain(markup: str) -> str:
    """The text that a reader sees of some Telegram HTML."""
    return html.unescape(_TAG.sub("", markup))


class Texts:
    """All texts of one language. Call it for HTML, `plain` for buttons, alerts and command menus."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._bundles = [_bundle(code) for code in dict.fromkeys((language, FALLBACK))]

    def __call__(self, key: str, **args: str | int) -> Html:
        """The text ``key`` (``name`` or ``name.attribute``) as HTML, its strings escaped."""
        filled = {name: escape(value) if isinstance(value, str) else value for name, value in args.items()}
        for bundle in self._bundles:
            text = _format(bundle, key, filled)
            if text is not None:
                return Html(_GROUPED.sub(THIN, text))
        return escape(key)

    def plain(self, key: str, **args: str | int) -> str:
        """The same without markup and escapes."""
        return plain(self(key, **args))

    # --- names ---------------------------------------------------------------------------------------------------

    def region(self, region: str) -> Html:
        return self(f"region-{region}")

    def region_in(self, region: str) -> Html:
        """«в Алматинской области», «Алматы облысында», “in Almaty Region”."""
        return self(f"region-{region}.in")

    def region_short(self, region: str) -> Html:
        """«Алматинская», as on a button."""
        return self(f"region-{region}.short")

    def region_in_text(self, region: str) -> Html:
        """The name as it stands inside a sentence: «область Абай»."""
        return self(f"region-{region}.inline")

    def topic(self, topic: str) -> Html:
        return self(f"topic-{topic}")

    def topic_in_text(self, topic: str) -> Html:
        """The name as it stands inside a sentence: «образование», “education”, “IT”."""
        return self(f"topic-{topic}.inline")

    def topic_icon(self, topic: str) -> str:
        return TOPIC_ICONS.get(topic, "")

    def topic_on_button(self, topic: str, chosen: bool = False) -> str:
        """«🏫 Образование», chosen «✓ Образование». Where two columns of a phone have no room for both, the name goes
        without its icon."""
        name = self.plain(f"topic-{topic}")
        mark = "✓" if chosen else self.topic_icon(topic) if len(name) <= _ROOM else ""
        return f"{mark} {name}".strip()

    def hashtag(self, name: str) -> str:
        """A name as a hashtag that Telegram finds again: «#АлматинскаяОбласть»."""
        words = re.findall(r"\w+", plain(name))
        return "#" + "".join(word[:1].upper() + word[1:] for word in words)

    def language_name(self, code: str) -> str:
        """The language's own name, the same in every interface: «Русский», «Қазақша», “English”."""
        return self.plain(f"language-{code}")

    def language_in_text(self, code: str) -> Html:
        """The language's own name inside a line: «на русском», «қазақша», “in English”."""
        return self(f"language-{code}.inline")

    def listed(self, items: Iterable[str]) -> Html:
        """«школы, вода и спорт»: items (text or HTML) as one phrase."""
        parts = [escape(item) for item in items]
        if len(parts) < 2:
            return Html("".join(parts))
        return self("list-and", head=Html(", ".join(parts[:-1])), last=parts[-1])

    def sentence(self, text: str) -> Html:
        """The same text with its first letter large, whatever tag it begins with."""
        markup = escape(text)
        found = re.search(r"^(?:<[^>]*>|[^\w<&])*(\w)", markup)
        if found is None:
            return markup
        at = found.start(1)
        return Html(markup[:at] + markup[at].upper() + markup[at + 1 :])

    # --- dates, times, numbers -----------------------------------------------------------------------------------

    def day(self, day: date) -> Html:
        """«23 ноября, понедельник», «23 қараша, дүйсенбі», “Monday, 23 November”."""
        pattern = "EEEE, d MMMM" if self.language == "en" else "d MMMM, EEEE"
        return escape(format_date(day, pattern, locale=self.language))

    def date(self, day: date, today: date) -> Html:
        """«20 ноября», with the year where it is another: «20 ноября 2025»."""
        if day.year == today.year:
            return escape(format_date(day, "d MMMM", locale=self.language))
        pattern = "y 'жылғы' d MMMM" if self.language == "kk" else "d MMMM y"
        return escape(format_date(day, pattern, locale=self.language))

    def clock(self, moment: datetime | time, zone: ZoneInfo | None = None) -> str:
        """``HH:MM`` in ``zone`` (a `time` is wall-clock already)."""
        return (moment.astimezone(zone) if isinstance(moment, datetime) else moment).strftime("%H:%M")

    def when(self, moment: datetime, now: datetime, zone: ZoneInfo) -> Html:
        """«сегодня, 21:40», «вчера, 18:05», «20 ноября»."""
        day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
        near = {0: "when-today", -1: "when-yesterday", 1: "when-tomorrow"}.get((day - today).days)
        if near is None:
            return self.date(day, today)
        return self("when-day-clock", day=self(near), clock=self.clock(moment, zone))

    def moment(self, moment: datetime, now: datetime, zone: ZoneInfo) -> Html:
        """As `when`, with the hour on every day: «20 ноября, 18:05»."""
        day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
        if abs((day - today).days) <= 1:
            return self.when(moment, now, zone)
        return self("when-day-clock", day=self.date(day, today), clock=self.clock(moment, zone))

    def hour(self, moment: datetime, now: datetime, zone: ZoneInfo) -> Html:
        """Where a word like «вчера» would not fit: «06:12» today, else «20 ноября, 06:12»."""
        day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
        clock = self.clock(moment, zone)
        return escape(clock) if day == today else self("when-day-clock", day=self.date(day, today), clock=clock)

    def number(self, value: float) -> str:
        """Digits in groups of three with thin spaces, at most one decimal: «12 480», «29,6»."""
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
        whole, dot, decimals = text.partition(".")
        mark = dot and ("." if self.language == "en" else ",")
        return whole.replace(",", THIN) + mark + decimals

    def percent(self, share: float) -> str:
        """A share of 1 as «12 %»."""
        return f"{self.number(round(share * 100, 1))}{THIN}%"

    def duration(self, seconds: float) -> Html:
        """Its two largest units: «12 дней 4 ч», «6 мин 58 с»."""
        return Html(" ".join(self._units(seconds)[:2]))

    def ago(self, seconds: float) -> Html:
        """«4 мин назад», «4 мин бұрын»."""
        if seconds < 10:
            return self("ago-now")
        return self("ago", duration=self._units(seconds)[0])

    def _units(self, seconds: float) -> list[Html]:
        left, parts = max(0, round(seconds)), []
        for key, size in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE), ("seconds", 1)):
            count, left = divmod(left, size)
            if count:
                parts.append(self(f"duration-{key}", count=count))
            elif parts:
                break  # «12 дней 4 с» says less than «12 дней»
        return parts or [self("duration-seconds", count=0)]

    def days(self, days: Sequence[int]) -> Html:
        """Weekdays (0 is Monday; none means all): «каждый день», «по будням», «пн, ср, пт»."""
        chosen = tuple(sorted(set(days)))
        named = {(): "every", tuple(range(7)): "every", (0, 1, 2, 3, 4): "workdays", (5, 6): "weekend"}.get(chosen)
        return self(f"days-{named}") if named else Html(", ".join(self.weekday(day) for day in chosen))

    def weekday(self, day: int) -> str:
        """«пн», «дс», “Mon”."""
        monday = date(2026, 11, 23)
        return format_date(monday + timedelta(days=day), "EEE", locale=self.language).removesuffix(".")

    def times(self, times: Iterable[time]) -> Html:
        """«08:00 и 19:00»."""
        return self.listed(self.clock(moment) for moment in sorted(times))

    # --- order ---------------------------------------------------------------------------------------------------

    def sorted_regions(self) -> tuple[str, ...]:
        """All regions in the order of their short names, as a reader looks for them."""
        return tuple(sorted(REGIONS, key=lambda region: [_order(c) for c in self.region_short(region).lower()]))


@cache
def texts(language: str) -> Texts:
    """The texts of ``language``; of Russian where we do not speak it."""
    return Texts(language if language in LANGUAGES else FALLBACK)


def guess_language(code: str | None) -> str:
    """The interface language for a client's IETF code. Kazakhstan's readers without one of ours read Russian."""
    code = (code or "").lower().partition("-")[0]
    if code in LANGUAGES:
        return code
    return "ru" if code in {"", "be", "uk", "ky", "uz", "tg", "tt", "ba", "hy", "az"} else "en"


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([_BABEL[language]], functions={"OFTHEM": _of_them}, use_isolating=False)
    folder = files("bot") / "locales" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def _format(bundle: FluentBundle, key: str, args: dict[str, Any]) -> str | None:
    name, _, attribute = key.partition(".")
    if not bundle.has_message(name):
        return None
    message = bundle.get_message(name)
    pattern = message.attributes.get(attribute) if attribute else message.value
    if pattern is None:
        return None
    short, long = _standing_in(args)
    value, errors = bundle.format_pattern(pattern, short)
    if errors:
        return None
    text = str(value)
    for mark, full in long.items():
        text = text.replace(mark, full)
    return text


def _standing_in(args: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Marks instead of long strings, and what they stand for: Fluent refuses more than 2,500 characters in one
    place, a list of links has more."""
    long = {name: value for name, value in args.items() if isinstance(value, str) and len(value) > 1000}
    marks = {name: f"\ue000{name}\ue001" for name in long}
    return args | marks, {marks[name]: value for name, value in long.items()}


def _order(letter: str) -> int:
    """The place of a letter in the Kazakh alphabet (which holds the Russian one)."""
    return _ALPHABET.find(letter)


def _of_them(count: Any) -> Any:
    """Kazakh "so many of them", as it is written with a figure: «5-еуі», «12-сі», «20-сы»."""
    number = int(count)
    collective = {1: "еуі", 2: "еуі", 3: "еуі", 4: "еуі", 5: "еуі", 6: "ауы", 7: "еуі"}
    units = {1: "і", 2: "сі", 3: "і", 4: "і", 5: "і", 6: "сы", 7: "сі", 8: "і", 9: "ы"}
    tens = {1: "ы", 2: "сы", 3: "ы", 4: "ы", 5: "сі", 6: "ы", 7: "і", 8: "і", 9: "ы"}
    suffix = collective.get(number) or units.get(number % 10) or tens.get(number // 10 % 10) or "і"
    return f"{number}-{suffix}"
