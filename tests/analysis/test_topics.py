"""Topics of articles, of the passages of a report, and of questions."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.clean import Cleaned, clean
from bot.analysis.topics import match_topics, passages, sentence_labels, topics
from bot.models import TOPICS

ARTICLES = [
    (
        "ru",
        "politics",
        "В Таразе назначен новый аким города",
        "Указом президента он назначен акимом. Депутаты маслихата поддержали кандидатуру.",
    ),
    (
        "ru",
        "economy",
        "Инфляция замедлилась до девяти процентов",
        "Нацбанк сохранил базовую ставку. Цены на продукты росли медленнее.",
    ),
    (
        "ru",
        "business",
        "Предприниматели Кокшетау получили микрокредиты",
        "Малый бизнес открыл пекарни и ателье, сообщили в палате предпринимателей.",
    ),
    (
        "ru",
        "agriculture",
        "Аграрии Акмолинской области завершили сев",
        "Пшеницу посеяли на миллионе гектаров, фермеры ждут дождя.",
    ),
    (
        "ru",
        "infrastructure",
        "В Актобе ремонтируют дороги",
        "Асфальт положат на двенадцати улицах, мост закроют до осени.",
    ),
    (
        "ru",
        "education",
        "В Шымкенте не хватает школ",
        "Ученики занимаются в три смены, учителей ищут в соседних районах.",
    ),
    (
        "ru",
        "health",
        "В Уральске открыли поликлинику",
        "Врачи примут первых пациентов в понедельник, рентген уже работает.",
    ),
    ("ru", "social", "Многодетным семьям повысят пособия", "Пенсии и адресная социальная помощь тоже вырастут."),
    ("ru", "culture", "Музей Отрара показал находки археологов", "Выставка посвящена истории Великого шёлкового пути."),
    ("ru", "sport", "«Кайрат» выиграл у «Тобола»", "Матч закончился со счётом 2:1, оба гола забил нападающий сборной."),
    (
        "ru",
        "incidents",
        "Под Темиртау столкнулись два автобуса",
        "В ДТП погиб водитель, пострадавших доставили в больницу, полиция ведёт расследование.",
    ),
    ("ru", "ecology", "Синоптики обещают метель", "Казгидромет предупредил о морозе и гололёде на севере."),
    (
        "ru",
        "digital",
        "Документы можно получить в мобильном приложении",
        "Госуслуги переводят в eGov, сервис использует искусственный интеллект.",
    ),
    ("ru", "world", "В Турции прошли выборы мэров", "Анкара и Стамбул остались за оппозицией, заявил Эрдоган."),
    ("kk", "politics", "Мәжіліс депутаттары заң жобасын қарады", "Президент Жолдауында айтылған реформа талқыланды."),
    ("kk", "economy", "Қостанай зауыты өндірісті ұлғайтты", "Инвестиция көлемі өсті, экспорт екі есе артты."),
    (
        "kk",
        "business",
        "Кәсіпкерлер жеңілдетілген несие алды",
        "Шағын және орта бизнес өкілдері дүкен мен наубайхана ашты.",
    ),
    ("kk", "agriculture", "Диқандар астық жинауды бастады", "Шаруалар бидай мен арпаны ору үшін комбайн дайындады."),
    ("kk", "infrastructure", "Ауылға газ құбыры тартылды", "Жол жөнделді, тұрғын үйлер салынды."),
    ("kk", "education", "Жаңа мектеп ашылды", "Оқушылар мен мұғалімдер жаңа оқу жылын қуанышпен бастады."),
    ("kk", "health", "Ауруханаға жаңа томограф келді", "Дәрігерлер науқастарды тез тексереді."),
    ("kk", "social", "Зейнетақы мөлшері өседі", "Көпбалалы отбасыларға жәрдемақы төленеді."),
    ("kk", "culture", "Театрда жаңа қойылым", "Мәдениет сарайында әртістер спектакль көрсетті."),
    ("kk", "sport", "Балуандар чемпионатта жеңді", "Күрестен әлем чемпионы алтын медаль алды."),
    ("kk", "incidents", "Жол апатынан екі адам қаза тапты", "Полиция қылмыстық іс қозғады, құтқарушылар жұмыс істеді."),
    ("kk", "ecology", "Қарғын су тасқыны күтіледі", "Қазгидромет ауа райы туралы ескерту жасады."),
    ("kk", "digital", "Электрондық үкімет порталы жаңарды", "Цифрландыру министрлігі жаңа мобильді қосымша шығарды."),
    ("kk", "world", "Ресей мен Қытай келісімге қол қойды", "Мәскеу мен Бейжің арасындағы саммит өтті."),
    ("en", "education", "A new school opened in Taraz", "Teachers and pupils celebrated."),
]


@pytest.mark.parametrize(("language", "topic", "title", "text"), ARTICLES)
def test_the_primary_topic(language: str, topic: str, title: str, text: str) -> None:
    assert topics(clean(title, f"<p>{text}</p>"), language)[0].id == topic


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        ("Школа бокса открылась в Сатпаеве", "Чемпион сам тренирует боксёров, ринг купил на призовые.", "education"),
        ("Сельскохозяйственные культуры посеяли", "Зерновые культуры взошли, фермеры довольны урожаем.", "culture"),
        ("Пострадавших доставили в больницу", "После ДТП на трассе погиб водитель, полиция ищет очевидцев.", "health"),
        ("Чемпионат мира по боксу", "Сборная привезла медали, тренер доволен боксёрами.", "world"),
        (
            "Правительство для граждан обновило портал",
            "Электронные услуги ускорились, приложение eGov работает.",
            "politics",
        ),
    ],
)
def test_a_word_in_another_sense_does_not_count(title: str, text: str, topic: str) -> None:
    assert topic not in {label.id for label in topics(clean(title, f"<p>{text}</p>"), "ru")}


def test_several_topics_with_their_evidence() -> None:
    cleaned = clean(
        "Сельских учителей обеспечат жильём",
        "<p>Для педагогов школ построят двадцать домов. Учителям дадут служебное жильё рядом со школой.</p>",
    )
    found = topics(cleaned, "ru")
    assert {"education", "infrastructure"} <= {label.id for label in found}
    assert any("учител" in word for word in found[0].evidence)
    assert [label.score for label in found] == sorted((label.score for label in found), reverse=True)


def test_nothing_said_no_topic() -> None:
    assert topics(Cleaned("Утро", (("Солнце встало над домами.",),)), "ru") == ()
    assert topics(Cleaned("", ()), "und") == ()


REPORT = clean(
    "Аким Карагандинской области отчитался перед населением",
    "<p>Отчётная встреча акима области прошла во Дворце горняков. Глава региона рассказал депутатам маслихата об "
    "исполнении поручений президента.</p>"
    "<p>В регионе построят девять школ на шесть тысяч мест. Трёхсменное обучение закончится в следующем году. "
    "Учителям дадут подъёмные.</p>"
    "<p>Больницам купят четыре томографа. В сёла поедут двадцать врачей.</p>"
    "<p>Посевная площадь вырастет на десять тысяч гектаров. Фермеры получат субсидии.</p>"
    "<p>Отремонтируют сорок километров дорог. В Балхаш придёт газ.</p>"
    "<p>Многодетным семьям увеличат пособия.</p>"
    "<p>Сборная области завоевала на чемпионате страны двенадцать медалей.</p>",
)


def test_a_report_on_many_topics_has_them_all() -> None:
    expected = {"politics", "education", "health", "agriculture", "infrastructure", "social", "sport"}
    assert expected <= {label.id for label in topics(REPORT, "ru")}


def test_a_reader_of_education_gets_the_sentences_about_schools() -> None:
    own = " ".join(passage.text for passage in passages(REPORT, "ru") if "education" in passage.topics)
    assert "девять школ" in own
    assert "Трёхсменное" in own
    assert "томографа" not in own
    assert "гектаров" not in own


def test_passages_cover_the_text_in_order() -> None:
    assert " ".join(passage.text for passage in passages(REPORT, "ru")) == " ".join(REPORT.sentences)


def test_a_passage_names_its_regions() -> None:
    found = passages(REPORT, "ru", lambda run: ("KZ-35",) if "Балхаш" in " ".join(run) else ())
    assert [passage.regions for passage in found if "газ" in passage.text] == [("KZ-35",)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("по школам", ["education"]),
        ("мектеп", ["education"]),
        ("мектептердегі жағдай", ["education"]),
        ("дороги", ["infrastructure"]),
        ("ауа райы", ["ecology"]),
        ("roads", ["infrastructure"]),
        ("zhol zhondeu", ["infrastructure"]),
        ("auyl sharuashylygy", ["agriculture"]),
        ("ekologiya", ["ecology"]),
        ("спорт и культура", ["sport", "culture"]),
        ("сельское хозяйство", ["agriculture"]),
        ("детские сады", ["education"]),
        ("баталов", []),
        ("казахстан", []),
        ("", []),
    ],
)
def test_topics_of_a_question(question: str, expected: list[str]) -> None:
    assert [topic for topic, _, _ in match_topics(question.split())] == expected


def test_a_longer_name_is_one_find() -> None:
    assert match_topics(["про", "сельское", "хозяйство"]) == (("agriculture", 1, 2),)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_vocabulary_is_well_formed(topic: str) -> None:
    text = files("bot.analysis").joinpath(f"data/topics/{topic}.toml").read_text("utf-8")
    data = tomllib.loads(text)
    assert set(data) == {"names", "ru", "kk", "en"}
    for language in ("ru", "kk", "en"):
        assert set(data[language]) <= {"strong", "usual", "weak", "not"}
        listed = [entry for entries in data[language].values() for entry in entries]
        assert len(listed) == len(set(listed)), "an entry stands in two lists"
        assert data["names"][language]
    assert all(len(line) <= 120 for line in text.splitlines())


@given(st.text(max_size=300), st.text(max_size=1000), st.sampled_from(["ru", "kk", "en", "und"]))
def test_any_text_is_judged(title: str, text: str, language: str) -> None:
    cleaned = Cleaned(title, ((text,),) if text else ())
    assert {label.id for label in topics(cleaned, language)} <= set(TOPICS)
    assert "".join(passage.text for passage in passages(cleaned, language)) == text
    assert set(sentence_labels(text, language)) <= set(TOPICS)


@pytest.mark.parametrize(
    ("title", "html", "expected"),
    [
        (
            "Дефицит детских врачей превысил тысячу ставок",
            "<p>В больницах не хватает педиатров, сообщила министр здравоохранения в правительстве.</p>"
            "<p>Выпускникам медицинских вузов обещают подъёмные. Депутаты рассмотрят поправки.</p>",
            {"health"},
        ),
        (
            "Водителя «скорой» наградили медалью за сорок лет труда",
            "<p>Ветеран вышел на пенсию. Пособие и льготы ему оформили в отделе соцзащиты.</p>",
            {"social"},
        ),
        ("Пожар на стадионе", "<p>Огонь уничтожил кровлю. Спасатели ищут пострадавших.</p>", {"incidents"}),
        (
            "Двое погибли под Аягозом",
            "<p>Микроавтобус столкнулся с зерновозом, сообщили в полиции. Пятерых приняли хирурги.</p>"
            "<p>К тяжёлому ребёнку вылетели врачи. Следствие назначило экспертизу.</p>",
            {"incidents"},
        ),
        (
            "На воду подняли тариф",
            "<p>Водоканал заменит трубы и насосы. Сети изношены, вода летом идёт по часам.</p>"
            "<p>«Платить будем больше», — говорит пенсионерка Анна Ким.</p>",
            {"infrastructure"},
        ),
    ],
    ids=["who speaks", "a medal", "where it burnt", "who was treated", "who complains"],
)
def test_a_word_in_passing_makes_no_topic(title: str, html: str, expected: set[str]) -> None:
    assert {label.id for label in topics(clean(title, html), "ru")} == expected


@pytest.mark.parametrize(
    ("language", "sentence", "innocent"),
    [
        ("kk", "Сонымен қатар бұл туралы әкім айтты.", {"world", "digital"}),
        ("kk", "Дәрігерлер операция жасады.", {"culture"}),
        ("kk", "Бұл — ауыр жауапкершілік.", {"health", "incidents"}),
        ("kk", "Ол жұмысты бастау үшін келді.", {"business"}),
        ("kk", "Ешкім қарсы болған жоқ.", {"agriculture", "ecology"}),
        ("kk", "Кеңес мүшелері қарым-қатынас туралы сөйледі.", {"health", "ecology"}),
        ("kk", "Телеарна тілшісі қолайсыз сәтке тап болды.", {"ecology", "sport"}),
        ("ru", "Отель принадлежит Виноградову.", {"agriculture"}),
        ("ru", "ОПЕК сохранила квоты.", {"social"}),
        ("ru", "Королева Елизавета II приехала.", {"digital"}),
        ("ru", "Выступил Дмитрий Морозов, читали стихи.", {"ecology"}),
        ("ru", "Во дворе началась стрельба.", {"sport"}),
        ("ru", "Визит премьера завершился.", {"culture"}),
    ],
)
def test_everyday_words_speak_for_nothing(language: str, sentence: str, innocent: set[str]) -> None:
    assert innocent.isdisjoint(sentence_labels(sentence, language))


def test_a_match_abroad_is_sport_alone() -> None:
    article = clean(
        "Париждегі алғашқы олжа", "<p>Дзюдошылар қола медаль алды. Турнирге Германия мен Жапония келді.</p>"
    )
    assert {label.id for label in topics(article, "kk")} == {"sport"}


def test_news_from_abroad_are_of_the_world() -> None:
    article = clean("Наводнение в Японии", "<p>Погибли люди, спасатели ищут пропавших.</p>")
    assert "world" in {label.id for label in topics(article, "ru", abroad=True)}
