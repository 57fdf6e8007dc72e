# Groups, forums, channels, inline mode; answers that are awaited as messages.

answer-by-reply = Осы хабарламаға жауап жазыңыз: топта бот тек командалар мен өзіне жазылған жауаптарды оқиды.
onboarding-words = Жай ғана жаза салсаңыз да болады: <i>Талғар ауданы, мектептер 19:00</i>
onboarding-place-only = Тек { $place }
button-look-first = Алдымен көру
mutes-ask-word = Қандай сөз кездесетін жаңалықтарды көрсетпейік? Сөзді жазыңыз, оның барлық тұлғасын табамыз.
mutes-too-many = { $count } сөз жасырылған, бұдан көп болмайды: біреуін қайтарыңыз.
button-mute-word = ➕ Сөз
preview-note = Соңғы тәулікте мына жаңалықтар келер еді
preview-note-week = Соңғы аптада мына жаңалықтар келер еді

channel-card = <b>{ $name }</b>
    { $count ->
        [0] Арна қосылған. Не туралы жазатынын таңдаңыз.
       *[other] Арна қосылған, { $count } жазылым бар.
    }
channel-gone = Бұл арна енді қосулы емес. Қосу үшін: /link @арна
channel-subscribed = <b>Арна жазылды:</b> { $what }, { $when }. Баптаулар ботпен жеке чатта: /link { $name }

inline-more = Ботты ашу
inline-none = Ештеңе табылмады. Ботты ашу
inline-too-often = Тым жиі. Бір минут күтіңіз
