"""What the demo itself says beside the chat, in the languages of its page; the bot's own words are in `locales`."""

from __future__ import annotations

from collections.abc import Mapping

Words = dict[str, str]
"""One text by language: ``ru``, ``kk``, ``en``."""

WORDS: Mapping[str, Words] = {
    "reads-ru": {"ru": "читает по-русски", "kk": "орысша оқиды", "en": "reads Russian"},
    "reads-kk": {"ru": "читает по-казахски", "kk": "қазақша оқиды", "en": "reads Kazakh"},
    "admin": {"ru": "администратор бота", "kk": "бот әкімшісі", "en": "the bot's admin"},
    # buttons of the panel, and what they ask
    "publish-next": {
        "ru": "Опубликовать статью",
        "kk": "Мақала жариялау",
        "en": "Publish an article",
    },
    "publish-own": {
        "ru": "Опубликовать свою статью",
        "kk": "Өз мақалаңызды жариялау",
        "en": "Publish one of your own",
    },
    "title": {"ru": "Заголовок", "kk": "Тақырыпаты", "en": "Title, in Russian or Kazakh"},
    "text": {"ru": "Текст", "kk": "Мәтіні", "en": "Text"},
    "add-feed": {
        "ru": "Добавить настоящий сайт",
        "kk": "Шын сайтты қосу",
        "en": "Add a real site",
    },
    "address": {
        "ru": "Адрес сайта или ленты",
        "kk": "Сайттың не таспаның мекенжайы",
        "en": "Address of the site or of its feed",
    },
    "tomorrow": {
        "ru": "Перевести часы на утро",
        "kk": "Сағатты таңға жылжыту",
        "en": "Jump to the next morning",
    },
    "fail-site": {"ru": "Сломать или починить сайт", "kk": "Сайтты бұзу немесе жөндеу", "en": "Break or mend the site"},
    "break": {
        "ru": "Оборвать связь с Telegram",
        "kk": "Telegram-мен байланысты үзу",
        "en": "Break the line to Telegram",
    },
    # what they answer
    "published": {
        "ru": "На сайте: «{title}». Бот прочтёт ленту за пять секунд.",
        "kk": "Сайтта: «{title}». Бот таспаны бес секундта оқиды.",
        "en": "On the site: “{title}”. The bot reads the feed within five seconds.",
    },
    "nothing-left": {
        "ru": "Готовые статьи кончились: опубликуйте свою.",
        "kk": "Дайын мақалалар таусылды: өзіңіздікін жариялаңыз.",
        "en": "No prepared articles are left: publish your own.",
    },
    "too-short": {
        "ru": "Нужны заголовок и хотя бы одно предложение.",
        "kk": "Тақырыпат пен кемінде бір сөйлем керек.",
        "en": "A title and at least one sentence are needed.",
    },
    "feed-unreadable": {
        "ru": "Не читается: {reason}",
        "kk": "Оқылмайды: {reason}",
        "en": "Cannot be read: {reason}",
    },
    "feed-none": {
        "ru": "По этому адресу лент нет.",
        "kk": "Бұл мекенжайда таспа жоқ.",
        "en": "There is no feed at this address.",
    },
    "feed-known": {
        "ru": "Этот источник уже есть.",
        "kk": "Бұл дереккөз бұрыннан бар.",
        "en": "This source is there already.",
    },
    "feed-added": {
        "ru": "Добавлен «{title}»: статей {count}. Спросите о них бота; новые придут подписчикам.",
        "kk": "«{title}» қосылды: {count} мақала. Боттан сұраңыз; жаңалары жазылушыларға келеді.",
        "en": "“{title}” added with {count} articles. Ask the bot about them; new ones reach subscribers.",
    },
    "morning": {
        "ru": "Сейчас {at}. Через десять секунд уйдут дайджесты.",
        "kk": "Қазір {at}. Он секундтан кейін шолулар жіберіледі.",
        "en": "It is {at} now. Digests leave in ten seconds.",
    },
    "site-down": {
        "ru": "Сайт отвечает 503: бот спрашивает реже и скажет об этом администратору.",
        "kk": "Сайт 503 деп жауап береді: бот сирегірек сұрап, әкімшіге айтады.",
        "en": "The site answers 503: the bot asks less often and will tell its admin.",
    },
    "site-up": {"ru": "Сайт снова работает.", "kk": "Сайт қайта жұмыс істеп тұр.", "en": "The site works again."},
    "cut": {
        "ru": "На 20 секунд ответы Telegram теряются: бот повторит, и ничего не пропадёт.",
        "kk": "20 секунд бойы Telegram жауаптары жоғалады: бот қайталайды, ештеңе жоғалмайды.",
        "en": "For 20 seconds Telegram's answers get lost: the bot tries again and loses nothing.",
    },
    # the way of an article
    "feed-read": {"ru": "Лента «{source}»", "kk": "«{source}» таспасы", "en": "Feed of {source}"},
    "no-labels": {
        "ru": "Ни региона, ни темы: найдётся только по словам",
        "kk": "Өңірі де, тақырыбы да белгісіз: тек сөзбен табылады",
        "en": "Neither region nor topic: words alone find it",
    },
    "new-story": {"ru": "Новое событие", "kk": "Жаңа оқиға", "en": "A new story"},
    "joined-story": {
        "ru": "То же событие: ещё один источник",
        "kk": "Сол оқиға: тағы бір дереккөз",
        "en": "The same story: one more source",
    },
    "corrected-story": {
        "ru": "Исправлена: отправленное правится на месте",
        "kk": "Түзетілді: жіберілгені сол жерінде өзгереді",
        "en": "Corrected: what was sent is edited in place",
    },
    "nobody": {
        "ru": "Пока никто на это не подписан",
        "kk": "Бұған әзірге ешкім жазылмаған",
        "en": "Nobody has subscribed to this yet",
    },
    "at-once": {"ru": "сразу", "kk": "бірден", "en": "at once"},
    # what else happened
    "source_failing": {"ru": "Источник не отвечает", "kk": "Дереккөз жауап бермейді", "en": "A source fails"},
    "no_answer": {"ru": "Telegram не ответил", "kk": "Telegram жауап бермеді", "en": "No answer from Telegram"},
    "flood_wait": {
        "ru": "Telegram просит подождать",
        "kk": "Telegram күте тұруды сұрайды",
        "en": "Telegram asks to wait",
    },
    "digests": {
        "ru": "Отправлено дайджестов: {count}",
        "kk": "Жіберілген шолу: {count}",
        "en": "Digests sent: {count}",
    },
}

OWN_TITLE: Words = {
    "ru": "В Талгаре открылся бассейн для школьников",
    "kk": "Талғарда оқушыларға арналған бассейн ашылды",
}
OWN_TEXT: Words = {
    "ru": "Бассейн с шестью дорожками построили в Талгаре Алматинской области. Заниматься в нём смогут ученики восьми "
    "школ района, первый месяц бесплатно, сообщили в отделе образования.",
    "kk": "Алматы облысының Талғар қаласында алты жолақты бассейн салынды. Онда ауданның сегіз мектебінің оқушылары "
    "шұғылдана алады, алғашқы айда ақы алынбайды, деп хабарлады білім бөлімі.",
}
"""What stands in the form until the visitor writes something of his own."""


def told(key: str, **values: object) -> Words:
    """The text of that name with its places filled in."""
    return {language: text.format(**values) for language, text in WORDS[key].items()}
