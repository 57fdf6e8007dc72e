# What the bot's admins see.

status-green = <b>Работает</b> · { $uptime } · { $version }
status-yellow = <b>Работает, но стоит взглянуть</b> · { $uptime } · { $version }
status-red = <b>Требует внимания</b> · { $uptime } · { $version }
status-sources = Источники { $well } из { $total } · последняя статья { $last }
status-no-article = ещё не приходила
status-more-troubles = …и ещё { $count }
status-run = Рассылка { $at }: { $chats ->
    [one] { $chats } чат
    [few] { $chats } чата
   *[other] { $chats } чатов
}, доставлено { $delivered }, недоступны { $refused }, { $duration }
status-next-run = Следующая рассылка: { $moment }
status-queue-empty = Очередь пуста · темп { $pace }/с · ошибок за час { $errors }
status-queue = В очереди { $count }, самое старое ждёт { $age } · темп { $pace }/с · ошибок за час { $errors }
status-undelivered = ⚠️ Без подтверждения { $unconfirmed }, отложено из-за ошибки { $quarantined }
status-size = Чатов { $chats }, приостановлено { $suspended } · новостей { $stories } · база { $size }
megabytes = { $size } МБ

sources-title = Источники
sources-none = Пока ни одного. Добавить: /source add адрес
source-failing = { $name }: { $error } с { $since } ({ $attempts ->
    [one] { $attempts } попытка
    [few] { $attempts } попытки
   *[other] { $attempts } попыток
}), следующая: { $next }
source-silent = { $name }: молчит, последнее чтение { $ago }
source-now = сейчас
source-no-article = статей ещё не было
source-state-green = работает
source-state-yellow = молчит
source-state-red = не отвечает
source-state-paused = на паузе
source-last = Последняя статья: { $article }. Последнее чтение: { $success }
source-next = Следующее чтение: { $next }, раз в { $every }
source-mode = Текст: { $mode }
source-mode-auto = из ленты или со страницы
source-mode-feed = только из ленты
source-mode-page = всегда со страницы
source-region = Регион по умолчанию: { $region }
source-articles = Статей: { $count }
source-approval = Новости ждут одобрения редактора
source-of-file = Задан в файле настроек: отсюда его можно поставить на паузу, но не удалить.
source-ask-remove = Удалить источник «{ $name }»? Статей от него: { $count }.

button-fetch-all = Проверить источники
button-sources = Источники
button-errors = Ошибки
button-stats = Статистика
button-status = Состояние
button-refresh = Обновить
button-source-fetch = Проверить сейчас
button-source-test = Пробное чтение
button-source-pause = ⏸ Пауза
button-source-resume = ▶️ Возобновить
button-source-remove = 🗑 Удалить
button-approval-on = Одобрять вручную
button-approval-off = Без одобрения
button-keep-articles = Удалить, статьи оставить
button-remove-articles = Удалить со статьями
button-edit-story = ✏️ Править

fetched-title = Источники проверены
fetched-line = { $name }: новых { $new }, изменено { $changed }
fetched-same = { $name }: нового нет
fetched-failed = { $name }: { $error }
fetched-none = Проверять нечего: все источники на паузе или их нет.
