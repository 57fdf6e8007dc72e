# The conversation: first steps, subscriptions, settings, help, short answers.

onboarding-welcome = Здравствуйте! Новости каких регионов вам присылать?
onboarding-regions = Новости каких регионов присылать?
onboarding-chosen = Выбрано: <b>{ $regions }</b>
onboarding-topics = Все темы или только некоторые?
onboarding-when = Когда присылать?
onboarding-hours = Отметьте часы, в которые удобно читать.
onboarding-done = <b>Готово:</b> { $what }, { $when }.
onboarding-first-digest = Вот что было за сутки:
onboarding-no-news-yet = За сутки новостей не было. Пришлём, как только появятся.
onboarding-location = Нажмите кнопку внизу: по геопозиции определим регион, сохранять её не будем. Можно и просто написать название города или района.
onboarding-place-found = 📍 { $place } → <b>{ $region }</b>
onboarding-place-unknown = Это место не в Казахстане, или определить его не удалось. Выберите регион из списка.

schedule-instant = сразу, как только выйдут
schedule-times = { $days } в { $times }
schedule-weekly = обзор недели: { $days } в { $times }

home = <b>Что показать?</b> Можно просто спросить: «что нового в Алматинской области по школам за неделю».
home-no-subscriptions = <b>Подписок пока нет.</b> Создайте первую или просто спросите: «что нового в Шымкенте за неделю».

subscriptions-title = Подписки
subscriptions-none = Пока ни одной. Дайджест можно получать по своим регионам и темам, в удобное время.
subscription-paused = На паузе
subscription-paused-until = На паузе до { $date }
subscription-without = Без слов: { $words }
subscription-items = { $count ->
    [one] До { $count } новости в дайджесте
   *[other] До { $count } новостей в дайджесте
}
subscription-at-least = Только если новостей не меньше { $count }
subscription-next = Следующий дайджест: { $moment }
subscription-words = Сейчас: { $words }
subscription-ask-regions = Какие регионы?
subscription-ask-topics = Какие темы?
subscription-ask-hours = В какие часы присылать?
subscription-ask-days = В какие дни?
subscription-ask-at-least = Присылать, только если новостей не меньше:
subscription-ask-words = Напишите слова через запятую, и останутся только новости с ними. Минус исключает: <i>вода, -футбол</i>. Слова находим во всех формах.
subscription-ask-name = Напишите название этой подписки.
subscription-ask-pause = На сколько поставить на паузу? Пропущенное придёт потом одним дайджестом.
subscription-ask-delete = Удалить подписку <b>{ $name }</b>?
subscription-deleted = Подписка удалена.
subscription-changed = Сохранено.
subscription-exists = Такая подписка у вас уже есть.
subscription-preview = Вот что пришло бы за сутки:
subscription-preview-none = За сутки по этой подписке ничего бы не пришло.
subscription-preview-none-week = За прошлую неделю по этой подписке ничего бы не пришло.
subscription-limit = Больше { $count } подписок в одном чате не получится. Удалите ненужную или добавьте регионы и темы к имеющейся.

settings-title = Настройки
settings-line-language = Язык: { $value }
settings-line-zone = Часовой пояс: { $value }
settings-line-news = Языки новостей: { $value }
settings-line-quiet = Тихие часы: { $value }
settings-line-layout = Вид дайджеста: { $value }
settings-line-items = Новостей в дайджесте: { $value }
settings-line-mutes = Скрыто: { $value }
settings-lang = Язык
settings-zone = Часовой пояс
settings-news = Языки новостей
settings-quiet = Тихие часы
settings-layout = Вид дайджеста
settings-items = Сколько новостей
settings-mutes = Скрытое
settings-ask-language = На каком языке с вами говорить?
settings-ask-zone = По какому времени присылать?
settings-ask-news = На каких языках присылать новости? Если новость есть на нескольких, покажем на вашем и дадим ссылку на другой.
settings-ask-layout = Как показывать дайджест?

    <b>Обычный</b> читается в любом Telegram. <b>Раскладной</b> сворачивает регионы и темы в одно сообщение, но старые версии Telegram его не показывают. Если дайджест не виден, отправьте /settings и верните обычный.
settings-ask-items = Сколько новостей показывать в одном дайджесте? Остальные всегда под кнопкой «Ещё».
settings-ask-quiet = В тихие часы ничего не приходит. Что накопилось, придёт утром одним дайджестом.
settings-ask-quiet-from = С какого часа тишина?
settings-ask-quiet-until = Тишина с { $start }. До какого часа?
settings-ask-passing = О чём сообщать даже в тихие часы?
settings-ask-mutes = Этого в дайджестах нет. Нажмите, чтобы вернуть.
settings-no-mutes = Ничего не скрыто. Тему можно скрыть кнопкой 👎 под дайджестом.
layout-classic = Обычный
layout-rich = Раскладной
quiet-none = нет
quiet-with-passing = { $span }, кроме: { $topics }
quiet-usage = Напишите, например: /quiet 22:00-07:00. Выключить: /quiet off
mutes-none = ничего
muted-topic = { $topic }: больше не показываем. Вернуть можно в настройках.
muted-undone = { $name }: снова показываем.
feedback-thanks = Спасибо!

button-next = Дальше →
button-back = ‹ Назад
button-back-to-list = ‹ К списку
button-home = ☰ Меню
button-close = Закрыть
button-ready = Готово ✓
button-yes = Да
button-no = Отмена
button-location = 📍 По геопозиции
button-send-location = 📍 Отправить геопозицию
button-at-once = Сразу
button-other-time = Другое…
button-change = Изменить
button-share-choice = Поделиться этим выбором
button-digest-now = 📰 Дайджест сейчас
button-subscriptions = 🔔 Подписки
button-subscriptions-count = 🔔 Подписки: { $count }
button-regions = 📍 Регионы
button-topics = 🏷 Темы
button-saved = 🔖 Сохранённые
button-settings = ⚙️ Настройки
button-help = ❓ Помощь
button-new-subscription = ➕ Новая подписка
button-words = 🔤 Слова
button-no-words = Убрать слова
button-name = ✏️ Название
button-hours = 🕗 Часы
button-days = 📅 Дни
button-items = Сколько новостей
button-at-least = Не меньше…
button-as-digest = Дайджестом
button-weekly = Раз в неделю
button-daily = По дням
button-preview = 👁 Что пришло бы
button-pause = ⏸ Пауза
button-resume = ▶️ Возобновить
button-delete = 🗑 Удалить
button-pause-1d = До завтра
button-pause-7d = На неделю
button-pause-30d = На месяц
button-pause-on = Пока не включу
button-quiet-off = Без тихих часов
button-quiet-passing = Что важно даже ночью
button-export = Мои данные
button-forget = Удалить всё
button-forget-yes = Да, удалить всё
button-all-commands = Все команды
button-privacy = О данных

help = <b>Новости регионов Казахстана: коротко и вовремя.</b>

    Спросите словами:
    • <i>что нового в Алматинской области по школам за неделю</i>
    • <i>Шымкент, спорт, вчера</i>

    Подпишитесь одной строкой:
    • /subscribe Жетысу, образование 08:00 19:00
    • /subscribe Алматы, происшествия сразу
    • /subscribe Астана, дороги -ремонт по будням 07:30

    Пишите по-русски, по-казахски или по-английски, слова в любой форме. То же самое можно сделать кнопками.
help-admin = Редакции: /status, /stats, /sources, /story, /broadcast, /log
help-group = <b>Новости регионов в этом чате.</b>

    • /digest: дайджест сейчас
    • /region Шымкент, /topic спорт, /search вода
    • /subscribe Жетысу, образование 08:00
    • /subscriptions и /settings: для администраторов чата

    Отвечаю только на команды и на ответы на мои сообщения.
group-joined = Здравствуйте! Буду присылать сюда новости регионов Казахстана. Администратору достаточно написать, например: /subscribe Алматинская область 08:00
privacy = <b>Что мы храним</b>
    Номер чата, язык, часовой пояс, подписки, настройки, сохранённые новости и ваши оценки. Отправленные дайджесты: 30 дней, чтобы исправлять их.

    <b>Чего не храним</b>
    Имя, телефон, геопозицию и то, что вы пишете. Вопрос нужен лишь для того, чтобы на него ответить.

    Данные никому не передаются. Файл с ними: /export, удалить всё: /forget.
forget-ask = Удалить всё, что мы о вас знаем: подписки, настройки, сохранённые новости, оценки? Вернуть будет нельзя.
forget-done = Всё удалено: { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}. Чтобы начать заново, отправьте /start
export-caption = Всё, что мы храним об этом чате.
export-sent = Файл отправлен вам в личный чат.
export-write-first = Такой файл приходит только в личный чат, а мы с вами ещё не знакомы. Откройте личный чат с ботом, нажмите «Начать» и повторите.
export-anonymous = Такой файл приходит только в личный чат. Повторите от своего имени, а каналом управляйте из личного чата с ботом: /link
button-open-private = Открыть личный чат
welcome-back = С возвращением! Ваши подписки на месте.
welcome-back-suspended = С возвращением! Пока бот был остановлен, подписки ждали. Дайджесты снова приходят.

only-admins = Здесь настройки меняют администраторы чата. Свои новости можно получать в личном чате с ботом.
only-owners = Это могут только владельцы бота.
stale-button = Кнопка устарела. Откройте меню заново: /start
too-often = Слишком часто. Попробуйте через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[other] { $seconds } секунд
}.
subscribe-usage = Напишите, что и когда присылать: /subscribe Алматинская область, образование 08:00
search-usage = Напишите, что искать: /search вода в Шымкенте

link-usage = Напишите: /link @канал. Сначала сделайте бота администратором канала с правом публиковать.
link-not-found = Канал { $name } не найден. Проверьте имя и добавьте бота в канал.
link-bot-not-admin = Бот пока не может публиковать в { $name }. Сделайте его администратором с правом «Публикация сообщений» и повторите.
link-you-not-admin = Подключить { $name } может только администратор канала.
link-done = Канал { $name } подключён. Теперь выберите, о чём ему писать.
forum-not-forum = Темы есть только в группах, где они включены: Настройки группы → Темы.
forum-no-right = Боту нужно право «Управление темами». Дайте его и повторите /forum
forum-ask = Для каких регионов завести темы?
topic-gone = Тема форума закрыта или удалена, поэтому её новости теперь приходят сюда: { $what }.

    Если открыть тему снова, новости вернутся в неё.
topic-gone-only = Тема форума закрыта или удалена, поэтому её новости теперь приходят сюда.
button-repair-topic = 🔧 Восстановить тему
forum-done = Готово: { $made ->
    [0] новых тем нет
    [one] { $made } новая тема
    [few] { $made } новые темы
   *[other] { $made } новых тем
}{ $repaired ->
    [0] {""}
   *[other] , восстановлено: { $repaired }
}.

error-unexpected = Что-то пошло не так, и мы уже знаем об этом. Попробуйте ещё раз чуть позже.
error-usage = Так не получится. Примеры: /help
error-fetch = Сайт сейчас не отвечает. Попробуем ещё раз сами.
error-store = База данных недоступна. Попробуйте через минуту.
error-store-busy = База данных занята. Попробуйте через несколько секунд.

settings-saved = Сохранено
quiet-set = Тихие часы: { $span }. Что накопится, придёт потом одним дайджестом.
quiet-off-done = Тихие часы выключены.
forget-kept = Ничего не удалено.
cancelled = Отменено.
not-understood = Не удалось понять, о каком регионе или теме речь. Попробуйте так: «Жетысу, спорт за неделю».
error-not-text = Бот понимает только текст. Спросите словами: «что нового в Шымкенте».
error-unknown-command = Такой команды нет. Все команды: /help
error-misspelt-command = Такой команды нет. Может быть, { $command }?
you-are-welcome = Пожалуйста! Спрашивайте ещё.
error-unknown-region = Регион «{ $words }» не найден. Выберите из списка:
error-unknown-topic = Тема «{ $words }» не найдена. Выберите из списка:
error-unknown-source = Источника «{ $name }» нет. Все источники: /sources
subscription-gone = Этой подписки больше нет.
similar-none = Похожих новостей пока нет.

command-start = Начать: регионы, темы, время
command-digest = Дайджест сейчас
command-region = Новости региона
command-topic = Новости на тему
command-search = Найти новости словами
command-subscribe = Подписаться одной строкой
command-subscriptions = Мои подписки
command-settings = Язык, тихие часы, вид дайджеста
command-quiet = Тихие часы: 22:00-07:00
command-export = Мои данные файлом
command-forget = Удалить все мои данные
command-help = Что умеет бот
command-privacy = Что мы храним
command-link = Подключить канал
command-forum = Тема для каждого региона
command-status = Всё ли работает
command-stats = Подписчики, доставка, новости
command-sources = Источники
command-source = Источник: add, pause, resume, remove, test
command-fetch = Проверить источники сейчас
command-preview = Пробный дайджест чата
command-story = Новость: почему здесь, исправить, скрыть
command-broadcast = Рассылка
command-chats = Найти чат
command-ban = Заблокировать чат
command-unban = Разблокировать чат
command-log = Журнал действий
command-backup = Копия базы
bot-description = Новости регионов Казахстана, коротко и вовремя: только ваши регионы и темы, в удобное время, на русском и казахском. Нажмите «Начать».
bot-short-description = Дайджесты новостей регионов Казахстана на русском, казахском и английском.
