# The picture of /stats. Names of tiles: at most two lines of some eight letters.

chart-title = Статистика
chart-regions = Новости по регионам
chart-regions-per = Новостей на { $count } подписчиков
chart-subscribers = Подписчики
chart-topics = Новости по темам
chart-sources = Статьи по источникам
chart-other-sources = Остальные ({ $count })
chart-deliveries = Доставлено сообщений
chart-undelivered = не доставлено: { $count }
chart-nothing = За этот период данных нет

tile-KZ-10 = Абай
tile-KZ-11 =
    Акмолин-
    ская
tile-KZ-15 =
    Актюбин-
    ская
tile-KZ-19 =
    Алматин-
    ская
tile-KZ-23 =
    Атырау-
    ская
tile-KZ-27 = ЗКО
tile-KZ-31 =
    Жамбыл-
    ская
tile-KZ-33 = Жетысу
tile-KZ-35 =
    Караган-
    динская
tile-KZ-39 =
    Коста-
    найская
tile-KZ-43 =
    Кызылор-
    динская
tile-KZ-47 =
    Мангис-
    тауская
tile-KZ-55 =
    Павло-
    дарская
tile-KZ-59 = СКО
tile-KZ-61 =
    Туркес-
    танская
tile-KZ-62 = Улытау
tile-KZ-63 = ВКО
tile-KZ-71 = Астана
tile-KZ-75 = Алматы
tile-KZ-79 = Шымкент

error-charts-missing = Графики не настроены: на сервере нужно выполнить pip install aimaq[charts]
