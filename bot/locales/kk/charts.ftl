# The picture of /stats. Names of tiles: at most two lines of some eight letters.

chart-title = Статистика
chart-regions = Өңірлер бойынша жаңалықтар
chart-regions-per = { $count } жазылушыға шаққандағы жаңалық
chart-subscribers = Жазылушылар
chart-topics = Тақырыптар бойынша жаңалықтар
chart-sources = Дереккөз мақалалары
chart-other-sources = Қалғандары ({ $count })
chart-deliveries = Жеткізілген хабарлама
chart-undelivered = жеткізілмегені: { $count }
chart-nothing = Бұл кезеңде дерек жоқ

tile-KZ-10 =
    Абай
    облысы
tile-KZ-11 = Ақмола
tile-KZ-15 = Ақтөбе
tile-KZ-19 =
    Алматы
    облысы
tile-KZ-23 = Атырау
tile-KZ-27 = БҚО
tile-KZ-31 = Жамбыл
tile-KZ-33 = Жетісу
tile-KZ-35 =
    Қара-
    ғанды
tile-KZ-39 = Қостанай
tile-KZ-43 =
    Қызыл-
    орда
tile-KZ-47 =
    Маңғыс-
    тау
tile-KZ-55 = Павлодар
tile-KZ-59 = СҚО
tile-KZ-61 =
    Түркіс-
    тан
tile-KZ-62 = Ұлытау
tile-KZ-63 = ШҚО
tile-KZ-71 = Астана
tile-KZ-75 = Алматы
tile-KZ-79 = Шымкент

error-charts-missing = Диаграммалар бапталмаған: серверде pip install aimaq[charts] командасын орындау керек
