# What only the staff reads beside the screens of admin.ftl and newsroom.ftl.

command-admin = Қызметкерлер: add, remove
status-disk = Дискіде бос орын: { $free }
status-held = 🕓 Мақұлдауды күтіп тұр: { $count }
button-queue = 🕓 Мақұлдауға ({ $count })

source-usage =
    <code>/source add мекенжай</code> — таспаны тауып, қосу
    <code>/source test атауы</code> — сынап көру
    <code>/source pause атауы</code>, <code>resume</code>, <code>remove</code>
    <code>/source title атауы Жаңа аты</code>
    <code>/source region атауы Алматы облысы</code>
    Барлық дереккөз: /sources
source-known = Бұл дереккөз бұрыннан бар.
source-fixed-by-file = Дереккөз баптау файлында жазылған: қалғаны сол жерде өзгертіледі.
source-ask-title = «{ $name }» дереккөзін қалай атаймыз? Жаңа атауын жіберіңіз.
source-ask-region = Мәтінде өңір аталмаса, «{ $name }» мақалаларын қай өңірге жатқызамыз?
source-ask-interval = «{ $name }» дереккөзін қаншалықты жиі тексереміз?
button-source-add = ➕ Қосу
button-source-region = Өңірі
button-source-every = Жиілігі
button-source-mode = Мәтін қайдан
button-source-rename = Атын өзгерту
trial-found = Таспа табылды: { $name }
trial-tested = Тексеру: { $name }
trial-none = { $address } мекенжайында таспа жоқ. Таспаның өз мекенжайын жіберіңіз, әдетте ол …/feed/ не …/rss.
trial-failed = 🔴 Оқылмады: { $reason }
trial-entries = Жазба саны: { $count }. Тілдері: { $languages }.
trial-newest = Соңғысы: { $moment }
trial-full = Мәтін: таспада толық бар.
trial-excerpts = Мәтін: таспада басы ғана, қалғанын беттерден аламыз.
trial-regions = Соңғы { $count } мақаланың өңірлері: { $items }
trial-no-regions = Соңғы мақалаларда өңір аталмаған. Жергілікті газетке әдепкі өңірін көрсетіңіз.
trial-skipped = Жарамсыз жазба қалдырылды: { $count }
trial-ask = Осы дереккөзді қосамыз ба?

newsroom-examples = <code>aimaq evaluate</code> үшін түзетулер, жол саны: { $count }
newsroom-no-examples = Өңірлер мен тақырыптарды әлі ешкім түзеткен жоқ.
newsroom-released = Мақұлданды: жаңалық жазылушыларға кетіп жатыр.
newsroom-rejected = Қайтарылды: жаңалықты ешкім көрмейді.
newsroom-which = Хабарламада бірнеше жаңалық бар. Қайсысы?
newsroom-own = Редакция
newsroom-ask-write =
    Жаңалықты бір хабарламамен жіберіңіз: бірінші жолы — тақырып, одан әрі мәтін. Сілтемені бөлек жолға жазуға болады.
    Өңірі мен тақырыптарын бот өзі анықтайды, жіберер алдында тексеріп шығасыз.
newsroom-write-again = Бірінші жолда тақырып, астында мәтін болуы керек.
queue-title = Мақұлдауды күтіп тұр: { $count }
queue-empty = Мақұлдайтын ештеңе жоқ

broadcast-cannot = Мұндай хабарламаны көшіруге болмайды. Мәтін, сурет, бейне немесе құжат жіберіңіз.
broadcast-topics = Тақырыптар: { $topics }.
broadcast-ask-topics = Қай тақырыптың жазылушыларына?
broadcast-variants = Бөлек мәтіні бар: { $languages }.
broadcast-links = Түйме саны: { $count }.
broadcast-at = Басталуы: { $moment }.
broadcast-ask-variant = Осы тілде оқитындарға арналған хабарламаны жіберіңіз: { $language }.
broadcast-ask-link = Түймені жіберіңіз: жазуы мен мекенжайы. Мысалы: «Толығырақ — https://example.kz».
broadcast-link-again = Түймеге ұқсамайды. Жазуы мен мекенжайы керек: «Толығырақ — https://example.kz».
broadcast-ask-time = Қашан бастаймыз? Мысалы: 18:30 немесе 26.11 09:00.
broadcast-time-again = Уақыты түсініксіз. Мысалы: 18:30 немесе 26.11 09:00.
button-link-add = ➕ Түйме
button-links-off = Түймесіз
button-at = Басқа уақытта
button-at-off = Бірден жіберу

staff-title = Қызметкерлер
staff-usage = Қосу: <code>/admin add @аты editor</code>. Алып тастау: <code>/admin remove @аты</code>. Атының орнына нөмірі де жарайды.
staff-unknown = { $name } кім екенін білмеймін. @атын немесе нөмірін көрсетіңіз.
staff-owner = { $name } — бот иесі: иелері баптау файлында жазылған.
role-owner = иесі
role-editor = редактор
role-invited = шақырылды, ботқа жазған сәтте редактор болады
chat-owner = Бот иесін бұғаттауға болмайды.
preview-head = Сынама шолу: <b>{ $name }</b>. Сәйкес жаңалық саны: { $count }.

backup-begun = Дерекқордың көшірмесі жасалып жатыр…
backup-kept = Көшірме дайын, тексерілді: { $size }. Telegram үшін тым үлкен, серверде жатыр: <code>{ $path }</code>
backup-failed = 🔴 Көшірме жасалмады

stats-subscribed = Өңірдің жазылушылары: <b>{ $count }</b>
stats-feedback = Баға: 👍 { $liked }, 👎 { $disliked }
stats-no-charts = Суреттер бапталмаған: серверде matplotlib жоқ (<code>pip install aimaq[charts]</code>).

alert-database = 🔴 Дерекқор жауап бермейді: { $reason }
alert-database-well = 🟢 Дерекқор қайта жауап бере бастады
gigabytes = { $size } ГБ
