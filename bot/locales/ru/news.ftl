# What readers see of the news: digests, stories, lists, answers to questions.

regions-count = { $count ->
    [one] { $count } регион
    [few] { $count } региона
   *[other] { $count } регионов
}
stories-count = { $count ->
    [one] { $count } новость
    [few] { $count } новости
   *[other] { $count } новостей
}

digest-day = { $day }, { $part }
digest-week = обзор недели, { $start }–{ $end }
digest-count-all = { $total ->
    [200] не меньше 200 новостей
    [one] { $total } новость
    [few] { $total } новости
   *[other] { $total } новостей
} { $period }
digest-count = { $total ->
    [200] не меньше 200 новостей
    [one] { $total } новость
    [few] { $total } новости
   *[other] { $total } новостей
} { $period }, { $shown ->
    [1] главная
   *[other] главные { $shown }
}
digest-corrected = Исправлено после отправки
digest-until = Обновлено в { $clock }
digest-nothing-new = По вашим подпискам пока ничего нового. Можно посмотреть последние новости региона или темы.
digest-no-subscriptions = У вас пока нет подписок. Выберите регионы, и дайджест будет приходить сам.
digest-rest = Остальные новости дайджеста
period-day = за сутки
period-week = за неделю
period-hours = за { $count ->
    [1] час
    [one] { $count } час
    [few] { $count } часа
   *[other] { $count } часов
}
period-days = за { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
block-country = Казахстан и мир
block-other = Другое
week-figures = Неделя в цифрах
table-region = Регион
table-stories = Новостей
table-change = К прошлой неделе

story-outlets = { $count ->
    [one] { $count } источник
    [few] { $count } источника
   *[other] { $count } источников
}
story-more-outlets = ещё { $count ->
    [one] { $count } источник
    [few] { $count } источника
   *[other] { $count } источников
}
story-sources = Источники: { $sources }
story-corrected = исправлено
story-withdrawn = снято сайтом
story-gone = Этой новости больше нет: сайт её снял или прошло слишком много времени.
story-saved = Сохранено
story-unsaved = Убрано из сохранённых
saved-title = Сохранённые новости
saved-none = Здесь будут новости, которые вы сохраните кнопкой 🔖.

why-title = <b>Почему здесь?</b>
why-word = «{ $word }»
why-nothing = В тексте не названы ни регион, ни тема: это общая новость.
why-corrected = Регион и темы проверил редактор.
why-reported = Спасибо! Редакция проверит, куда относится эта новость.

query-word = «{ $word }»
list-news = Новости
list-count = { $total ->
    [200] не меньше 200 новостей
    [one] { $total } новость
    [few] { $total } новости
   *[other] { $total } новостей
}
list-guessed = Показываем «{ $name }»: похоже, вы имели в виду это.
similar-title = Похожие новости
span-today = сегодня
span-yesterday = вчера
span-week = за неделю
span-month = за месяц
span-ever = за всё время
nothing-found = { $period } по запросу «{ $query }» новостей нет.
nothing-wider = { $period } — { $count }.
nothing-nearby = { $where } { $period } — { $count }.
nothing-helps = Попробуйте другие слова или подпишитесь: пришлём, как только новость появится.
nothing-meant = Возможно, вы имели в виду «{ $name }»?
menu-regions = Новости какого региона показать?
menu-topics = Новости на какую тему показать?

button-more = Ещё { $count }
button-by-topic = По темам
button-mute-which = Чего показывать меньше?
button-more-about = Подробнее
button-open = Открыть
button-in-full = Подробнее
button-less = Свернуть
button-similar = Похожие
button-why = Почему здесь?
button-unsave = Убрать 🔖
button-share = Поделиться
button-report-wrong = Сообщить об ошибке
button-subscribe = 🔔 Подписаться
button-meant = Да, { $name }
button-period-today = Сегодня
button-period-yesterday = Вчера
button-period-week = За неделю
button-period-month = За месяц
button-period-all = За всё время
button-change-subscription = Изменить подписку
