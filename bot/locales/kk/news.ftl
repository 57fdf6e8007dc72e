# What readers see of the news: digests, stories, lists, answers to questions.

regions-count = { $count } өңір
stories-count = { $count } жаңалық

digest-day = { $day }, { $part }
digest-week = апталық шолу, { $start }–{ $end }
digest-count-all = { $period } { $total ->
    [200] кемінде 200
   *[other] { $total }
} жаңалық
digest-count = { $period } { $total ->
    [200] кемінде 200
   *[other] { $total }
} жаңалық, { $shown ->
    [1] ең маңыздысы
   *[other] ең маңызды { OFTHEM($shown) }
}
digest-corrected = Жіберілгеннен кейін түзетілді
digest-until = Жаңартылған уақыты: { $clock }
digest-nothing-new = Жазылымдарыңыз бойынша әзірге жаңалық жоқ. Өңірдің немесе тақырыптың соңғы жаңалықтарын қарай аласыз.
digest-no-subscriptions = Сізде әлі жазылым жоқ. Өңірлерді таңдаңыз, сонда шолу өзі келіп тұрады.
digest-rest = Шолудағы қалған жаңалықтар
period-day = тәулік ішінде
period-week = апта ішінде
period-hours = соңғы { $count } сағатта
period-days = соңғы { $count } күнде
block-country = Қазақстан және әлем
block-other = Басқа жаңалықтар
week-figures = Апта сандармен
table-region = Өңір
table-stories = Жаңалық
table-change = Өзгерісі

story-outlets = { $count } дереккөз
story-more-outlets = тағы { $count } дереккөз
story-sources = Дереккөздер: { $sources }
story-corrected = түзетілді
story-withdrawn = сайт алып тастады
story-gone = Бұл жаңалық енді жоқ: сайт оны алып тастады немесе тым ескірді.
story-saved = Сақталды
story-unsaved = Сақталғандардан алып тасталды
saved-title = Сақталған жаңалықтар
saved-none = 🔖 батырмасымен сақтаған жаңалықтарыңыз осында тұрады.

why-title = <b>Неге осында?</b>
why-word = «{ $word }»
why-nothing = Мәтінде өңір де, тақырып та аталмаған: бұл жалпы жаңалық.
why-corrected = Өңірі мен тақырыптарын редактор тексерген.
why-reported = Рақмет! Бұл жаңалықтың қай өңірге, қай тақырыпқа жататынын редакция тексереді.

query-word = «{ $word }»
list-news = Жаңалықтар
list-count = { $total ->
    [200] кемінде 200
   *[other] { $total }
} жаңалық
list-guessed = «{ $name }» бойынша көрсетілді: осыны іздеген сияқтысыз.
similar-title = Ұқсас жаңалықтар
span-today = бүгін
span-yesterday = кеше
span-week = апта ішінде
span-month = ай ішінде
span-ever = осы уақытқа дейін
nothing-found = { $period } «{ $query }» бойынша жаңалық болған жоқ.
nothing-wider = { $period } — { $count }.
nothing-nearby = { $where } { $period } — { $count }.
nothing-helps = Басқа сөздермен іздеп көріңіз немесе жазылыңыз: жаңалық шыға салысымен жібереміз.
nothing-meant = Мүмкін, «{ $name }» деп іздеген шығарсыз?
menu-regions = Қай өңірдің жаңалықтарын көрсетейік?
menu-topics = Қай тақырыптағы жаңалықтарды көрсетейік?

button-more = Тағы { $count }
button-by-topic = Тақырып бойынша
button-mute-which = Не азырақ көрсетілсін?
button-more-about = Толығырақ
button-open = Ашу
button-in-full = Толығырақ
button-less = Қысқаша
button-similar = Ұқсас
button-why = Неге осында?
button-unsave = 🔖 Алып тастау
button-share = Бөлісу
button-report-wrong = Қате туралы хабарлау
button-subscribe = 🔔 Жазылу
button-meant = Иә, { $name }
button-period-today = Бүгін
button-period-yesterday = Кеше
button-period-week = Апта ішінде
button-period-month = Ай ішінде
button-period-all = Барлық кезең
button-change-subscription = Жазылымды өзгерту
