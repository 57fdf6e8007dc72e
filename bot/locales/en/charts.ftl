# The picture of /stats. Names of tiles: at most two lines of some eight letters.

chart-title = Statistics
chart-regions = Stories by region
chart-regions-per = Stories per { $count } subscribers
chart-subscribers = Subscribers
chart-topics = Stories by topic
chart-sources = Articles by source
chart-other-sources = Others ({ $count })
chart-deliveries = Messages delivered
chart-undelivered = undelivered: { $count }
chart-nothing = No data for this period

tile-KZ-10 = Abai
tile-KZ-11 = Akmola
tile-KZ-15 = Aktobe
tile-KZ-19 =
    Almaty
    Region
tile-KZ-23 = Atyrau
tile-KZ-27 =
    West
    Kazakh.
tile-KZ-31 = Zhambyl
tile-KZ-33 = Zhetisu
tile-KZ-35 =
    Kara-
    ganda
tile-KZ-39 = Kostanay
tile-KZ-43 =
    Kyzyl-
    orda
tile-KZ-47 =
    Mangy-
    stau
tile-KZ-55 = Pavlodar
tile-KZ-59 =
    North
    Kazakh.
tile-KZ-61 = Turkistan
tile-KZ-62 = Ulytau
tile-KZ-63 =
    East
    Kazakh.
tile-KZ-71 = Astana
tile-KZ-75 = Almaty
tile-KZ-79 = Shymkent

error-charts-missing = Charts are not installed: the server needs pip install aimaq[charts]
