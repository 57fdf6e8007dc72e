# The conversation: first steps, subscriptions, settings, help, short answers.

onboarding-welcome = Сәлеметсіз бе! Сізге қай өңірлердің жаңалықтарын жіберейік?
onboarding-regions = Қай өңірлердің жаңалықтарын жіберейік?
onboarding-chosen = Таңдалғаны: <b>{ $regions }</b>
onboarding-topics = Барлық тақырып керек пе, әлде кейбірі ғана ма?
onboarding-when = Қашан жіберейік?
onboarding-hours = Оқуға ыңғайлы сағаттарды белгілеңіз.
onboarding-done = <b>Дайын:</b> { $what }, { $when }.
onboarding-first-digest = Соңғы тәуліктегі жаңалықтар:
onboarding-no-news-yet = Соңғы тәулікте жаңалық болған жоқ. Шыға салысымен жібереміз.
onboarding-location = Төмендегі батырманы басыңыз: тұрған жеріңізге қарап өңірді анықтаймыз. Геолокацияны сақтамаймыз. Қаланың не ауданның атын жазып жіберсеңіз де болады.
onboarding-place-found = 📍 { $place } → <b>{ $region }</b>
onboarding-place-unknown = Бұл жер Қазақстаннан тыс немесе оны анықтай алмадық. Өңірді тізімнен таңдаңыз.

schedule-instant = шыға салысымен
schedule-times = { $days }, { $times }
schedule-weekly = апталық шолу: { $days }, { $times }

home = <b>Не көрсетейік?</b> Жай ғана сұрай беріңіз: «Алматы облысында мектептер туралы осы аптада не жаңалық бар».
home-no-subscriptions = <b>Әзірге жазылым жоқ.</b> Алғашқысын жасаңыз немесе жай ғана сұраңыз: «Шымкентте осы аптада не жаңалық бар».

subscriptions-title = Жазылымдар
subscriptions-none = Әзірге жазылым жоқ. Өзіңіз таңдаған өңірлер мен тақырыптар бойынша шолуды ыңғайлы уақытта ала аласыз.
subscription-paused = Уақытша тоқтатылған
subscription-paused-until = Қайта қосылатын күні: { $date }
subscription-without = Мына сөздерсіз: { $words }
subscription-items = Шолуда ең көбі { $count } жаңалық
subscription-at-least = Кемінде { $count } жаңалық болса ғана
subscription-next = Келесі шолу: { $moment }
subscription-words = Қазір: { $words }
subscription-ask-regions = Қай өңірлер?
subscription-ask-topics = Қай тақырыптар?
subscription-ask-hours = Қай сағаттарда жіберейік?
subscription-ask-days = Қай күндері?
subscription-ask-at-least = Кемінде қанша жаңалық болса жіберейік?
subscription-ask-words = Сөздерді үтір арқылы жазыңыз, сонда тек солар кездесетін жаңалықтар келеді. Алдына минус қойсаңыз, сол сөз кездесетін жаңалықтар келмейді: <i>су, -футбол</i>. Сөздің барлық тұлғасын табамыз.
subscription-ask-name = Осы жазылымның атауын жазыңыз.
subscription-ask-pause = Қанша уақытқа тоқтатамыз? Өткізіп алғаныңыз кейін бір шолу болып келеді.
subscription-ask-delete = <b>{ $name }</b> жазылымын жоямыз ба?
subscription-deleted = Жазылым жойылды.
subscription-changed = Сақталды.
subscription-exists = Мұндай жазылымыңыз бар.
subscription-preview = Соңғы тәулікте мынадай шолу келер еді:
subscription-preview-none = Соңғы тәулікте бұл жазылым бойынша ештеңе келмес еді.
subscription-preview-none-week = Соңғы аптада бұл жазылым бойынша ештеңе келмес еді.
subscription-limit = Бір чатта { $count } жазылымнан артық бола алмайды. Керексізін жойыңыз немесе бар жазылымға өңір мен тақырып қосыңыз.

settings-title = Баптаулар
settings-line-language = Тіл: { $value }
settings-line-zone = Уақыт белдеуі: { $value }
settings-line-news = Жаңалық тілдері: { $value }
settings-line-quiet = Тыныш сағаттар: { $value }
settings-line-layout = Шолудың түрі: { $value }
settings-line-items = Шолудағы жаңалық саны: { $value }
settings-line-mutes = Жасырылғаны: { $value }
settings-lang = Тіл
settings-zone = Уақыт белдеуі
settings-news = Жаңалық тілдері
settings-quiet = Тыныш сағаттар
settings-layout = Шолудың түрі
settings-items = Жаңалық саны
settings-mutes = Жасырылғандар
settings-ask-language = Қай тілде сөйлесейік?
settings-ask-zone = Қай уақыт бойынша жіберейік?
settings-ask-news = Жаңалықтарды қай тілдерде жіберейік? Жаңалық бірнеше тілде болса, өз тіліңізде көрсетіп, екіншісіне сілтеме береміз.
settings-ask-layout = Шолуды қалай көрсетейік?

    <b>Қарапайым</b> түрі кез келген Telegram-да оқылады. <b>Жиналмалы</b> түрі өңірлер мен тақырыптарды бір хабарламаға жинайды, бірақ Telegram-ның ескі нұсқалары оны көрсетпейді. Шолу көрінбесе, /settings жіберіп, қарапайым түріне қайтыңыз.
settings-ask-items = Бір шолуда қанша жаңалық көрсетейік? Қалғаны әрдайым «Тағы» батырмасының астында.
settings-ask-quiet = Тыныш сағаттарда ештеңе келмейді. Жиналғаны таңертең бір шолу болып келеді.
settings-ask-quiet-from = Тыныштық қай сағатта басталсын?
settings-ask-quiet-until = Басталуы: { $start }. Қай сағатта аяқталсын?
settings-ask-passing = Тыныш сағаттарда да не туралы хабарлайық?
settings-ask-mutes = Бұлар шолуларда көрсетілмейді. Қайтару үшін басыңыз.
settings-no-mutes = Ештеңе жасырылмаған. Тақырыпты шолудың астындағы 👎 батырмасымен жасыруға болады.
layout-classic = Қарапайым
layout-rich = Жиналмалы
quiet-none = жоқ
quiet-with-passing = { $span }, мыналардан басқа: { $topics }
quiet-usage = Мысалы, былай жазыңыз: /quiet 22:00-07:00. Өшіру үшін: /quiet off
mutes-none = ештеңе
muted-topic = { $topic }: енді көрсетпейміз. Баптаулардан қайтара аласыз.
muted-undone = { $name }: қайтадан көрсетеміз.
feedback-thanks = Рақмет!

button-next = Әрі қарай →
button-back = ‹ Артқа
button-back-to-list = ‹ Тізімге
button-home = ☰ Мәзір
button-close = Жабу
button-ready = Дайын ✓
button-yes = Иә
button-no = Бас тарту
button-location = 📍 Тұрған жерім
button-send-location = 📍 Геолокацияны жіберу
button-at-once = Бірден
button-other-time = Басқа…
button-change = Өзгерту
button-share-choice = Осы таңдаумен бөлісу
button-digest-now = 📰 Шолуды қазір алу
button-subscriptions = 🔔 Жазылымдар
button-subscriptions-count = 🔔 Жазылымдар: { $count }
button-regions = 📍 Өңірлер
button-topics = 🏷 Тақырыптар
button-saved = 🔖 Сақталғандар
button-settings = ⚙️ Баптаулар
button-help = ❓ Көмек
button-new-subscription = ➕ Жаңа жазылым
button-words = 🔤 Сөздер
button-no-words = Сөздерді алып тастау
button-name = ✏️ Атауы
button-hours = 🕗 Уақыты
button-days = 📅 Күндер
button-items = Жаңалық саны
button-at-least = Кемінде…
button-as-digest = Шолу түрінде
button-weekly = Аптасына бір рет
button-daily = Күндер бойынша
button-preview = 👁 Не келер еді
button-pause = ⏸ Тоқтата тұру
button-resume = ▶️ Қайта қосу
button-delete = 🗑 Жою
button-pause-1d = Ертеңге дейін
button-pause-7d = Бір аптаға
button-pause-30d = Бір айға
button-pause-on = Өзім қосқанша
button-quiet-off = Тыныш сағатсыз
button-quiet-passing = Түнде де келетіндер
button-export = Менің деректерім
button-forget = Бәрін жою
button-forget-yes = Иә, бәрін жою
button-all-commands = Барлық команда
button-privacy = Деректер туралы

help = <b>Қазақстан өңірлерінің жаңалықтары: қысқа әрі дер кезінде.</b>

    Өз сөзіңізбен сұраңыз:
    • <i>Алматы облысында мектептер туралы осы аптада не жаңалық бар</i>
    • <i>Шымкент, спорт, кеше</i>

    Бір жолмен жазылыңыз:
    • /subscribe Жетісу, білім 08:00 19:00
    • /subscribe Алматы, оқиғалар бірден
    • /subscribe Астана, жолдар -жөндеу жұмыс күндері 07:30

    Қазақша, орысша, ағылшынша жаза беріңіз, сөз қай тұлғада тұрса да түсінеміз. Мұның бәрі батырмаларда да бар.
help-admin = Редакцияға: /status, /stats, /sources, /story, /broadcast, /log
help-group = <b>Осы чатқа өңір жаңалықтары.</b>

    • /digest: шолуды қазір алу
    • /region Шымкент, /topic спорт, /search су
    • /subscribe Жетісу, білім 08:00
    • /subscriptions және /settings: чат әкімшілеріне арналған

    Командаларға және өз хабарламаларыма жазылған жауаптарға ғана жауап беремін.
group-joined = Сәлеметсіздер ме! Осы жерге Қазақстан өңірлерінің жаңалықтарын жіберіп тұрамын. Әкімші, мысалы, былай жазса жеткілікті: /subscribe Алматы облысы 08:00
privacy = <b>Нені сақтаймыз</b>
    Чаттың нөмірін, тілін, уақыт белдеуін, жазылымдарды, баптауларды, сақталған жаңалықтар мен бағаларыңызды. Жіберілген шолулар түзету үшін 30 күн сақталады.

    <b>Нені сақтамаймыз</b>
    Атыңызды, телефоныңызды, тұрған орныңызды және жазғандарыңызды. Сұрағыңыз тек жауап беру үшін керек.

    Деректер ешкімге берілмейді. Деректер файлы: /export, бәрін жою: /forget.
forget-ask = Сіз туралы білетініміздің бәрін жоямыз ба: жазылымдарды, баптауларды, сақталған жаңалықтарды, бағаларды? Кейін қайтару мүмкін болмайды.
forget-done = Бәрі жойылды: { $count } жазба. Қайта бастау үшін /start жіберіңіз
export-caption = Осы чат туралы сақтайтынымыздың бәрі.
export-sent = Файл жеке чатыңызға жіберілді.
export-write-first = Мұндай файл тек жеке чатқа жіберіледі, ал біз әлі таныспадық. Ботпен жеке чатты ашып, «Бастау» батырмасын басыңыз да, қайталаңыз.
export-anonymous = Мұндай файл тек жеке чатқа жіберіледі. Өз атыңыздан қайталаңыз, ал арнаны ботпен жеке чаттан басқарасыз: /link
button-open-private = Жеке чатты ашу
welcome-back = Қайта оралуыңызбен! Жазылымдарыңыз орнында.
welcome-back-suspended = Қайта оралуыңызбен! Бот тоқтап тұрғанда жазылымдарыңыз сақталды. Шолулар қайтадан келе бастайды.

only-admins = Мұнда баптауларды чат әкімшілері өзгертеді. Өз жаңалықтарыңызды ботпен жеке чатта ала аласыз.
only-owners = Мұны тек бот иелері жасай алады.
stale-button = Батырма ескірген. Мәзірді қайта ашыңыз: /start
too-often = Тым жиі. { $seconds } секундтан кейін қайталап көріңіз.
subscribe-usage = Не туралы және қашан жіберетінімізді жазыңыз: /subscribe Алматы облысы, білім 08:00
search-usage = Не іздейтінімізді жазыңыз: /search Шымкенттегі су

link-usage = Былай жазыңыз: /link @арна. Алдымен ботты жариялау құқығы бар арна әкімшісі етіңіз.
link-not-found = { $name } арнасы табылмады. Атын тексеріп, ботты арнаға қосыңыз.
link-bot-not-admin = Бот { $name } арнасында әзірге жариялай алмайды. Оған «Хабарлама жариялау» құқығын беріп, әкімші етіңіз де, қайталаңыз.
link-you-not-admin = { $name } арнасын тек оның әкімшісі қоса алады.
link-done = { $name } арнасы қосылды. Енді не туралы жазатынын таңдаңыз.
forum-not-forum = Тақырыптар тек олар қосылған топтарда бар: Топ баптаулары → Тақырыптар.
forum-no-right = Ботқа «Тақырыптарды басқару» құқығы керек. Соны беріп, /forum командасын қайталаңыз
forum-ask = Қай өңірлерге тақырып ашайық?
topic-gone = Форумдағы тақырып жабылған немесе жойылған, сондықтан оның жаңалықтары енді осында келеді: { $what }.

    Тақырып қайта ашылса, жаңалықтар соған оралады.
topic-gone-only = Форумдағы тақырып жабылған немесе жойылған, сондықтан оның жаңалықтары енді осында келеді.
button-repair-topic = 🔧 Тақырыпты жөндеу
forum-done = Дайын: { $made ->
    [0] жаңа тақырып жоқ
   *[other] { $made } жаңа тақырып
}{ $repaired ->
    [0] {""}
   *[other] , қалпына келтірілгені: { $repaired }
}.

error-unexpected = Бірдеңе дұрыс болмады, бұл туралы біліп отырмыз. Сәл кейінірек қайталап көріңіз.
error-usage = Бұлай болмайды. Мысалдар: /help
error-fetch = Сайт қазір жауап бермей тұр. Өзіміз қайталап көреміз.
error-store = Дерекқор қолжетімсіз. Бір минуттан кейін қайталап көріңіз.
error-store-busy = Дерекқор қазір жүктеулі. Бірнеше секундтан кейін қайталап көріңіз.

settings-saved = Сақталды
quiet-set = Тыныш сағаттар: { $span }. Жиналғаны кейін бір шолу болып келеді.
quiet-off-done = Тыныш сағаттар өшірілді.
forget-kept = Ештеңе жойылған жоқ.
cancelled = Бас тартылды.
not-understood = Қай өңір не тақырып туралы екенін түсіне алмадық. Былай жазып көріңіз: «Жетісу, осы аптадағы спорт».
error-not-text = Бот тек мәтінді түсінеді. Сөзбен сұраңыз: «Шымкентте не жаңалық бар».
error-unknown-command = Мұндай команда жоқ. Барлық команда: /help
error-misspelt-command = Мұндай команда жоқ. Мүмкін, { $command }?
you-are-welcome = Оқасы жоқ! Тағы сұрай беріңіз.
error-unknown-region = «{ $words }» өңірі табылмады. Тізімнен таңдаңыз:
error-unknown-topic = «{ $words }» тақырыбы табылмады. Тізімнен таңдаңыз:
error-unknown-source = «{ $name }» дереккөзі жоқ. Барлық дереккөз: /sources
subscription-gone = Бұл жазылым енді жоқ.
similar-none = Ұқсас жаңалықтар әзірге жоқ.

command-start = Бастау: өңірлер, тақырыптар, уақыт
command-digest = Шолуды қазір алу
command-region = Өңір жаңалықтары
command-topic = Тақырып бойынша жаңалықтар
command-search = Жаңалықты сөз арқылы іздеу
command-subscribe = Бір жолмен жазылу
command-subscriptions = Менің жазылымдарым
command-settings = Тіл, тыныш сағаттар, шолудың түрі
command-quiet = Тыныш сағаттар: 22:00-07:00
command-export = Деректерімді файл етіп алу
command-forget = Барлық дерегімді жою
command-help = Бот не істей алады
command-privacy = Нені сақтаймыз
command-link = Арнаны қосу
command-forum = Әр өңірге бір тақырып
command-status = Бәрі жұмыс істеп тұр ма
command-stats = Жазылушылар, жеткізу, жаңалықтар
command-sources = Дереккөздер
command-source = Дереккөз: add, pause, resume, remove, test
command-fetch = Дереккөздерді қазір тексеру
command-preview = Чаттың сынақ шолуы
command-story = Жаңалық: неге осында, түзету, жасыру
command-broadcast = Жаппай хабарлама
command-chats = Чатты табу
command-ban = Чатты бұғаттау
command-unban = Чатты бұғаттан шығару
command-log = Әрекеттер журналы
command-backup = Дерекқордың көшірмесі
bot-description = Қазақстан өңірлерінің жаңалықтары қысқа әрі дер кезінде: тек өзіңіз таңдаған өңірлер мен тақырыптар, ыңғайлы уақытта, қазақша және орысша. «Бастау» батырмасын басыңыз.
bot-short-description = Қазақстан өңірлері жаңалықтарының шолуы: қазақша, орысша, ағылшынша.
