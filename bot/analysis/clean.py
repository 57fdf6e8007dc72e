"""An article reduced to its own sentences: what :mod:`bot.analysis.markup` left is freed of the trade's boilerplate.

Removed: bylines, datelines, «передаёт …», «деп хабарлайды …», «Фото: …», "Читайте также" and what hangs on it,
hashtags, addresses, footers of feeds, calls to subscribe, the site's own name. Where such a piece can still tell of
places (a dateline, the press office that is quoted) it is kept apart in ``dateline`` and ``asides``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.analysis import markup, sentences
from bot.analysis.markup import Block

MAX_TEXT = 60_000
"""Characters of cleaned text that are kept; the longest reports of the press have 25,000."""

_UP = "А-ЯЁӘІҢҒҮҰҚӨҺA-Z"
_LOW = "а-яёәіңғүұқөһa-z"
_WORD = rf"[{_UP}][{_LOW}]+(?:-[{_UP}]?[{_LOW}]+)?"
_SURNAME = (
    rf"(?:[{_UP}][{_LOW}]+(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|енко|ук|юк|ұлы|улы|қызы|кызы|бек|бай|"
    rf"бекова|ханов|ханова|лы|ян|швили)|[{_UP}]{{3,}})"
)
_BYLINE = re.compile(rf"^\s*{_WORD}\s+{_SURNAME}\s*[.:|]\s+(?=[«\"{_UP}\d])")
_TITLE_MARK = re.compile(
    r"\s*[(\[]\s*(?:(?:фото|видео|сурет|photo|video|инфографика|обновлено|дополнено|жаңартылды|\+|и|,|мен|және)\s*){1,6}"
    r"[)\]]\s*$|^\s*\((?:русский|қазақша|english)\)\s*|^\s*(?:защищено|protected|қорғалған)\s*:\s*",
    re.IGNORECASE,
)
_SITE = r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:kz|ru|com|org|net|info|қаз)"
_TITLE_SITE = re.compile(rf"\s*[|–—-]\s*{_SITE}\s*$", re.IGNORECASE)

_AGENCY = (
    rf"(?:kazinform|казинформ|қазақпарат|казтаг|қазтаг|kaztag|informburo|интерфакс[\w-]*|tengrinews|zakon|"
    rf"altyn[ -]?orda|алтын[ -]?орда|азаттық|azattyq|sputnik|bnews|baq|egemen|иа\s+«[^»]{{1,40}}»|{_SITE})"
)
_MONTH = (
    r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|қаңтар|ақпан|наурыз|сәуір|мамыр|"
)
_MONTH += r"янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)"
_DATE = rf"\d{{1,2}}\s+{_MONTH}\w*(?:\s+\d{{4}})?(?:\s*(?:года|г\.|жыл|ж\.))?"
_DATELINE = re.compile(
    rf"^\s*(?P<place>[{_UP}][\w-]+(?:\s+[{_UP}(][\w-]+\)?){{0,2}})\s*[.,:]?\s*"
    rf"(?:(?P<date>{_DATE})\s*[.,]?\s*)?(?:[/(]?\s*(?P<agency>(?i:{_AGENCY}))\s*[/)]?\s*)?[.,]?\s*(?P<dash>[-–—]|/)\s*(?:(?i:{_AGENCY})\.\s+)?(?=\S)"
)
_DOTTED_DATELINE = re.compile(
    rf"^\s*(?P<place>[{_UP}][\w-]+)\s*[.,]\s*(?:{_DATE}\s*[.,]\s*(?:(?i:{_AGENCY})\s*[.,]?\s*)?|(?i:{_AGENCY})\s*[.,]\s*)(?=[«{_UP}])"
)
_CAPITAL_DATELINE = re.compile(rf"^\s*(?P<place>[{_UP}]{{4,}}(?:-[{_UP}]{{4,}})?)\.\s+(?=[«{_UP}])")

_MEDIUM = (
    rf"(?:(?:собственн\w+\s+|наш\w?\s+)?(?:корреспондент\w*|агентств\w+|издани\w+|портал\w*|телеканал\w*|газет\w+|"
    rf"сайт\w*|редакци\w+|сми|иа|миа|пресс-служб\w+|{_AGENCY})|[A-Z][\w.-]{{2,}}|«[^»]{{2,60}}»)"
)
_SAYS = r"(?:сообща[ею]т|переда[её]т|передают|информиру[ею]т|пишет|пишут|сообщили?|сообщила|рассказали\s+в)"
_ATTRIBUTION = re.compile(
    rf",?\s*(?:[–—-]\s*)?(?:как\s+)?{_SAYS}\s+(?:в\s+)?(?i:{_MEDIUM})(?:[^,.!?]|\.(?=\w))*?(?:,(?=\s)|(?=[.!?…](?:\s|$))|$)"
    rf"|,\s*(?:[–—-]\s*)?(?:со\s+ссылкой\s+на|по\s+(?:данным|сообщению|информации)\s+(?i:{_MEDIUM}))(?:[^,.!?]|\.(?=\w))*?"
    rf"(?:,(?=\s)|(?=[.!?…](?:\s|$))|$)"
    r"|,?\s*(?:[–—-]\s*)?деп\s+(?:хабарла(?:йды|ды)|жаз(?:ады|ды)|мәлімде(?:йді|ді))(?:[^,.!?]|\.(?=\w))*?(?=[.!?…](?:\s|$)|$)"
)
_ATTRIBUTING = ("сообщ", "перед", "информ", "пиш", "рассказали", "ссылкой", "по данным", "деп")
"""Each attribution has one of these; other sentences are spared the slow pattern."""
_REPORT_ONLY = re.compile(
    r"^(?:об\s+этом\s+(?:сообщ|переда|рассказ|говорит|стало|пиш|информ)|как\s+(?:сообща|переда|пиш|информир)|подробнее\b|подробности\s+в|"
    r"бұл\s+туралы\b.{0,120}\b(?:хабарла|мәлімде|жаз|айт)|ранее\s+сообщалось|this\s+was\s+reported)",
    re.IGNORECASE,
)

_FOOTER = re.compile(
    r"^(?:сообщение\b.{0,400}появил[ио]сь?\s+сначала|запись\b.{0,400}впервые\s+появилась|the\s+post\b.{0,400}appeared\s+first|"
    r".{0,400}\bалдымен\b.{0,100}\bпайда\s+болды|"
    r"(?:фото|видео|сурет|фотосурет|иллюстрац\w+|коллаж|скриншот|инфографика|photo|image)\s*(?:[:©/]|из\s+открытых|автора|"
    r"с\s+сайта|иллюстратив|ашық|видеодан|—|–)|©|"
    r"(?:шартты|иллюстратив\w+|архив\w*)\s+(?:сурет|фото)|(?:источник|дереккөз|автор|авторы|текст|мәтін|әзірлеген|дайындаған|редактор|теги|тегтер|метки|рубрика|source|by)\s*[:：]|"
    r"(?:подписыва\w+|присоединя\w+|следите|читайте\s+нас|оставайтесь|жазылыңыз|бізге\s+жазыл|поделит\w+|бөліс\w*|"
    r"share\b|subscribe)\b|.{0,80}(?:жазылыңыз(?:дар)?|қосылыңыз(?:дар)?)[.!]?$|"
    r"(?:реклама|жарнама|на\s+правах\s+рекламы|опубликовано|жарияланды|читать\s+(?:далее|полностью)|продолжение|"
    r"(?:read|continue)\s+(?:more|reading)|толығырақ|жалғасы|нашли\s+ошибку|если\s+вы\s+нашли|перепечатка|"
    r"при\s+использовании\s+материал|все\s+права\s+защищены|комментари[ий]|талқылау|жазылу|следующая|предыдущая)\b|жаңалықтарды\s+ең\s+бірінші)",
    re.IGNORECASE,
)
_SEE_ALSO = re.compile(
    r"^(?:чита(?:йте|ть)\s+(?:также|ещ[её]|по\s+теме)|также\s+(?:читайте|по\s+теме)|(?:материалы|новости|статьи|другие\s+\w+)\s+"
    r"по\s+теме|по\s+теме|похожие\s+\w+|вам\s+может\s+быть|рекомендуем|(?:тағы|сондай-ақ|осы\s+тақырып\w*|бұдан\s+да)\s+"
    r"(?:да\s+)?(?:оқы\w*|оқи\s+отыр\w*)|оқи\s+отырыңыз|тақырып\s+бойынша|ұқсас\s+\w+|see\s+also|read\s+also|related)\b",
    re.IGNORECASE,
)
_HASHTAGS = re.compile(r"(?:^|\s)(?:#[\w-]+[\s,]*)+$")
_HASH = re.compile(r"(?<!\w)#(?=\w)")
_URL = re.compile(r"(?:https?://|www\.|t\.me/)\S+", re.IGNORECASE)
_LONE_SITE = re.compile(rf"^\W*{_SITE}\W*$", re.IGNORECASE)
_LONE_NAME = re.compile(rf"^(?:{_WORD}|[{_UP}]\.)\s*(?:{_WORD}|[{_UP}]{{3,}})(?:,?\s+{_AGENCY})?\.?$")
_LONE_DATE = re.compile(
    rf"^\W*(?:{_DATE}|сегодня|вчера|бүгін|кеше|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})(?:[\s,]+\d{{1,2}}:\d\d)?\W*$",
    re.IGNORECASE,
)
_SPACE_BEFORE = re.compile(r"\s+([,.!?;:])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's own words. ``paragraphs`` hold whole sentences in order; ``text`` joins paragraphs by newlines.

    ``dateline`` is the place of «АСТАНА. KAZINFORM –»; ``asides`` are quoted sources that were cut out of sentences.
    """

    title: str
    paragraphs: tuple[tuple[str, ...], ...]
    dateline: str | None = None
    asides: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(paragraph) for paragraph in self.paragraphs)


def clean(title: str, html: str, *, site_names: tuple[str, ...] = (), language: str | None = None) -> Cleaned:
    """The article without markup and boilerplate; never raises, bounded for any input.

    ``site_names`` are lines to drop besides addresses (the channel's title); ``language`` chooses among leaked
    multilingual pieces.
    """
    names = frozenset(name.casefold().strip() for name in site_names if name.strip())
    headline = clean_title(title, language)
    asides: list[str] = []
    dateline: str | None = None
    paragraphs: list[tuple[str, ...]] = []
    size = 0
    for text in _own_paragraphs(markup.blocks(html, language), names, headline):
        body = text
        if not paragraphs and dateline is None:
            dateline, body = split_dateline(text)
        own = tuple(_own_sentences(body[: MAX_TEXT - size], asides))
        size += sum(map(len, own))
        if own:
            paragraphs.append(own)
        if size >= MAX_TEXT - 1:
            break
    return Cleaned(headline, tuple(_without_signature(paragraphs)), dateline, tuple(asides))


def clean_title(title: str, language: str | None = None) -> str:
    """A headline without markup, a byline in front, the site's name behind, "(фото)" and its full stop."""
    line = _TITLE_MARK.sub("", markup.plain(markup.one_language(title[:2000], language)))
    line = _TITLE_SITE.sub("", _TITLE_MARK.sub("", line))
    byline = _BYLINE.match(line)
    if byline and len(line) - byline.end() >= 20:
        line = line[byline.end() :]
    line = sentences.unglue(_HASH.sub("", line)).strip()
    return line[:-1].rstrip() if line.endswith(".") and not line.endswith("..") else line


def split_dateline(text: str) -> tuple[str | None, str]:
    """``(place, rest)`` where ``text`` begins with a dateline, else ``(None, text)``.

    A dateline is told from a sentence («Астана – столица») by capitals, a date or the name of an agency.
    """
    found = _DATELINE.match(text[:200])
    if found and (found["date"] or found["agency"] or (found["place"].isupper() and found["dash"] != "-")):
        return found["place"], text[found.end() :]
    dotted = _DOTTED_DATELINE.match(text[:200]) or _CAPITAL_DATELINE.match(text[:200])
    if dotted:
        return dotted["place"], text[dotted.end() :]
    return None, text


def _own_paragraphs(found: Iterable[Block], names: frozenset[str], title: str) -> Iterator[str]:
    """The texts of the blocks that are the article's; links under "Читайте также" go with it."""
    see_also = False
    first = True
    for block in found:
        text = _SPACE_BEFORE.sub(r"\1", " ".join(_URL.sub("", block.text).split()))
        if _SEE_ALSO.match(text):
            see_also = len(text) < 60
            continue
        if see_also and (block.linked > 0.6 or not text.endswith((".", "!", "?", "…", ":"))):
            continue
        see_also = False
        text = _HASH.sub("", _HASHTAGS.sub("", text)).strip()
        if not text or _is_boilerplate(text, names) or (block.linked > 0.9 and len(text) < 160):
            continue
        if first and text.rstrip(".").casefold() == title.casefold():
            continue
        first = False
        yield text


def _is_boilerplate(text: str, names: frozenset[str]) -> bool:
    if text.casefold().strip(" .«»\"'|") in names or _LONE_SITE.match(text) or _LONE_DATE.match(text):
        return True
    return not any(letter.isalpha() or letter.isdigit() or ord(letter) > 0x2600 for letter in text) or bool(
        len(text) < 500 and _FOOTER.match(text)
    )


def _own_sentences(paragraph: str, asides: list[str]) -> Iterator[str]:
    for sentence in sentences.split(sentences.unglue(paragraph)):
        if len(sentence) < 220 and _REPORT_ONLY.match(sentence):
            asides.append(sentence)
            continue
        own = _without_attribution(sentence, asides)
        if own:
            yield own


def _without_attribution(sentence: str, asides: list[str]) -> str:
    if len(sentence) > 2000 or not any(word in sentence for word in _ATTRIBUTING):
        return sentence
    found = _ATTRIBUTION.search(sentence)
    if not found:
        return sentence
    before, after = sentence[: found.start()].rstrip(" ,–—-"), sentence[found.end() :]
    if len(before) < 3 or len(before) + len(after) < 18 or before.count("«") != before.count("»"):
        return sentence
    asides.append(found.group().strip(" ,–—-"))
    joint = "" if after[:1] in ".!?…" or not after else " "
    own = f"{before}{joint}{after.lstrip()}"
    return own if own[-1] in '.!?…»"' else f"{own}."


def _without_signature(paragraphs: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The last lines are no text when they are a lone name («Айжан Абилова») or the like."""
    kept = list(paragraphs)
    while len(kept) > 1 and len(kept[-1]) == 1 and _LONE_NAME.match(kept[-1][0]):
        kept.pop()
    return kept
