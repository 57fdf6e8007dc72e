# The newsroom at work: editing stories, broadcasts, log, chats, figures, alerts.

newsroom-id = Новость { $id } · версий { $editions } · источников { $outlets }
newsroom-is-held = ждёт одобрения
newsroom-is-hidden = скрыта
newsroom-is-pinned = закреплена
newsroom-is-reported = читатель сообщил об ошибке
newsroom-sent = Отправлена в { $count ->
    [one] { $count } чат
    [few] { $count } чата
   *[other] { $count } чатов
}
newsroom-no-region = Без региона
newsroom-ask-regions = К каким регионам относится новость? Первый отмеченный считается главным.
newsroom-ask-topics = К каким темам? Первая отмеченная считается главной.
newsroom-ask-split = Какая статья не об этом событии?
newsroom-ask-summary = Пришлите новое краткое содержание: одно-два предложения.
newsroom-ask-merge = Пришлите номер новости, к которой присоединить эту.
newsroom-saved = Сохранено и записано в журнал. Следующие дайджесты это учтут.
newsroom-merged = Присоединено к новости { $id }.
newsroom-split = Статья стала отдельной новостью: { $id }.
newsroom-resent = Поставлено в очередь: { $count }.
newsroom-usage = Напишите номер новости, например /story 1234, или перешлите её сюда. Своя новость: /story new
newsroom-checked = Отмечено: ошибки нет.
newsroom-not-found = Новости с таким номером нет.
button-approve = ✅ Одобрить
button-reject = Отклонить
button-right = ✓ Всё верно
button-fix-summary = Краткое содержание
button-merge = Объединить
button-split = Разделить
button-hide = Скрыть
button-show = Показать
button-pin = 📌 Закрепить
button-unpin = Открепить
button-resend = Отправить ещё раз

broadcast-ask = Пришлите сообщение для рассылки: текст с оформлением или картинку с подписью.
broadcast-title = Рассылка
broadcast-audience = Кому: { $regions }. Языки: { $languages }. Чаты: { $kinds }.
broadcast-any = все
broadcast-size = { $count ->
    [one] { $count } чат
    [few] { $count } чата
   *[other] { $count } чатов
}, примерно { $duration }.
broadcast-cost = Стоимость: { $stars } ⭐.
broadcast-ask-regions = Подписчикам каких регионов отправить?
broadcast-ask-languages = На каких языках читают получатели?
broadcast-ask-kinds = В какие чаты отправить?
broadcast-confirm = <b>Отправляем?</b> Отправленное вернуть нельзя.
broadcast-planned = Рассылка запланирована
broadcast-running = Рассылка идёт
broadcast-paused = Рассылка на паузе
broadcast-progress = Отправлено { $sent } из { $total } ({ $share }), не дошло { $failed }
broadcast-done = <b>Рассылка завершена.</b> Отправлено { $sent }, не дошло { $failed }.
broadcast-cancelled = <b>Рассылка остановлена.</b> Отправлено { $sent }, не дошло { $failed }, не отправлено { $left }.
kind-private = личные
kind-group = группы
kind-supergroup = супергруппы
kind-channel = каналы
button-languages = Языки
button-kinds = Чаты
button-show-preview = Показать
button-send = Отправить…
button-send-yes = Да, отправить
button-stop = ⏹ Остановить

log-title = Журнал действий
log-empty = Пока пусто.
errors-title = Ошибки
errors-none = Ошибок нет.
chats-title = Чаты
chats-none = Никого не нашлось.
chat-since = В боте с { $date }
chat-no-orders = Подписок нет.
chat-ask-ban = Заблокировать { $name }? Бот перестанет отвечать и присылать новости.
chat-banned = Заблокирован.
chat-unbanned = Разблокирован.
state-active = активен
state-suspended = приостановлен
state-banned = заблокирован
button-ban = Заблокировать
button-unban = Разблокировать

stats-title = Статистика за { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
stats-period = За { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
stats-subscribers = Подписчиков: <b>{ $count }</b>, новых { $new }, ушло { $lost }
stats-kinds = Чаты: { $items }
stats-languages = Языки: { $items }
stats-subscribed-regions = Подписаны на: { $items }
stats-deliveries = Доставлено: <b>{ $delivered }</b>, не дошло { $failed }
stats-stories = Статей: <b>{ $count }</b>
stats-regions = Регионы: { $items }
stats-topics = Темы: { $items }
stats-sources = Источники: { $items }

alert-source-failing = 🔴 Источник <b>{ $name }</b> не отвечает с { $since }: { $error }
alert-source-silent = 🟡 Источник <b>{ $name }</b> молчит дольше обычного: последняя статья { $ago }
alert-source-well = 🟢 Источник <b>{ $name }</b> снова работает
alert-queue = 🔴 Очередь стоит: { $count }, самое старое ждёт { $age }
alert-queue-well = 🟢 Очередь снова движется
alert-flood = 🟡 Telegram просит подождать { $duration }: рассылка замедлена
alert-flood-well = 🟢 Рассылка идёт с обычной скоростью
alert-disk = 🔴 На диске осталось { $free }. Освободите место, иначе новости перестанут сохраняться
alert-disk-well = 🟢 Места на диске снова достаточно
alert-backup = 🔴 Сделать резервную копию не удалось: { $error }
alert-backup-well = 🟢 Резервная копия сделана и проверена
alert-renewal = 🟡 Настройки или словари прочитать не удалось, действуют прежние: { $error }
alert-renewal-well = 🟢 Источники и словари перечитаны
alert-error = 🟡 Ошибка { $fingerprint } (×{ $count }): { $text }
