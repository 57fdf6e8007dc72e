# Groups, forums, channels, inline mode; answers that are awaited as messages.

answer-by-reply = Ответьте на это сообщение: в группе бот читает только команды и ответы ему.
onboarding-words = Можно и просто написать: <i>Талгарский район, школы 19:00</i>
onboarding-place-only = Только { $place }
button-look-first = Сначала посмотреть
mutes-ask-word = Напишите слово: новости с ним показывать не будем. Находим его в любой форме.
mutes-too-many = Уже { $count ->
    [one] скрыто { $count } слово
    [few] скрыты { $count } слова
   *[other] скрыто { $count } слов
}, больше нельзя: верните какое-нибудь из них.
button-mute-word = ➕ Слово
preview-note = Вот что пришло бы за сутки
preview-note-week = Вот что пришло бы за неделю

channel-card = <b>{ $name }</b>
    { $count ->
        [0] Канал подключён. Выберите, о чём ему писать.
        [one] Канал подключён, { $count } подписка.
        [few] Канал подключён, { $count } подписки.
       *[other] Канал подключён, { $count } подписок.
    }
channel-gone = Этот канал больше не подключён. Подключить: /link @канал
channel-subscribed = <b>Канал подписан:</b> { $what }, { $when }. Настройки — в личном чате с ботом: /link { $name }

inline-more = Открыть бота
inline-none = Ничего не нашлось. Открыть бота
inline-too-often = Слишком часто. Подождите минуту
