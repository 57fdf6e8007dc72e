"""What keeps reports of one wording, or of one affair, apart."""

from __future__ import annotations

import pytest

from bot.analysis import analyse, same_event
from bot.analysis.facts import at_other_stages
from bot.models import RawEdition

CLUB = (
    "В {0} отремонтировали клуб",
    (
        "<p>В селе {1} после ремонта открылся дом культуры на {2} мест. Зрительный зал утеплили, заменили кресла и "
        "сцену. На работы выделили {3} миллиона тенге, концерт для сельчан дали районные артисты.</p>"
    ),
)


def joined(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    title, html = CLUB
    one, other = (analyse(RawEdition(None, title.format(*facts), html.format(*facts))) for facts in (first, second))
    return same_event(one, other, hours_apart=1).same


@pytest.mark.parametrize(
    "other",
    [
        ("Казалинском районе", "Аксуат", "200", "97"),
        ("Аральском районе", "Бекбаул", "150", "84"),
        ("Рудном", "Горняцкое", "150", "84"),
    ],
    ids=["district and figures", "village", "town"],
)
def test_a_template_does_not_join_another_place(other: tuple[str, ...]) -> None:
    assert not joined(("Аральском районе", "Жаксыкылыш", "150", "84"), other)


def test_towns_of_one_region_with_codes_of_different_length_are_apart() -> None:
    assert not joined(("Рудном", "Горняцкое", "150", "84"), ("Лисаковске", "Октябрьское", "150", "84"))


def test_the_same_facts_join() -> None:
    assert joined(("Аральском районе", "Жаксыкылыш", "150", "84"), ("Аральском районе", "Жаксыкылыш", "150", "84"))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Экс-замакима задержали с деньгами", "Экс-замакима приговорили к восьми годам", True),
        ("Рыбакина вышла в четвертьфинал", "Рыбакина вышла в полуфинал", True),
        ("В Степногорске планируют построить бассейн", "Бассейн в Степногорске открыли", True),
        ("Әкім қызметінен босатылды", "Жаңа әкім тағайындалды", True),
        ("В Рудном ищут девочку", "Пропавшую девочку нашли", False),
        ("Задержан чиновник", "Чиновника поймали на взятке", False),
    ],
)
def test_stages_of_an_affair(one: str, other: str, apart: bool) -> None:
    assert at_other_stages(one, other) is apart


@pytest.mark.parametrize(("earlier", "later"), [("марте", "июле"), ("2023 году", "2024 году")])
def test_the_same_figures_of_another_month_or_year_are_other_news(earlier: str, later: str) -> None:
    text = (
        "<p>Инфляция в {0} составила девять процентов. За год продукты подорожали сильнее услуг, сообщило бюро "
        "национальной статистики. Больше всего выросли цены на овощи и лекарства.</p>"
    )
    one, other = (analyse(RawEdition(None, f"Инфляция в {when}", text.format(when))) for when in (earlier, later))
    assert not same_event(one, other, hours_apart=1).same
