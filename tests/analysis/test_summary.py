"""Summaries are whole sentences of the article that a reader understands without the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.clean import Cleaned, clean
from bot.analysis.summary import lead, on_topic, stands_alone, summarise
from bot.analysis.topics import passages
from bot.models import Passage

BRIDGE = clean(
    "В Семее открыли движение по новому мосту",
    "<p>СЕМЕЙ. КАЗИНФОРМ.</p>"
    "<p>В Семее открыли движение по новому мосту через Иртыш, сообщает корреспондент агентства.</p>"
    "<p>Он соединил левый и правый берег.</p>"
    "<p>Строительство длилось три года и обошлось в 28 миллиардов тенге.</p>"
    "<p>Также здесь появились освещение и тротуары.</p>"
    "<p>«Мы ждали этого очень долго. Теперь до работы двадцать минут», — сказал он.</p>"
    "<p>По словам акима города Алибека Жаканбаева, по мосту за сутки проедут 30 тысяч машин.</p>"
    "<p>Фото: пресс-служба акимата</p>",
)


def test_three_sentences_for_a_card() -> None:
    assert summarise(BRIDGE, "ru") == (
        "В Семее открыли движение по новому мосту через Иртыш.",
        "Строительство длилось три года и обошлось в 28 миллиардов тенге.",
        "По словам акима города Алибека Жаканбаева, по мосту за сутки проедут 30 тысяч машин.",
    )


def test_one_sentence_for_a_list() -> None:
    assert lead(BRIDGE, "ru") in BRIDGE.sentences
    assert lead(BRIDGE, "ru").startswith("В Семее")


@pytest.mark.parametrize("max_chars", [60, 120, 200, 400])
def test_a_summary_fits(max_chars: int) -> None:
    assert len(" ".join(summarise(BRIDGE, "ru", max_chars=max_chars))) <= max_chars


def test_a_pronoun_follows_what_it_points_to() -> None:
    cleaned = clean(
        "Алматы закупит троллейбусы",
        "<p>Акимат Алматы объявил о покупке двухсот троллейбусов с запасом хода. Они поступят в парк до конца 2025 "
        "года, контракт оценён в 63 миллиарда тенге.</p><p>Старый парк эксплуатировался пятнадцать лет.</p>",
    )
    assert summarise(cleaned, "ru")[:2] == cleaned.sentences[:2]
    assert summarise(cleaned, "ru", count=1) == cleaned.sentences[:1]


def test_a_text_of_one_endless_sentence_is_cut_between_words() -> None:
    (found,) = summarise(Cleaned("", (("слово " * 200 + "конец.",),)), "ru", max_chars=100)
    assert len(found) <= 100
    assert found.endswith("слово…")


def test_nothing_to_summarise() -> None:
    assert summarise(Cleaned("Заголовок", ()), "ru") == ()
    assert lead(Cleaned("Заголовок", ()), "ru") == ""


def test_the_headline_is_not_repeated() -> None:
    cleaned = Cleaned(
        "Школа на 600 мест открылась в Шымкенте",
        (("В Шымкенте открылась школа на 600 мест.", "Два здания строили полтора года на средства бюджета."),),
    )
    assert lead(cleaned, "ru") == "Два здания строили полтора года на средства бюджета."


def test_a_sentence_said_twice_comes_once() -> None:
    cleaned = Cleaned(
        "Паводок",
        (
            ("Уровень воды в реке Есиль у Петропавловска поднялся на 40 сантиметров.",),
            ("У Петропавловска уровень воды в реке Есиль поднялся на 40 сантиметров.",),
            ("Спасатели вывезли из посёлка Заречный шестьдесят семей и весь скот.",),
        ),
    )
    assert len(summarise(cleaned, "ru")) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Он пообещал закончить ремонт до осени этого года.",
        "Это позволит сократить очередь на тысячу человек.",
        "Также в селе откроют клуб, библиотеку и спортзал.",
        "Кроме того, аким поручил проверить все котельные.",
        "При этом тарифы останутся на прежнем уровне до весны.",
        "Об этом он рассказал на встрече с жителями района.",
        "По его словам, деньги выделили из резерва правительства.",
        "«Мы сделали всё, что могли, и даже больше», — сказал он.",
        "«Мы сделали всё, что могли, и даже больше».",
        "Мы сделали всё, что могли, — рассказал директор школы.",
        "— Нам обещали воду ещё весной, — говорит Айгуль Сатпаева.",
        "Почему дома до сих пор стоят без отопления и света?",
        "На встрече обсудили следующие вопросы развития района:",
        "Сондай-ақ ауылда жаңа клуб пен кітапхана ашылады.",
        "Бұл жоба мыңнан астам адамды жұмыспен қамтиды.",
        "Оның айтуынша, құрылыс күзге дейін аяқталады.",
        "Сонымен қатар жол жөндеу жұмыстары басталды.",
        "Ол тұрғындардың сұрақтарына жауап берді және уәде етті.",
        "«Бәрі жақсы болады деп ойлаймыз», — деді ол.",
        "However, the road will be closed until the autumn.",
        "коротко.",
    ],
)
def test_sentences_that_lean_on_others(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "В Таразе отремонтируют двенадцать улиц и два моста.",
        "Аким области Нуржан Нуржигитов посетил новую школу.",
        "«Воду дадут до первого сентября», — заверил аким района Ерлан Сейтов.",
        "Театр «Жас Сахна» откроет сезон премьерой пьесы о Чокане.",
        "Атырауда екі ауылға ауыз су құбыры тартылды.",
        "«Су қыркүйекке дейін келеді», — деді аудан әкімі Ерлан Сейітов.",
        "Онлайн-запись к врачам заработала в десяти поликлиниках.",
        "А. Байтұрсынұлы көшесінде су құбыры жарылды.",
        "Итоги года подвели в акимате Костанайской области.",
    ],
)
def test_sentences_that_stand_alone(sentence: str) -> None:
    assert stands_alone(sentence)


REPORT = clean(
    "Аким отчитался перед жителями Текели",
    "<p>Отчётная встреча акима прошла в городском доме культуры. В зале собрались депутаты и ветераны.</p>"
    "<p>В городе построят школу на 300 мест. Учителям дадут служебное жильё. Трёхсменное обучение закончится.</p>"
    "<p>Больнице купят новый томограф. Врачей не хватает.</p>"
    "<p>Отремонтируют семь километров дорог.</p>",
)


def test_a_summary_on_a_topic() -> None:
    found = on_topic(passages(REPORT, "ru"), "education", "ru")
    assert found[0] == "В городе построят школу на 300 мест."
    assert not any("томограф" in sentence or "дорог" in sentence for sentence in found)
    assert summarise(REPORT, "ru", topic="education") == found


def test_a_passage_never_begins_with_what_leans_on_another() -> None:
    found = on_topic(
        [Passage("Они учатся в три смены. В селе построят школу на 300 мест.", ("education",))], "education", "ru"
    )
    assert found == ("В селе построят школу на 300 мест.",)


def test_no_sentence_on_a_topic() -> None:
    assert on_topic(passages(REPORT, "ru"), "sport", "ru") == ()
    assert summarise(REPORT, "ru", topic="sport") == ()


WORDS = ["В Таразе открыли школу.", "Он сказал:", "«да».", "Также!", "12 тенге,", "это", "Сондай-ақ мектеп.", "—"]
NOISE = ["(нет)", "“и”", "...", "?", "😀", "שלום", "\ud800"]
pieces = st.sampled_from([*WORDS, *NOISE])


@settings(max_examples=60)
@given(st.lists(st.lists(pieces, min_size=1, max_size=12).map(" ".join), max_size=30), st.integers(1, 500))
def test_any_text_is_summarised_within_bounds(sentences: list[str], max_chars: int) -> None:
    cleaned = Cleaned("В Таразе", (tuple(sentences),) if sentences else ())
    found = summarise(cleaned, "ru", max_chars=max_chars)
    assert len(" ".join(found)) <= max_chars
    assert len(found) <= 3
    assert all(sentence in sentences for sentence in found) or found[0].endswith("…")
    positions = [sentences.index(sentence) for sentence in found if sentence in sentences]
    assert positions == sorted(positions)


def test_a_very_long_article_is_summarised() -> None:
    cleaned = Cleaned(
        "Отчёт", tuple((f"Предложение {number} о школе номер {number} в городе.",) for number in range(3000))
    )
    assert len(summarise(cleaned, "ru")) == 3
