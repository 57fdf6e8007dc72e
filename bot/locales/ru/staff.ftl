# What only the staff reads beside the screens of admin.ftl and newsroom.ftl.

command-admin = Сотрудники: add, remove
status-disk = На диске свободно { $free }
status-held = 🕓 Ждут одобрения: { $count }
button-queue = 🕓 На одобрение ({ $count })

source-usage =
    <code>/source add адрес</code> — найти ленту и добавить
    <code>/source test имя</code> — испытать
    <code>/source pause имя</code>, <code>resume</code>, <code>remove</code>
    <code>/source title имя Название</code>
    <code>/source region имя Алматинская</code>
    Все источники: /sources
source-known = Этот источник уже есть.
source-fixed-by-file = Источник записан в файле настроек: остальное меняют там.
source-ask-title = Как называть источник «{ $name }»? Пришлите новое название.
source-ask-region = К какому региону относить статьи «{ $name }», если в самом тексте регион не назван?
source-ask-interval = Как часто проверять «{ $name }»?
button-source-add = ➕ Добавить
button-source-region = Регион
button-source-every = Как часто
button-source-mode = Откуда текст
button-source-rename = Переименовать
trial-found = Найдена лента: { $name }
trial-tested = Проверка: { $name }
trial-none = По адресу { $address } ленты нет. Пришлите адрес самой ленты, обычно это …/feed/ или …/rss.
trial-failed = 🔴 Прочитать не удалось: { $reason }
trial-entries = Записей: { $count }. Языки: { $languages }.
trial-newest = Последняя: { $moment }
trial-full = Текст: целиком в ленте.
trial-excerpts = Текст: в ленте только начало, остальное возьмём со страниц.
trial-regions = Регионы последних { $count ->
    [one] { $count } статьи
   *[other] { $count } статей
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
queue-empty = На одобрение ничего нет

broadcast-cannot = Такое сообщение скопировать нельзя. Пришлите текст, картинку, видео или документ.
broadcast-topics = Темы: { $topics }.
broadcast-ask-topics = Подписчикам каких тем?
broadcast-variants = Отдельный текст: { $languages }.
broadcast-links = Кнопок: { $count }.
broadcast-at = Начнётся: { $moment }.
broadcast-ask-variant = Пришлите сообщение для тех, кто читает на этом языке: { $language }.
broadcast-ask-link = Пришлите кнопку: надпись и адрес. Например: «Подробнее — https://example.kz».
broadcast-link-again = Не похоже на кнопку. Нужны надпись и адрес: «Подробнее — https://example.kz».
broadcast-ask-time = Когда начать? Например: 18:30 или 26.11 09:00.
broadcast-time-again = Время не понято. Например: 18:30 или 26.11 09:00.
button-link-add = ➕ Кнопка
button-links-off = Без кнопок
button-at = В другое время
button-at-off = Отправить сразу

staff-title = Сотрудники
staff-usage = Добавить: <code>/admin add @имя editor</code>. Убрать: <code>/admin remove @имя</code>. Вместо имени годится числовой номер.
staff-unknown = Я не знаю, кто такой { $name }. Укажите @имя или числовой номер.
staff-owner = { $name } — владелец: владельцы записаны в файле настроек.
role-owner = владелец
role-editor = редактор
role-invited = приглашён, станет редактором, когда напишет боту
chat-owner = Владельца бота заблокировать нельзя.
preview-head = Пробный дайджест: <b>{ $name }</b>. Подходящих новостей: { $count }.

backup-begun = Делаю копию базы…
backup-kept = Копия готова и проверена: { $size }. Для Telegram она велика, лежит на сервере: <code>{ $path }</code>
backup-failed = 🔴 Копия не удалась

stats-subscribed = Подписчиков региона: <b>{ $count }</b>
stats-feedback = Оценки: 👍 { $liked }, 👎 { $disliked }
stats-no-charts = Картинки не настроены: на сервере не хватает matplotlib (<code>pip install aimaq[charts]</code>).

alert-database = 🔴 База данных не отвечает: { $reason }
alert-database-well = 🟢 База данных снова отвечает
gigabytes = { $size } ГБ
