"""Which regions a text is about: every region, every trap of the trade, in both languages and scripts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analysis.clean import clean
from bot.analysis.gazetteer import gazetteer, nearest, neighbours, region_at
from bot.analysis.places import PlacesResult, regions, regions_of
from bot.models import REGIONS, Scope

NOW = datetime(2025, 6, 2, tzinfo=UTC)


def found(title: str, body: str = "", published: datetime | None = NOW, default: str | None = None) -> PlacesResult:
    return regions(clean(title, body), published=published, default_region=default)


def ids(title: str, body: str = "", published: datetime | None = NOW, default: str | None = None) -> list[str]:
    return [label.id for label in found(title, body, published, default).regions]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("В области Абай построят завод", "KZ-10"),
        ("Абай облысында жаңа кәсіпорын ашылды", "KZ-10"),
        ("Семейде мектеп күрделі жөндеуден өтті", "KZ-10"),
        ("В Урджарском районе потушили степной пожар", "KZ-10"),
        ("Бородулиха ауданының шаруалары егіске кірісті", "KZ-10"),
        ("Аким Акмолинской области посетил Щучинск", "KZ-11"),
        ("Көкшетауда ән-күй байқауы өтті", "KZ-11"),
        ("Атбасар ауданында су қоймасы салынады", "KZ-11"),
        ("В районе Биржан сал открыли ФАП", "KZ-11"),
        ("В Актобе запустили новый автобусный маршрут", "KZ-15"),
        ("Мұғалжар ауданында мұнайшылар жұмысқа шықты", "KZ-15"),
        ("Шалқар қаласының тұрғындары су күтіп отыр", "KZ-15"),
        ("В Алматинской области подготовили к зиме школы", "KZ-19"),
        ("Алматы облысы Қарасай ауданында көше жарықтандырылды", "KZ-19"),
        ("Талғарда жаңа аурухана ашылады", "KZ-19"),
        ("В Конаеве благоустроили набережную", "KZ-19"),
        ("В Атырау проверили качество воздуха", "KZ-23"),
        ("Құлсарыда су тасқынынан кейін үйлер салынды", "KZ-23"),
        ("Құрманғазы ауданында балық шаруашылығы дамып келеді", "KZ-23"),
        ("В ЗКО построят мост через Чаган", "KZ-27"),
        ("БҚО-да тасқынға дайындық басталды", "KZ-27"),
        ("Бөкейордасы ауданында мал қыстату барысы", "KZ-27"),
        ("В Таразе реставрируют мавзолей", "KZ-31"),
        ("Жамбыл облысында қант қызылшасы жиналды", "KZ-31"),
        ("Кордайские аграрии получили воду", "KZ-31"),
        ("В Талдыкоргане открыли ледовый дворец", "KZ-33"),
        ("Жетісу облысында жайлау маусымы басталды", "KZ-33"),
        ("Көксу ауданында жылыжай кешені іске қосылды", "KZ-33"),
        ("В Караганде отремонтируют проспект", "KZ-35"),
        ("Теміртауда экологтар жиын өткізді", "KZ-35"),
        ("Бұқар жырау ауданында жаңа ферма ашылды", "KZ-35"),
        ("В Костанае выпускают новые комбайны", "KZ-39"),
        ("Рудныйда кеншілер мерекесі өтті", "KZ-39"),
        ("В Аулиекольском районе начали посевную", "KZ-39"),
        ("В Кызылорде рисоводы ждут воду", "KZ-43"),
        ("Қазалы ауданында мектеп ашылды", "KZ-43"),
        ("Сыр өңірінде күріш егілді", "KZ-43"),
        ("В Актау установили опреснитель", "KZ-47"),
        ("Жаңаөзенде тұрғын үй салынып жатыр", "KZ-47"),
        ("Маңғыстау түбегінде керуен сарай салынды", "KZ-47"),
        ("В Павлодаре откроют онкоцентр", "KZ-55"),
        ("Екібастұзда қазандық жөнделді", "KZ-55"),
        ("Баянауыл ауданында тұлпарлар бәйгесі өтті", "KZ-55"),
        ("В Петропавловске эвакуировали жителей дачных посёлков", "KZ-59"),
        ("СҚО-да астық жинау аяқталды", "KZ-59"),
        ("В районе имени Габита Мусрепова открыли молочную ферму", "KZ-59"),
        ("В Туркестане построят вокзал", "KZ-61"),
        ("Түркістан облысында мақта терімі басталды", "KZ-61"),
        ("Сарыағашта шекара бекеті жөнделіп жатыр", "KZ-61"),
        ("В Жезказгане запустили новый цех", "KZ-62"),
        ("Ұлытауда туристік маусым ашылды", "KZ-62"),
        ("Жаңаарқа ауданында жаңа мал сойыс пункті", "KZ-62"),
        ("В Усть-Каменогорске введут ограничения для транспорта", "KZ-63"),
        ("Өскеменде күзгі жәрмеңке өтті", "KZ-63"),
        ("Катон-Қарағайда марал шаруашылығы дамиды", "KZ-63"),
        ("В Астане запустят LRT", "KZ-71"),
        ("Елордада жаңа саябақ ашылды", "KZ-71"),
        ("В Алматы ограничат движение большегрузов", "KZ-75"),
        ("Алматыда метро желісі ұзарады", "KZ-75"),
        ("В Шымкенте проверили школы", "KZ-79"),
        ("Шымкентте қала күні тойланды", "KZ-79"),
    ],
)
def test_every_region_is_known_by_its_places(text: str, region: str) -> None:
    assert ids(text) == [region]


@pytest.mark.parametrize(
    "text",
    [
        "На улице Абая ограничат движение",
        "Абай даңғылында жол жөнделді",
        "Ремонт проспекта Астаны завершится осенью",
        "«Актобе» обыграл «Ордабасы» со счётом 2:1",
        "ФК «Тобол» подписал нападающего",
        "«Қайрат» – «Астана»: матчқа билет сатылымы басталды",
        "Читаем Абая: слова назидания на каждый день",
        "Абай Құнанбайұлының өлеңдері жаңа аудармада шықты",
        "Не стало актёра Нурлана Алматова",
        "Академик Каныш Сатпаев: штрихи к портрету",
        "Панфилов и его герои: кино о войне",
        "Семьи с детьми получат пособие раньше",
        "Алға жылжу үшін білім керек",
        "Шет тілдерін үйренуге сұраныс артты",
        "Шымкентский «Ордабасы» выиграл",
        "Денисов стал чемпионом",
        "Алексей Сергеев задержан",
        "Исатай мен Махамбет көтерілісі",
        "Satbayev University",
        "Арал теңізі қайта толады",
        "Алтайский край ввёл режим ЧС",
        "Иссык-Куль ждёт туристов",
        "Темір жол",
        "Есік алдында",
        "Қарасай батыр",
        "«Казахтелеком» и банк «Алатау» объявили о сделке",
    ],
)
def test_streets_clubs_companies_people_and_words_are_no_places(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "Жамбылский район ждёт газ",
            "Газопровод протянут к сёлам Жамбылского района Алматинской области. Узынагаш подключат первым.",
            ["KZ-19"],
        ),
        ("Жамбыл ауданында көпір құлады", "СҚО-ның Жамбыл ауданында жазғы су көпірді шайып кетті.", ["KZ-59"]),
        ("Есиль уходит под воду", "В Есильском районе Акмолинской области объявили режим ЧС.", ["KZ-11"]),
        ("Район Есиль получит две школы", "Их построят в районе Есиль Астаны за левым берегом.", ["KZ-71"]),
        ("В Актогайском районе строят мост", "Мост свяжет сёла Павлодарской области.", ["KZ-55"]),
        ("Ақтоғай ауданында дала өртенді", "Өрт Қарағанды облысының Ақтоғай ауданында тіркелді.", ["KZ-35"]),
        ("Абай ауданында су желісі жаңарды", "Шымкент қаласының Абай ауданында жұмыс аяқталды.", ["KZ-79"]),
        ("Абай ауданы: жаңа шахта", "Қарағанды облысы Абай қаласының маңында шахта ашылады.", ["KZ-35"]),
        ("Ақсуда зауыт тоқтады", "Павлодар облысындағы Ақсу қаласының ферроқорытпа зауыты тоқтады.", ["KZ-55"]),
        ("Аксуский район готовится к зиме", "Аким области Жетісу проверил котельные в Жансугурове.", ["KZ-33"]),
    ],
)
def test_shared_names_are_told_apart_by_what_stands_near(title: str, body: str, expected: list[str]) -> None:
    assert ids(title, body) == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Житель Астаны погиб в горах", "45-летний житель Астаны сорвался со скалы в Павлодарской области.", ["KZ-55"]),
        ("Алматинец утонул в озере Алаколь", "Трагедия произошла в Алакольском районе области Жетісу.", ["KZ-33"]),
        ("Шымкент тұрғыны жол апатында қаза тапты", "Апат Қызылорда облысының Шиелі ауданында болды.", ["KZ-43"]),
        (
            "Суд наказал шахту",
            "АСТАНА. KAZINFORM – Верховный суд оставил в силе приговор по аварии в Шахтинске.",
            ["KZ-35"],
        ),
        (
            "Новая школа открылась в Кентау",
            "АЛМАТЫ. 1 сентября. КазТАГ – В Кентау открылась школа на 600 мест.",
            ["KZ-61"],
        ),
    ],
)
def test_origin_and_dateline_are_not_the_place(title: str, body: str, expected: list[str]) -> None:
    assert ids(title, body) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В Шымкенте аренда жилья подорожала", ["KZ-79"]),
        ("В Таразе площадь озеленения удвоится", ["KZ-31"]),
        ("В Атырау перевалка грузов упала", ["KZ-23"]),
        ("В Уральске канализация не выдержала", ["KZ-27"]),
        ("В Костанае трактор застрял на переезде", ["KZ-39"]),
        ("Кордайцы представили нового главу", ["KZ-31"]),
        ("На площади Абая открыли ярмарку", []),
        ("Абайдан қалған мұра", []),
        ("Аса маңызды жаңалық", []),
        ("Жақсы ойын көрсетті", []),
        ("Сонымен қатар сауда артты", []),
        ("Сирия готовится к выборам", []),
        ("В Астраханке открыли школу", ["KZ-11"]),
        ("Саранские школьники победили", ["KZ-35"]),
        ("Корабль вышел из Астрахани", []),
    ],
)
def test_words_beside_and_like_a_name(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Павлодарлық балуан Азия чемпионы атанды", "Құрамамыз үшінші алтынын еншіледі.", ["KZ-55"]),
        ("Житель Тараза придумал вечную батарейку", "Разработку представили министру.", ["KZ-31"]),
        ("Житель Тараза погиб в Анталье", "Турецкая полиция ищет водителя. В Турции это третий случай.", []),
        ("Шымкентский «Ордабасы» выиграл в Лиссабоне", "Сборная Португалии дала клубу трёх игроков.", []),
    ],
)
def test_who_comes_from_a_region_is_news_there_unless_it_happened_abroad(
    title: str, body: str, expected: list[str]
) -> None:
    assert ids(title, body) == expected


def test_two_regions_of_a_ministrys_plan_are_examples() -> None:
    body = "{} жоспарды жариялады. Жұмыс Ақтөбе мен Қарағандыда қызу."
    assert ids("Жолдарда жөндеу басталды", body.format("Көлік министрлігі")) == []
    assert ids("Жолдарда жөндеу басталды", body.format("Серіктестік")) == ["KZ-15", "KZ-35"]


def test_a_dateline_alone_tells_the_region_but_not_in_the_capital() -> None:
    assert ids("Школьники победили на олимпиаде", "ТАРАЗ. KAZINFORM – Они привезли золото.") == ["KZ-31"]
    assert ids("Учёные нашли новый вид тюльпана", "АСТАНА. KAZINFORM – Находку описали ботаники.") == []


@pytest.mark.parametrize(
    ("title", "published", "expected"),
    [
        ("Жители Жетысу обсудили Послание", datetime(2021, 9, 8, tzinfo=UTC), ["KZ-19"]),
        ("Жители Жетысу обсудили Послание", datetime(2023, 9, 8, tzinfo=UTC), ["KZ-33"]),
        ("Талдықорғанда саябақ ашылды", datetime(2020, 5, 1, tzinfo=UTC), ["KZ-19"]),
        ("В Семее открыли музей", datetime(2022, 6, 7, tzinfo=UTC), ["KZ-63"]),
        ("В Семее открыли музей", datetime(2022, 6, 8, tzinfo=UTC), ["KZ-10"]),
        ("Жезқазғанда фестиваль өтті", datetime(2019, 5, 1, tzinfo=UTC), ["KZ-35"]),
        ("Жезқазғанда фестиваль өтті", None, ["KZ-62"]),
        ("В Нур-Султане открыли театр", datetime(2020, 5, 1, tzinfo=UTC), ["KZ-71"]),
        ("Хлопок ЮКО: итоги сезона", datetime(2017, 11, 1, tzinfo=UTC), ["KZ-61"]),
    ],
)
def test_names_mean_what_they_meant_when_the_text_was_published(
    title: str, published: datetime | None, expected: list[str]
) -> None:
    assert ids(title, published=published) == expected


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Штормовое предупреждение объявлено в десяти регионах",
            "Метель ожидается в Акмолинской, Костанайской, Павлодарской и Северо-Казахстанской областях. "
            "Туман прогнозируют в Актюбинской, Карагандинской областях, гололёд — в области Абай и ВКО.",
        ),
        (
            "Ауа райы: еліміздің басым бөлігінде жаңбыр жауады",
            "Қостанай, Ақмола, Қарағанды және Абай облыстарында найзағай ойнайды. Шымкентте 38 градус ыстық.",
        ),
        (
            "В стране подорожал картофель",
            "По данным Бюро нацстатистики, сильнее всего картофель подорожал в Уральске и Таразе. Правительство "
            "вводит запрет на вывоз. Министр сельского хозяйства обещает стабилизировать цены по всей стране.",
        ),
        ("Парламент принял закон о медиации", "Мажилис одобрил поправки во втором чтении. Сенат рассмотрит их в июне."),
        ("Үкімет жаңа бағдарлама бекітті", "Министрліктің мәліметінше, бағдарлама еліміздің барлық өңірін қамтиды."),
        ("В Ташкенте прошёл саммит", "Лидеры стран Центральной Азии встретились в столице Узбекистана."),
    ],
)
def test_national_and_foreign_news_have_no_region(title: str, body: str) -> None:
    assert ids(title, body) == []


def test_earlier_news_is_recalled_in_passing() -> None:
    body = "<p>В Таразе осудили подрядчика.</p><p>Напомним, в Шымкенте за то же осудили троих. В Актау шестерых.</p>"
    assert ids("Подрядчик получил семь лет", body) == ["KZ-31"]
    assert ids("Мердігер сотталды", "<p>Таразда сот үкім шығарды.</p><p>Еске салсақ, Ақтауда үшеу сотталған.</p>") == [
        "KZ-31"
    ]


def test_a_city_is_meant_where_nothing_tells_it_from_its_namesake() -> None:
    assert ids("В Аксу осудили чиновника") == ["KZ-55"]
    assert ids("В Нуринском районе открыли школу") == ["KZ-35"]
    assert ids("В районе Нура открыли школу") == ["KZ-71"]
    assert ids("В Абайском районе открыли школу") == []


def test_scope_tells_national_from_foreign() -> None:
    assert found("Парламент принял закон", "Мажилис одобрил поправки.").scope is Scope.NATIONAL
    assert found("Трамп встретился с Путиным", "Переговоры прошли в Москве.").scope is Scope.FOREIGN
    assert found("В Таразе прошёл форум", "Гости из Турции осмотрели парк.").scope is Scope.REGIONAL


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Алматы мен Алматы облысы бірге жұмыс істейді", "", ["KZ-75", "KZ-19"]),
        ("Шымкент и Туркестанская область делят воду", "", ["KZ-79", "KZ-61"]),
        ("Астана и Акмолинская область построят кольцевую", "", ["KZ-71", "KZ-11"]),
        ("Скоростная дорога свяжет Караганду и Павлодар", "", ["KZ-35", "KZ-55"]),
    ],
)
def test_several_regions_stand_in_the_order_of_the_title(title: str, body: str, expected: list[str]) -> None:
    assert ids(title, body) == expected


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Almaty oblysynda jana mektep ashyldy", "KZ-19"),
        ("Almatyda jańa kópir salyndy", "KZ-75"),
        ("Qaraǵandyda sport saraıy ashyldy", "KZ-35"),
        ("Shyǵys Qazaqstan oblysynda ara sharýashylyǵy damýda", "KZ-63"),
        ("Öskemende festival ötti", "KZ-63"),
        ("Túrkistanda kıeli oryndar kóp", "KZ-61"),
        ("Jetisu oblysynda su tasqyny", "KZ-33"),
        ("Kyzylorda region builds a new school", "KZ-43"),
        ("Fire in Petropavlovsk", "KZ-59"),
        ("Жетicу облысында жиын өтті", "KZ-33"),  # a Latin i and c
    ],
)
def test_latin_letters_and_mixed_scripts(text: str, region: str) -> None:
    assert ids(text) == [region]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Малый бизнес освободят от проверок", "", []),
        ("Семейный центр расскажет о правах", "", []),
        ("Чудо случилось под Новый год", "", []),
        ("28 отбасы үйіне оралды", "", []),
        ("Хром в Илеке выше нормы", "", []),
        ("В Самаре открыли завод", "", []),
        ("Уральский федеральный округ нарастил экспорт", "", []),
        ("Тараз Алимов стал чемпионом мира", "Борец завоевал золото в Белграде.", []),
        ("Фильм о Каныше Сатпаеве выйдет осенью", "Роль академика Сатпаева сыграл молодой актёр.", []),
        ("На улице Сатпаева открыли кафе", "У пересечения Сатпаева и Байзакова есть стоянка.", []),
        ("В Сатпаеве открыли кафе", "Кафе названо в честь Каныша Сатпаева.", ["KZ-62"]),
        ("Банки Сарыагаша проверили", "", ["KZ-61"]),
        ("Шымкентте көше саудагерлеріне орын беріледі", "", ["KZ-79"]),
        ("Теміртау комбинаты іске қосылды", "", ["KZ-35"]),
        ("Суд Астаны оштрафовал рудник", "Рудник в Жезказгане заплатит миллион.", ["KZ-62"]),
        ("Сколько казахстанцев живёт за чертой бедности", "Больше всего их в Туркестанской области.", []),
        ("«Алатау Сити Банк» отчитался о прибыли", "", []),
    ],
)
def test_words_persons_courts_and_comparisons_are_no_places(title: str, body: str, expected: list[str]) -> None:
    assert ids(title, body) == expected


def test_a_local_paper_that_names_nothing_is_at_home() -> None:
    assert ids("Воду будут давать по графику", "Кран откроют с шести утра.", default="KZ-47") == ["KZ-47"]


def test_default_region_is_weaker_than_any_evidence() -> None:
    local = ("Ауыл мектебі жөнделді", "Облыс әкімі жаңа мектепті аралап көрді.")
    assert ids(*local) == []
    assert ids(*local, default="KZ-39") == ["KZ-39"]
    assert ids("Таразда мектеп жөнделді", default="KZ-39") == ["KZ-31"]
    assert ids("Парламент принял закон", "Мажилис одобрил поправки.", default="KZ-39") == []
    assert ids("Премьер собрал акимов областей", "Правительство выделит деньги.", default="KZ-39") == []


def test_places_go_down_to_the_district_and_a_town_brings_its_district() -> None:
    places = found("В Талгаре открыли школу", "Школа в Талгаре рассчитана на 600 мест.").places
    assert [place.kato for place in places] == ["196220100", "196200000"]
    assert all(place.region == "KZ-19" for place in places)
    assert places[0].evidence == ("Талгаре",)


def test_evidence_is_words_of_the_text_with_counts() -> None:
    label = found("В Экибастузе ремонтируют котельную", "Экибастуз ждёт тепло. Экибастуз готов.").regions[0]
    assert label.evidence == ("Экибастузе", "Экибастуз ×2")


def test_passages_name_their_own_regions() -> None:
    assert regions_of(("В Риддере и Зайсане откроют школы.",)) == ("KZ-63",)
    assert regions_of(("Аким поблагодарил педагогов.",)) == ()


def test_every_region_has_units_neighbours_and_a_position() -> None:
    data = gazetteer()
    assert tuple(data.regions) == tuple(sorted(REGIONS))
    for region in data.regions.values():
        assert neighbours(region.id)
        assert any(unit.region == region.id for unit in data.units.values())
        for other in neighbours(region.id):
            assert region.id in neighbours(other) or region.id == "KZ-35" or other == "KZ-35"
    assert all(40 < unit.at[0] < 56 and 46 < unit.at[1] < 88 for unit in data.units.values())


@pytest.mark.parametrize(
    ("latitude", "longitude", "region"),
    [
        (43.24, 76.9, "KZ-75"),
        (51.13, 71.43, "KZ-71"),
        (42.32, 69.6, "KZ-79"),
        (43.3, 77.24, "KZ-19"),
        (45.0, 78.4, "KZ-33"),
        (54.9, 69.2, "KZ-59"),
        (43.6, 51.2, "KZ-47"),
    ],
)
def test_nearest_place(latitude: float, longitude: float, region: str) -> None:
    assert nearest(latitude, longitude).region == region


def test_regions_of_the_reform_are_undone_before_it() -> None:
    assert region_at("KZ-62", datetime(2022, 1, 1, tzinfo=UTC)) == "KZ-35"
    assert region_at("KZ-62", None) == "KZ-62"
    assert region_at("KZ-11", datetime(1999, 1, 1, tzinfo=UTC)) == "KZ-11"


any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
place_soup = st.lists(
    st.sampled_from(["Абай", "облысы", "район", "Алматы", "и", ",", "«", "»", "г.", "Есиль", "-", "улица", "СКО", ". "])
).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(any_text, any_text | place_soup)
def test_any_text_has_an_answer(title: str, body: str) -> None:
    result = found(title, body)
    assert {label.id for label in result.regions} <= set(REGIONS)
    assert bool(result.regions) == (result.scope is Scope.REGIONAL)


def test_a_megabyte_of_names_is_bounded() -> None:
    assert ids("Тараз", "В Таразе и Абае, Абайский район. " * 30_000) == ["KZ-31"]
