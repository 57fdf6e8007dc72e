# What only the staff reads beside the screens of admin.ftl and newsroom.ftl.

command-admin = Қызметкерлер: add, remove
status-disk = Дискіде бос орын: { $free }
status-held = 🕓 Мақұлдауды күтіп тұр: { $count }
button-queue = 🕓 Мақұлдауға ({ $count })

source-usage =
    <code>/source add мекенжай</code> — таспаны тауып, қосу
    <code>/source test аты</code> — сынап көру
    <code>/source pause аты</code>, <code>resume</code>, <code>remove</code>
    <code>/source title аты Жаңа атауы</code>
    <code>/source region аты Алматы облысы</code>
    Барлық дереккөз: /sources
source-known = Бұл дереккөз бұрыннан бар.
source-fixed-by-file = Дереккөз баптау файлында көрсетілген: қалғаны сол файлда өзгертіледі.
source-ask-title = «{ $name }» дереккөзін қалай атайық? Жаңа атауын жіберіңіз.
source-ask-region = Мәтінде өңір аталмаса, «{ $name }» мақалаларын қай өңірге жатқызайық?
source-ask-interval = «{ $name }» дереккөзін қанша уақыт сайын тексерейік?
button-source-add = ➕ Қосу
button-source-region = Өңірі
button-source-every = Жиілігі
button-source-mode = Мәтін көзі
button-source-rename = Атауын өзгерту
trial-found = Таспа табылды: { $name }
trial-tested = Сынап көру: { $name }
trial-none = { $address } мекенжайында таспа жоқ. Таспаның өз мекенжайын жіберіңіз, әдетте ол …/feed/ немесе …/rss деп аяқталады.
trial-failed = 🔴 Оқылмады: { $reason }
trial-entries = Жазба саны: { $count }. Тілдері: { $languages }.
trial-newest = Соңғысы: { $moment }
trial-full = Мәтін: таспада толық берілген.
trial-excerpts = Мәтін: таспада басы ғана бар, қалғанын сайт беттерінен аламыз.
trial-regions = Соңғы { $count } мақаланың өңірлері: { $items }
trial-no-regions = Соңғы мақалаларда өңір аталмаған. Жергілікті газет болса, әдепкі өңірін көрсетіңіз.
trial-skipped = Өткізіп жіберілген жарамсыз жазба: { $count }
trial-ask = Осы дереккөзді қосамыз ба?

newsroom-examples = <code>aimaq evaluate</code> үшін түзетулер, жол саны: { $count }
newsroom-no-examples = Өңірлер мен тақырыптарды әлі ешкім түзеткен жоқ.
newsroom-released = Мақұлданды: жаңалық жазылушыларға жіберіліп жатыр.
newsroom-rejected = Қабылданбады: жаңалықты ешкім көрмейді.
newsroom-which = Хабарламада бірнеше жаңалық бар. Қайсысы?
newsroom-own = Редакция
newsroom-ask-write =
    Жаңалықты бір хабарламамен жіберіңіз: бірінші жолы — тақырыпат, одан әрі мәтін. Сілтемені бөлек жолға жазуға болады.
    Өңірі мен тақырыптарын бот өзі анықтайды, жіберер алдында өзіңіз тексересіз.
newsroom-write-again = Бірінші жолда тақырыпат, оның астында мәтін болуы керек.
queue-title = Мақұлдауды күтіп тұр: { $count }
queue-reported = Оқырмандар қате бар дейді: { $count }
queue-empty = Мақұлдайтын ештеңе жоқ

broadcast-cannot = Мұндай хабарлама көшірілмейді. Мәтін, сурет, бейне немесе құжат жіберіңіз.
broadcast-topics = Тақырыптар: { $topics }.
broadcast-ask-topics = Қай тақырыптардың жазылушыларына жіберейік?
broadcast-variants = Бөлек мәтіні бар тілдер: { $languages }.
broadcast-links = Батырма саны: { $count }.
broadcast-at = Басталуы: { $moment }.
broadcast-ask-variant = Осы тілде оқитындарға арналған хабарламаны жіберіңіз: { $language }.
broadcast-ask-link = Батырманы жіберіңіз: жазуы мен мекенжайы. Мысалы: «Толығырақ — https://example.kz».
broadcast-link-again = Батырмаға ұқсамайды. Жазуы мен мекенжайы керек: «Толығырақ — https://example.kz».
broadcast-ask-time = Қашан бастайық? Мысалы: 18:30 немесе 26.11 09:00.
broadcast-time-again = Уақытын түсіне алмадық. Мысалы: 18:30 немесе 26.11 09:00.
button-link-add = ➕ Батырма
button-links-off = Батырмасыз
button-at = Басқа уақытта
button-at-off = Бірден жіберу

staff-title = Қызметкерлер
staff-usage = Қосу: <code>/admin add @аты editor</code>. Алып тастау: <code>/admin remove @аты</code>. Атының орнына сандық ID жазса да болады.
staff-unknown = Бот бұл адамды танымайды: { $name }. @атын немесе сандық ID жазыңыз.
staff-owner = { $name } — бот иесі: иелері баптау файлында көрсетілген.
role-owner = иесі
role-editor = редактор
role-invited = шақырылды, ботқа жазғанда редактор болады
chat-owner = Бот иесін бұғаттауға болмайды.
preview-head = Сынақ шолуы: <b>{ $name }</b>. Сәйкес келген жаңалық: { $count }.

backup-begun = Дерекқордың көшірмесі жасалып жатыр…
backup-kept = Көшірме дайын, тексерілді: { $size }. Telegram-ға сыймайды, серверде сақталды: <code>{ $path }</code>
backup-failed = 🔴 Көшірме жасалмады

stats-subscribed = Өңірдің жазылушылары: <b>{ $count }</b>
stats-feedback = Пікірлер: 👍 { $liked }, 👎 { $disliked }
stats-no-charts = Диаграммалар бапталмаған: серверде matplotlib жоқ (<code>pip install aimaq[charts]</code>).

alert-database = 🔴 Дерекқор жауап бермейді: { $reason }
alert-database-well = 🟢 Дерекқор қайта жауап бере бастады
gigabytes = { $size } ГБ

log-story-correct = Жаңалық түзетілді
log-story-write = Жаңалық жазылды
log-story-release = Жаңалықтың мақұлдауы бітті
log-story-checked = Жаңалық тексерілді: қате жоқ
log-story-reported = Оқырман жаңалықта қате бар деді
log-story-merge = Жаңалық біріктірілді
log-story-split = Жаңалық бөлінді
log-story-resend = Жаңалық қайта жіберілді
log-source-add = Дереккөз қосылды
log-source-remove = Дереккөз өшірілді
log-source-paused = Дереккөз: кідірту
log-source-approval = Дереккөз: мақұлдау
log-source-full_text = Дереккөз: мәтін қайдан
log-source-default_region = Дереккөз: өңір
log-source-poll_seconds = Дереккөз: оқу жиілігі, с
log-source-title = Дереккөз: атауы
log-broadcast-send = Тарату расталды
log-broadcast-pause = Тарату кідіртілді
log-broadcast-resume = Тарату жалғасты
log-broadcast-cancel = Тарату тоқтатылды
log-staff-add = Редактор қосылды
log-staff-remove = Редактор алынды
log-staff-invite = Редактор шақырылды
log-staff-uninvite = Шақыру қайтарып алынды
log-staff-accept = Шақыру қабылданды
log-chat-ban = Чат бұғатталды
log-chat-unban = Чат бұғаттан шығарылды
log-backup = Сақтық көшірме

log-field-regions = өңірлер
log-field-topics = тақырыптар
log-field-hidden = жасырылды
log-field-pinned = бекітілді
log-field-summary = қысқаша мазмұны
log-field-title = тақырыбы
log-field-into = жаңалыққа
log-field-story = жаңалық
log-field-size = чат
log-field-languages = тілдер
log-field-kinds = чат түрі
log-field-feed_url = таспа
log-field-bytes = байт
log-field-articles = мақалалар қалды
