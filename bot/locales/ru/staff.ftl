# What only the staff reads beside the screens of admin.ftl and newsroom.ftl.

command-admin = Сотрудники: add, remove
status-disk = На диске свободно { $free }
status-held = 🕓 Ждут одобрения: { $count }
button-queue = 🕓 На одобрение ({ $count })

source-usage =
    <code>/source add адрес</code> — найти ленту и добавить
    <code>/source test имя</code> — пробное чтение
    <code>/source pause имя</code>, <code>resume</code>, <code>remove</code>
    <code>/source title имя Название</code>
    <code>/source region имя Алматинская</code>
    Все источники: /sources
source-known = Этот источник уже есть.
source-fixed-by-file = Источник задан в файле настроек: остальное меняется там.
source-ask-title = Как называть источник «{ $name }»? Пришлите новое название.
source-ask-region = К какому региону относить статьи «{ $name }», если в самом тексте регион не назван?
source-ask-interval = Как часто проверять «{ $name }»?
button-source-add = ➕ Добавить
button-source-region = Регион
button-source-every = Как часто
button-source-mode = Откуда текст
button-source-rename = Переименовать
trial-found = Найдена лента: { $name }
trial-tested = Пробное чтение: { $name }
trial-none = По адресу { $address } ленты нет. Пришлите адрес самой ленты, обычно это …/feed/ или …/rss.
trial-failed = 🔴 Прочитать не удалось: { $reason }
trial-entries = Записей: { $count }. Языки: { $languages }.
trial-newest = Последняя: { $moment }
trial-full = Текст: целиком в ленте.
trial-excerpts = Текст: в ленте только начало, остальное возьмём со страниц.
trial-regions = Регионы { $count ->
    [1] последней статьи
    [one] последних { $count } статьи
   *[other] последних { $count } статей
}: { $items }
trial-no-regions = Регионы в последних статьях не названы. Для местной газеты укажите регион по умолчанию.
trial-skipped = Пропущено негодных записей: { $count }
trial-ask = Добавить этот источник?

newsroom-examples = Исправления для <code>aimaq evaluate</code>, строк: { $count }
newsroom-no-examples = Регионы и темы ещё никто не исправлял.
newsroom-released = Одобрено: новость уходит подписчикам.
newsroom-rejected = Отклонено: новость никто не увидит.
newsroom-which = В сообщении несколько новостей. Какая?
newsroom-own = Редакция
newsroom-ask-write =
    Пришлите новость одним сообщением: первая строка — заголовок, дальше текст. Ссылку можно дать отдельной строкой.
    Регион и темы бот определит сам, перед отправкой вы их проверите.
newsroom-write-again = Нужны заголовок первой строкой и текст под ним.
queue-title = Ждут одобрения: { $count }
queue-reported = Читатели сообщили об ошибке: { $count }
queue-empty = На одобрение ничего нет

broadcast-cannot = Такое сообщение скопировать нельзя. Пришлите текст, картинку, видео или документ.
broadcast-topics = Темы: { $topics }.
broadcast-ask-topics = Подписчикам каких тем отправить?
broadcast-variants = Отдельный текст: { $languages }.
broadcast-links = Кнопок: { $count }.
broadcast-at = Начнётся: { $moment }.
broadcast-ask-variant = Пришлите сообщение для тех, кто читает на этом языке: { $language }.
broadcast-ask-link = Пришлите кнопку: надпись и адрес. Например: «Подробнее — https://example.kz».
broadcast-link-again = Не похоже на кнопку. Нужны надпись и адрес: «Подробнее — https://example.kz».
broadcast-ask-time = Когда начать? Например: 18:30 или 26.11 09:00.
broadcast-time-again = Не удалось разобрать время. Например: 18:30 или 26.11 09:00.
button-link-add = ➕ Кнопка
button-links-off = Без кнопок
button-at = В другое время
button-at-off = Отправить сразу

staff-title = Сотрудники
staff-usage = Добавить: <code>/admin add @имя editor</code>. Убрать: <code>/admin remove @имя</code>. Вместо имени можно указать числовой ID.
staff-unknown = Бот не знает этого человека: { $name }. Укажите его @имя или числовой ID.
staff-owner = { $name } — владелец бота: владельцев задают в файле настроек.
role-owner = владелец
role-editor = редактор
role-invited = приглашён, станет редактором, когда напишет боту
chat-owner = Владельца бота заблокировать нельзя.
preview-head = Пробный дайджест: <b>{ $name }</b>. Подходящих новостей: { $count }.

backup-begun = Копия базы данных создаётся…
backup-kept = Копия готова и проверена: { $size }. Для Telegram она слишком велика и сохранена на сервере: <code>{ $path }</code>
backup-failed = 🔴 Сделать копию не удалось

stats-subscribed = Подписчиков региона: <b>{ $count }</b>
stats-feedback = Оценки: 👍 { $liked }, 👎 { $disliked }
stats-no-charts = Графики не настроены: на сервере нет matplotlib (<code>pip install aimaq[charts]</code>).

alert-database = 🔴 База данных не отвечает: { $reason }
alert-database-well = 🟢 База данных снова отвечает
gigabytes = { $size } ГБ

log-story-correct = Новость исправлена
log-story-write = Новость написана
log-story-release = Новость прошла одобрение
log-story-checked = Новость проверена: ошибки нет
log-story-reported = Читатель сообщил об ошибке в новости
log-story-merge = Новость объединена
log-story-split = Новость разделена
log-story-resend = Новость отправлена ещё раз
log-source-add = Источник добавлен
log-source-remove = Источник удалён
log-source-paused = Источник: пауза
log-source-approval = Источник: одобрение
log-source-full_text = Источник: откуда текст
log-source-default_region = Источник: регион
log-source-poll_seconds = Источник: как часто читать, с
log-source-title = Источник: название
log-broadcast-send = Рассылка подтверждена
log-broadcast-pause = Рассылка на паузе
log-broadcast-resume = Рассылка продолжена
log-broadcast-cancel = Рассылка остановлена
log-staff-add = Редактор добавлен
log-staff-remove = Редактор убран
log-staff-invite = Редактор приглашён
log-staff-uninvite = Приглашение отозвано
log-staff-accept = Приглашение принято
log-chat-ban = Чат заблокирован
log-chat-unban = Чат разблокирован
log-backup = Резервная копия

log-field-regions = регионы
log-field-topics = темы
log-field-hidden = скрыта
log-field-pinned = закреплена
log-field-summary = краткое содержание
log-field-title = заголовок
log-field-into = в новость
log-field-story = новость
log-field-size = чатов
log-field-languages = языки
log-field-kinds = вид чатов
log-field-feed_url = лента
log-field-bytes = байт
log-field-articles = статьи остались
