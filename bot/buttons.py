"""The grammar of callback data: everything a press means is in the button, so that no conversation is kept.

``verb:arg:arg…``, ASCII, at most 64 bytes (Telegram's limit). A toggle carries the state that results from it, so
a double press does no harm. Arguments:

=========  ============================================================================================
RMASK      hex bits over `models.REGIONS` (bit 0 is the first); ``0`` is the whole country
TMASK      hex bits over `models.TOPICS`; ``0`` is all topics
TIMES      ``HHMM`` joined (``08001900``), ``now`` for at once, ``-`` for none yet
DAYS       hex bits of weekdays (bit 0 is Monday); ``0`` is every day
SID        story id · SUB subscription id · LANG ``ru`` ``kk`` ``en`` · PAGE from 0
TOKEN      short key of a query or digest that the handler keeps (``[A-Za-z0-9_-]``, at most 16)
REF        a source's name, or ``~`` and 8 hex digits where the name is long or not ASCII (`ref`)
=========  ============================================================================================

Readers
    ob:r:RMASK:TMASK:LANG           onboarding, regions (a language button is the same with another LANG)
    ob:l:RMASK:TMASK:LANG           … asks for the location (answer with `render.ask_location`)
    ob:t:RMASK:TMASK:LANG           … topics
    ob:w:RMASK:TMASK:LANG           … when
    ob:h:RMASK:TMASK:LANG:TIMES     … other times: a grid of hours, TIMES chosen so far
    ob:d:RMASK:TMASK:LANG:TIMES     … done: subscribe, say so (`render.onboarding_done`), send the digest
    home                            the menu of the private chat (`render.home`)
    help · help:all                 one screen; all commands · priv  privacy
    dg                              a digest now

Digest (TOKEN names its profile and window)
    dm:TOKEN:PAGE                   more stories of it, as a list
    dt:TOKEN                        its topics as buttons; dt:TOKEN:TOPIC:PAGE the stories of one
    dk:TOKEN                        keyboard to save stories (`render.save_keyboard`)
    dl:TOKEN                        keyboard "less of this" (`render.less_keyboard`)
    db:TOKEN                        back to the digest's own keyboard (`render.digest_keyboard`)
    fb:TOKEN:up                     thanks (👍); 👎 is ``dl``
    mt:TOPIC:TOKEN                  mute a topic; TOKEN ``-`` where there is no keyboard to return to
    sv:SID · un:SID                 save a story, take it back · saved:PAGE  the saved ones

Stories and lists
    s:SID[:TOKEN:PAGE]              the card; with TOKEN it was opened from that list, which it can go back to
    sx:SID[:TOKEN:PAGE]             the card with all that is known · sw:SID[:TOKEN:PAGE]  why here
    sl:SID:LANG[:TOKEN:PAGE]        the card in another language
    sm:SID[:TOKEN:PAGE]             similar stories · bad:SID  these regions or topics are wrong
    q:TOKEN:PAGE                    a page of a list
    qp:TOKEN:PERIOD                 the same question for another period (``today`` … ``month``, ``all``)
    qr:TOKEN:REGION                 … in another region · qy:TOKEN  "yes, that is what I meant"
    qs:TOKEN[:TIMES]                subscribe to it · qw:TOKEN  narrow it down to the place that was meant
    rg · rg:REGION · tp · tp:TOPIC  regions and topics as keyboards; the newest stories there

Subscriptions and settings (settings of groups: only their admins)
    sub                             the list · sub:new  a further one (regions first)
    sub:SUB                         one; then sub:SUB:ACTION[:VALUE], each value sets and shows the result
        r | r:RMASK   t | t:TMASK   h | h:TIMES   d | d:DAYS   n | n:COUNT (items)   m | m:COUNT (at least)
        k (asks for words)  k:- (no words)   a (asks for a name)   w:1 w:0 (weekly)   i:1 i:0 (at once)
        p | p:1d p:7d p:30d p:on (until resumed) p:off (resume)   v (what would have come)   x | x:yes (delete)
    set                             the settings · set:SCREEN[:VALUE]
        lang:LANG   zone | zone:NAME   news | news:LANG.LANG…   layout:classic|rich   items | items:COUNT
        quiet | quiet:HHMMHHMM | quiet:off   qf (from?) | qt:HH (until?)   pass | pass:TMASK
        mutes | mutes:t:TOPIC | mutes:w:REF (take back)
        mutes:add (asks for a word)
    export · forget · forget:yes · forget:no
    fo:RMASK[:go]                   regions that get a topic of the forum; ``go`` makes the topics
    at:CHAT:DATA                    DATA for a channel that is managed from a private chat (`steer`)
    ch                              that channel: what is connected
    x                               close: delete the message · -  does nothing (a label)

Admins (each checked again when pressed)
    a:status · a:err:PAGE · a:fetch[:REF] · a:stats:PERIOD (7d 30d) · a:log:PAGE · a:backup
    a:src · a:src:REF[:ACTION]      pause resume fetch test approve(1|0) remove remove-all yes title (asks for one)
        a:src:REF:mode[:auto|feed|page] · a:src:REF:region[:REGION|none] · a:src:REF:every[:SECONDS]
    a:add:TOKEN                     a proposed source is added
    a:queue:PAGE                    stories that wait for an editor
    a:st:SID[:ACTION[:VALUE]]       r | r:RMASK  t | t:TMASK  hide show pin unpin resend ok no
                                    sum (asks for a summary)  merge (asks for a story)  split | split:ARTICLE
    a:bc:ID[:ACTION[:VALUE]]        r | r:RMASK  t | t:TMASK  lang | lang:LANG.LANG…|-  kind | kind:KIND.KIND…|-
                                    v:LANG (asks for the message in it)  link | link:- (asks for a button)
                                    at | at:- (asks for a time)  show send yes pause resume cancel
    a:chat:CHAT · a:ban:CHAT[:yes] · a:unban:CHAT · a:prev:CHAT

Deep links (``?start=``, ``[A-Za-z0-9_-]``, at most 64): `start_payload` / `read_start`; ``n_SID`` opens a story,
``d`` sends the digest, anything else just starts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from bot.models import LANGUAGES, REGIONS, TOPICS

MAX_BYTES = 64
_ARGUMENT = re.compile(r"[!-9;-~]*")  # printable ASCII without blank and colon
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]{1,24}")


def pack(verb: str, *args: str | int) -> str:
    """Callback data. Raises `ValueError` where it would not survive the way to Telegram and back."""
    parts = [verb, *map(str, args)]
    if not verb or not all(_ARGUMENT.fullmatch(part) for part in parts):
        raise ValueError(f"not callback data: {parts}")
    data = ":".join(parts)
    if len(data) > MAX_BYTES:
        raise ValueError(f"callback data of {len(data)} bytes: {data}")
    return data


def unpack(data: str | None) -> tuple[str, tuple[str, ...]] | None:
    """Verb and arguments, or ``None`` for what we never packed (forged, or of another age)."""
    if not data or len(data) > MAX_BYTES:
        return None
    verb, *args = data.split(":")
    if not verb or not all(_ARGUMENT.fullmatch(part) for part in (verb, *args)):
        return None
    return verb, tuple(args)


def mask(ids: Iterable[str], order: Sequence[str]) -> str:
    """Ids as hex bits over ``order``; ids that it does not know are left out."""
    chosen = set(ids)
    return f"{sum(1 << i for i, known in enumerate(order) if known in chosen):x}"


def unmask(digits: str, order: Sequence[str]) -> tuple[str, ...]:
    """The ids of `mask`, in ``order``; nothing for digits that are no mask."""
    try:
        bits = int(digits, 16)
    except ValueError:
        return ()
    return tuple(known for i, known in enumerate(order) if bits >> i & 1) if bits > 0 else ()


def toggled(ids: Iterable[str], one: str) -> tuple[str, ...]:
    """``ids`` without ``one``, or with it at the end."""
    kept = tuple(ids)
    return tuple(known for known in kept if known != one) if one in kept else (*kept, one)


def pack_times(times: Iterable[time]) -> str:
    """``08001900``; ``-`` for none."""
    return "".join(f"{moment:%H%M}" for moment in times) or "-"


def unpack_times(digits: str) -> tuple[time, ...]:
    """The times of `pack_times`, in order, each once; what is no time is left out (``now`` and ``-`` give none)."""
    pairs = [digits[i : i + 4] for i in range(0, len(digits), 4)]
    good = {pair for pair in pairs if re.fullmatch(r"([01]\d|2[0-3])[0-5]\d", pair, re.ASCII)}
    return tuple(time(int(pair[:2]), int(pair[2:])) for pair in sorted(good))


def unpack_span(digits: str) -> tuple[time, time] | None:
    """``22000700`` as quiet hours from and until; ``None`` where it is no span."""
    if len(digits) != 8:
        return None
    start, end = unpack_times(digits[:4]), unpack_times(digits[4:])
    return (start[0], end[0]) if start and end and start != end else None


def pack_days(days: Iterable[int]) -> str:
    return f"{sum(1 << day for day in set(days)):x}"


def unpack_days(digits: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday); none means every day."""
    days = tuple(int(day) for day in unmask(digits, "0123456"))
    return () if len(days) == 7 else days


def ref(name: str) -> str:
    """A short ASCII key for any name: itself where it is one."""
    return name if _PLAIN_NAME.fullmatch(name) else f"~{zlib.crc32(name.encode()):08x}"


def steer(chat_id: int, data: str) -> str | None:
    """Callback data that means a channel while it is pressed in a private chat; ``None`` where it would be too long.
    Labels mean nothing anywhere."""
    if data == "-" or data.startswith("at:"):
        return data
    wrapped = f"at:{_base36(-chat_id)}:{data}"
    return wrapped if len(wrapped) <= MAX_BYTES else None


def steered(data: str | None) -> tuple[int | None, str | None]:
    """The channel that is meant (``None``: the chat of the press) and the data inside."""
    if data is None or not data.startswith("at:"):
        return None, data
    code, _, inner = data.removeprefix("at:").partition(":")
    if not re.fullmatch(r"[0-9a-z]{1,12}", code) or not inner:
        return None, None
    return -int(code, 36), inner


def _base36(number: int) -> str:
    digits = ""
    while number > 0:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


@dataclass(frozen=True, slots=True)
class Start:
    """What a shared link pre-selects: regions, topics and a language, or a story, or the digest."""

    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    language: str | None = None
    story_id: int | None = None
    digest: bool = False


def start_payload(regions: Iterable[str], topics: Iterable[str], language: str) -> str:
    """``s_RMASK_TMASK_LANG`` for a link that shares a selection."""
    return f"s_{mask(regions, REGIONS)}_{mask(topics, TOPICS)}_{language}"


def read_start(payload: str) -> Start:
    """What a ``?start=`` payload asks for; an unknown one asks for nothing."""
    kind, *args = payload.split("_")
    match kind, args:
        case "s", [regions, topics, language]:
            return Start(
                regions=unmask(regions, REGIONS),
                topics=unmask(topics, TOPICS),
                language=language if language in LANGUAGES else None,
            )
        case "n", [story] if re.fullmatch(r"\d{1,18}", story, re.ASCII):
            return Start(story_id=int(story))
        case "d", []:
            return Start(digest=True)
        case _:
            return Start()
