"""Articles as WordPress serves them, reduced to their own sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.clean import MAX_TEXT, clean, clean_title, split_dateline
from bot.analysis.sentences import split


def sentences(html: str, title: str = "Заголовок", site: str = "") -> tuple[str, ...]:
    return clean(title, html, site_names=(site,)).sentences


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>Школу открыли.</p><script>alert('x')</script><style>p{}</style>", ("Школу открыли.",)),
        ("<p>Школу открыли.</p><!-- рекламный блок -->", ("Школу открыли.",)),
        ("<figure><img src='a.jpg'><figcaption>Подпись к снимку.</figcaption></figure><p>Текст.</p>", ("Текст.",)),
        ("<div class='wp-caption alignleft'><p class='wp-caption-text'>Подпись.</p></div><p>Текст.</p>", ("Текст.",)),
        ("[caption id='a1' width='300']<img src='a.jpg'/> Подпись[/caption]<p>Текст.</p>", ("Текст.",)),
        ("<p>[gallery ids='1,2,3']</p><p>Текст.</p>", ("Текст.",)),
        ("<p>[vc_row full='1'][vc_column]Текст внутри.[/vc_column][/vc_row]</p>", ("Текст внутри.",)),
        ("<p>Счёт [1] и сноска [2].</p>", ("Счёт [1] и сноска [2].",)),
        ("<p>Анонс текста […]</p>", ("Анонс текста",)),
        ("<p>Дождь и снег <img class='wp-smiley' alt='🌧' src='https://s.w.org/x.png'> завтра.</p>",
         ("Дождь и снег 🌧 завтра.",)),
        ("<p>Текст.</p><p>Сообщение <a href='x'>Школа</a> появились сначала на <a href='y'>Сайт</a>.</p>", ("Текст.",)),
        ("<p>Text.</p><p>The post <a href='x'>School</a> appeared first on <a href='y'>Site</a>.</p>", ("Text.",)),
        ("<p>Текст.</p><h3>Читайте также:</h3><ul><li><a href='1'>Другая новость</a></li></ul>", ("Текст.",)),
        ("<p>Текст.</p><p><strong>Читайте также:</strong> <a href='1'>Другая новость</a></p><p>Ещё.</p>",
         ("Текст.", "Ещё.")),
        ("<p>Мәтін.</p><p>Тағы оқыңыз: <a href='1'>Басқа жаңалық</a></p>", ("Мәтін.",)),
        ("<p>Фото: пресс-служба акимата</p><p>Текст.</p>", ("Текст.",)),
        ("<p>Сурет: ашық дереккөз</p><p>Мәтін.</p>", ("Мәтін.",)),
        ("<p>Текст.</p><p>#Алматы #школа #новости</p>", ("Текст.",)),
        ("<p>Текст о главном. #Алматы</p>", ("Текст о главном.",)),
        ("<p>Текст.</p><p>Altyn-Orda.kz</p>", ("Текст.",)),
        ("<p>Текст.</p><p>АЛТЫН ОРДА</p>", ("Текст.",)),
        ("<p>Текст статьи.</p><p>Айжан Абилова</p>", ("Текст статьи.",)),
        ("<p>Текст.</p><p>Подписывайтесь на наш Telegram-канал!</p>", ("Текст.",)),
        ("<p>Мәтін.</p><p>Telegram-арнамызға жазылыңыз!</p>", ("Мәтін.",)),
        ("<p>Подробности на https://example.kz/very/long?x=1 и всё.</p>", ("Подробности на и всё.",)),
        ("<p>Развитие региона.Работа идёт.</p>", ("Развитие региона.", "Работа идёт.")),
        ("<p>Раз<p>Два<div>Три", ("Раз", "Два", "Три")),
        ("Первый абзац.\n\nВторой абзац.\nТретья строка.", ("Первый абзац.", "Второй абзац.", "Третья строка.")),
        ("<p>Перенос\nвнутри абзаца.</p>", ("Перенос внутри абзаца.",)),
        ("<p>&laquo;Цена&raquo;&nbsp;&mdash; 5&nbsp;млн тенге.</p>", ("«Цена» — 5 млн тенге.",)),
        ("<p style='display:none'>Скрыто.</p><p>Видно.</p>", ("Видно.",)),
        ("<p></p><p>&nbsp;</p>", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_only_the_articles_own_words_stay(html: str, kept: tuple[str, ...]) -> None:
    assert sentences(html, site="Алтын Орда") == kept


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        ("В Таразе открыли школу, передаёт Kazinform.", "В Таразе открыли школу."),
        ("В Таразе открыли школу, сообщает корреспондент агентства.", "В Таразе открыли школу."),
        ("В Таразе открыли школу, передает Altyn-Orda.kz со ссылкой на акимат.", "В Таразе открыли школу."),
        ("В Таразе, сообщает Tengrinews.kz, открыли школу.", "В Таразе открыли школу."),
        ("Таразда мектеп ашылды, деп хабарлайды Altyn-Orda.kz.", "Таразда мектеп ашылды."),
        ("Таразда мектеп ашылды, - деп хабарлайды ҚазАқпарат тілшісі.", "Таразда мектеп ашылды."),
        ("Работы завершат к осени, сообщил аким района Ержан Омаров.",
         "Работы завершат к осени, сообщил аким района Ержан Омаров."),
        ("«Мы готовы», — сказал он.", "«Мы готовы», — сказал он."),
    ],
)  # fmt: skip
def test_attribution_is_cut_and_kept_aside(sentence: str, own: str) -> None:
    cleaned = clean("Заголовок", f"<p>{sentence}</p>")
    assert cleaned.sentences == (own,)
    assert bool(cleaned.asides) == (sentence != own)


def test_a_sentence_that_only_names_its_source_goes() -> None:
    cleaned = clean("Т", "<p>Школу открыли. Об этом сообщает пресс-служба акимата Туркестанской области.</p>")
    assert cleaned.sentences == ("Школу открыли.",)
    assert "Туркестанской" in cleaned.asides[0]


@pytest.mark.parametrize(
    ("text", "dateline", "rest"),
    [
        ("АСТАНА. KAZINFORM – Школу открыли.", "АСТАНА", "Школу открыли."),
        ("ҚОСТАНАЙ. ҚазАқпарат – Мектеп ашылды.", "ҚОСТАНАЙ", "Мектеп ашылды."),
        ("Алматы, 12 мая. /КазТАГ/ – Школу открыли.", "Алматы", "Школу открыли."),
        ("Талдыкорган. 5 сентября. Altyn-Orda – Школу открыли.", "Талдыкорган", "Школу открыли."),
        ("ТАЛДЫКОРГАН. Во Дворце культуры собрались жители.", "ТАЛДЫКОРГАН", "Во Дворце культуры собрались жители."),
        ("Астана – столица Казахстана.", None, "Астана – столица Казахстана."),
        ("ТОО «Хлеб» строит цех.", None, "ТОО «Хлеб» строит цех."),
        ("В Талгаре – новый парк.", None, "В Талгаре – новый парк."),
    ],
)
def test_datelines_are_kept_apart(text: str, dateline: str | None, rest: str) -> None:
    assert split_dateline(text) == (dateline, rest)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("[:ru]Айжан Абилова. В области обсудили Послание Главы государства. [:]",
         "В области обсудили Послание Главы государства"),
        ("Нурлан Сериков: В Талгаре построят три школы", "В Талгаре построят три школы"),
        ("Айжан Абилова. Портрет", "Айжан Абилова. Портрет"),
        ("Пожар в центре города (ФОТО, ВИДЕО)", "Пожар в центре города"),
        ("Мектеп ашылды (видео)", "Мектеп ашылды"),
        ("Школа открыта | Altyn-Orda.kz", "Школа открыта"),
        ("&#171;Кайрат&#187; &#8212; чемпион", "«Кайрат» — чемпион"),
        ("Что дальше?..", "Что дальше?.."),
        ("<b>Жирный</b> заголовок", "Жирный заголовок"),
        ("[:ru]Русский[:kk]Қазақша[:]", "Русский"),
        ("", ""),
    ],
)  # fmt: skip
def test_titles(title: str, expected: str) -> None:
    assert clean_title(title) == expected


def test_the_wanted_language_is_taken_from_leaked_markup() -> None:
    html = "[:ru]<p>Школа открыта.</p>[:kk]<p>Мектеп ашылды.</p>[:]"
    assert clean("[:ru]Школа[:kk]Мектеп[:]", html, language="kk").sentences == ("Мектеп ашылды.",)
    assert clean("[:ru]Школа[:kk]Мектеп[:]", html).sentences == ("Школа открыта.",)
    assert clean("т", "<!--:ru--><p>Школа.</p><!--:--><!--:kz--><p>Мектеп.</p><!--:-->").sentences == ("Школа.",)


def test_paragraphs_keep_their_borders() -> None:
    cleaned = clean("Т", "<p>Раз. Два.</p><p>Три.</p>")
    assert cleaned.paragraphs == (("Раз.", "Два."), ("Три.",))
    assert cleaned.text == "Раз. Два.\nТри."


@pytest.mark.parametrize(
    ("paragraph", "count"),
    [
        ("Стоимость — 3 млн. тенге. Работы идут.", 2),
        ("Алматы обл. Талғар ауд. тұрғындары көшті. Су келді.", 2),
        ("В г. Талгар и с. Бесагаш дали газ. Ждали долго.", 2),
        ("Аким А. Б. Серіков жиын өткізді. Депутат сұрақ қойды.", 2),
        ("Школу открыли в 2021 г. Вторую строят.", 2),
        ("«Суды бердік!» – деді әкім. Тұрғындар қуанды.", 2),
        ("Нан, сүт, ет т.б. тауарлар арзандады.", 1),
        ("Ғ.Мүсірепов атындағы театр. Гастроль басталды.", 2),
        ("Почему? Потому что дорого! Ждём…", 3),
    ],
)
def test_sentences_end_where_they_end(paragraph: str, count: int) -> None:
    assert len(split(paragraph)) == count


def test_invisible_characters_and_lone_surrogates_go() -> None:
    cleaned = clean("За\u200bго\u00adло\u202eвок\ud800", "<p>Те\u2066к\ufeffст.\x00\x1b</p>")
    assert (cleaned.title, cleaned.sentences) == ("Заголовок", ("Текст.",))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "глубоко" + "</div>" * 5000,
        "<b><i>" * 20_000 + "текст",
        "<p>" + "слово " * 200_000,
        "<" * 300_000,
        "[caption" * 100_000,
        "[a x=" * 100_000,
        ", передаёт " * 80_000,
        "😀" * 300_000,
        "&amp;" * 200_000,
        "ش" * 300_000,
        "А. " * 300_000,
        "<!--" * 100_000,
        "«" * 300_000,
    ],
)
def test_hostile_megabytes_are_bounded(html: str) -> None:
    assert len(clean(html, html).text) <= MAX_TEXT + 2000


MARKER = re.compile(r"\[:(?:[a-z]{2,3})?\]", re.IGNORECASE)
TAGS = """<p> </p> <div> <a/href='x'> </a> <script> </script> [:ru] [:kk] [:] <!--:ru--> <!-- --> [caption] [/caption]
[: ru] &amp; &#0; &#91; Фото: передаёт АСТАНА. Читайте \ud800 << . #тег"""
tags = st.sampled_from(TAGS.split())


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80), st.lists(tags | st.text(max_size=12), max_size=30).map("".join))
def test_any_markup_is_cleaned_without_harm(title: str, html: str) -> None:
    cleaned = clean(title, html)
    assert not MARKER.search(f"{cleaned.title}\n{cleaned.text}")
    for text in (cleaned.title, *cleaned.sentences):
        assert text == text.strip()
        text.encode()
    assert all(cleaned.sentences)
