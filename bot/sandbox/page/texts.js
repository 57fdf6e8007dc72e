// Words of the page itself; what the bot says comes from the bot.

const TEXTS = {
  skip: ["К полю сообщения", "Хабарлама өрісіне", "Skip to the message field"],
  language: ["Язык страницы", "Бет тілі", "Language of the page"],
  theme: ["Светлая или тёмная тема", "Ашық не қараңғы түс", "Light or dark theme"],
  whoAreYou: ["Кто вы?", "Сіз кімсіз?", "Who are you?"],
  chats: ["Чаты", "Чаттар", "Chats"],
  chat: ["Чат", "Чат", "Chat"],
  topics: ["Темы форума", "Форум тақырыптары", "Topics"],
  general: ["Все темы", "Барлық тақырып", "All topics"],
  messages: ["Сообщения", "Хабарламалар", "Messages"],
  back: ["К списку чатов", "Чаттар тізіміне", "Back to chats"],
  panel: ["Что можно попробовать", "Не істеп көруге болады", "Things to try"],
  panelHint: [
    "Здесь вы управляете миром вокруг бота, а бот отвечает в чате.",
    "Мұнда ботты қоршаған әлемді басқарасыз, ал бот чатта жауап береді.",
    "Here you move the world around the bot; it answers in the chat.",
  ],
  happened: ["Что произошло", "Не болды", "What just happened"],
  nothingYet: ["Пока тихо.", "Әзірге тыныш.", "Quiet so far."],
  down: ["К последним сообщениям", "Соңғы хабарламаларға", "To the newest messages"],
  menu: ["Меню команд", "Командалар мәзірі", "Command menu"],
  offered: ["Подсказки", "Ұсыныстар", "Suggestions"],
  message: ["Сообщение", "Хабарлама", "Message"],
  place: ["Отправить место", "Орынды жіберу", "Share a location"],
  latitude: ["Широта", "Ендік", "Latitude"],
  longitude: ["Долгота", "Бойлық", "Longitude"],
  share: ["Отправить", "Жіберу", "Share"],
  cancel: ["Отмена", "Бас тарту", "Cancel"],
  close: ["Закрыть", "Жабу", "Close"],
  send: ["Отправить", "Жіберу", "Send"],
  start: ["Начать", "Бастау", "Start"],
  unblock: ["Разблокировать", "Бұғаттан шығару", "Unblock"],
  readOnly: ["Пишут только администраторы", "Тек әкімшілер жаза алады", "Only admins can post"],
  bot: ["бот", "бот", "bot"],
  typing: ["печатает…", "жазып жатыр…", "typing…"],
  sendingPhoto: ["отправляет фото…", "сурет жіберіп жатыр…", "sending a photo…"],
  sendingFile: ["отправляет файл…", "файл жіберіп жатыр…", "sending a file…"],
  edited: ["изменено", "өзгертілді", "edited"],
  today: ["Сегодня", "Бүгін", "Today"],
  yesterday: ["Вчера", "Кеше", "Yesterday"],
  photo: ["Фото", "Сурет", "Photo"],
  file: ["Файл", "Файл", "File"],
  location: ["Место", "Орын", "Location"],
  picture: ["Фото крупно", "Үлкейтілген сурет", "Photo"],
  reply: ["Ответить", "Жауап беру", "Reply"],
  onlyYou: ["Видите только вы", "Тек сізге көрінеді", "Only visible to you"],
  forwarded: ["Переслано", "Қайта жіберілген", "Forwarded from"],
  via: ["через", "арқылы", "via"],
  pinned: ["Закреплено", "Бекітілген", "Pinned"],
  spoiler: ["Показать скрытое", "Жасырынды көрсету", "Show spoiler"],
  expand: ["Развернуть цитату", "Дәйексөзді ашу", "Expand the quote"],
  more: ["Показать полностью", "Толық көрсету", "Show more"],
  copied: ["Скопировано", "Көшірілді", "Copied"],
  noAnswer: ["Бот не ответил на нажатие", "Бот басуға жауап бермеді", "The bot did not answer the tap"],
  lost: ["Связь потеряна, восстанавливаю…", "Байланыс үзілді, қалпына келтіріп жатырмын…", "Connection lost, trying again…"],
  failed: ["Не получилось", "Болмады", "That did not work"],
  empty: ["Сообщений пока нет", "Әзірге хабарлама жоқ", "No messages yet"],
  pickChat: ["Выберите чат", "Чатты таңдаңыз", "Choose a chat"],
  noResults: ["Ничего не найдено", "Ештеңе табылмады", "Nothing found"],
  moreResults: ["Ещё…", "Тағы…", "More…"],
  unread: ["непрочитанных", "оқылмаған", "unread"],
  newMessages: ["Новые сообщения", "Жаңа хабарламалар", "New messages"],
  topicMade: ["Новая тема", "Жаңа тақырып", "New topic"],
  topicClosed: ["Тема закрыта", "Тақырып жабылды", "Topic closed"],
  topicReopened: ["Тема снова открыта", "Тақырып қайта ашылды", "Topic reopened"],
  topicRenamed: ["Тема переименована", "Тақырып атауы өзгерді", "Topic renamed"],
  joined: ["теперь в группе", "топқа қосылды", "joined the group"],
  left: ["больше не в группе", "топтан шықты", "left the group"],
  upgraded: ["Группа стала супергруппой", "Топ супертопқа айналды", "The group became a supergroup"],
  group: ["группа", "топ", "group"],
  channel: ["канал", "арна", "channel"],
  fetched: ["Прочитана", "Оқылды", "Fetched"],
  understood: ["Понята", "Түсінілді", "Understood"],
  stored: ["Сохранена", "Сақталды", "Stored"],
  planned: ["Кому и когда", "Кімге және қашан", "For whom and when"],
  arrived: ["Пришла", "Жетті", "Arrived"],
  notYet: ["ещё нет", "әлі жоқ", "not yet"],
  "language-ru": ["по-русски", "орысша", "Russian"],
  "language-kk": ["по-казахски", "қазақша", "Kazakh"],
  "language-en": ["по-английски", "ағылшынша", "English"],
  "language-und": ["язык не ясен", "тілі белгісіз", "language unclear"],
  run: ["Выполнить", "Орындау", "Run"],
};

const ORDER = ["ru", "kk", "en"];
const MEMBERS = {
  ru: { one: "участник", few: "участника", many: "участников", other: "участника" },
  kk: { other: "қатысушы" },
  en: { one: "member", other: "members" },
};
const SUBSCRIBERS = {
  ru: { one: "подписчик", few: "подписчика", many: "подписчиков", other: "подписчика" },
  kk: { other: "жазылушы" },
  en: { one: "subscriber", other: "subscribers" },
};
export const TOWNS = [
  [["Алматы", "Алматы", "Almaty"], 43.238, 76.945],
  [["Астана", "Астана", "Astana"], 51.128, 71.43],
  [["Шымкент", "Шымкент", "Shymkent"], 42.341, 69.59],
  [["Талгар", "Талғар", "Talgar"], 43.303, 77.24],
  [["Талдыкорган", "Талдықорған", "Taldykorgan"], 45.016, 78.374],
  [["Усть-Каменогорск", "Өскемен", "Oskemen"], 49.948, 82.628],
  [["Актау", "Ақтау", "Aktau"], 43.65, 51.16],
  [["Жезказган", "Жезқазған", "Zhezkazgan"], 47.783, 67.767],
  [["Кызылорда", "Қызылорда", "Kyzylorda"], 44.853, 65.509],
  [["Петропавловск", "Петропавл", "Petropavl"], 54.873, 69.151],
];
const KK_MONTHS = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"];
const ZONE = 5 * 3600;  // Kazakhstan has had one zone, UTC+5, since 2024-03-01; a browser may not know yet

let language = "ru";

export function useLanguage(code) {
  language = ORDER.includes(code) ? code : "en";
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", say(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = say(node.dataset.label);
  }
}

export const currentLanguage = () => language;
export const say = (key) => TEXTS[key][ORDER.indexOf(language)];
export const pick = (words) => (typeof words === "string" ? words : words?.[language] ?? words?.ru ?? Object.values(words ?? {})[0] ?? "");
export const townName = (names) => names[ORDER.indexOf(language)];
export const members = (count) => `${count} ${plural(count, MEMBERS[language])}`;
export const subscribers = (count) => `${count} ${plural(count, SUBSCRIBERS[language])}`;

function plural(count, forms) {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms.other;
}

const shifted = (seconds) => new Date((seconds + ZONE) * 1000);
export const clock = (seconds) => shifted(seconds).toISOString().slice(11, 16);
export const dayNumber = (seconds) => Math.floor((seconds + ZONE) / 86400);

export function dayName(seconds, now) {
  const apart = dayNumber(now) - dayNumber(seconds);
  if (apart === 0) return say("today");
  if (apart === 1) return say("yesterday");
  const day = shifted(seconds);
  if (language === "kk") return `${day.getUTCDate()} ${KK_MONTHS[day.getUTCMonth()]}`;
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long", timeZone: "UTC" }).format(day);
}

export function shortDate(seconds, now) {
  if (dayNumber(now) === dayNumber(seconds)) return clock(seconds);
  const day = shifted(seconds);
  return `${String(day.getUTCDate()).padStart(2, "0")}.${String(day.getUTCMonth() + 1).padStart(2, "0")}`;
}

// A moment as rich messages write it: r, or w, d/D, t/T in this order.
export function moment(seconds, format, now, fallback) {
  if (!format) return fallback;
  if (format === "r") {
    const minutes = Math.round((seconds - now) / 60);
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
    return Math.abs(minutes) < 1440 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 1440), "day");
  }
  const parts = [];
  const day = shifted(seconds);
  if (format.includes("w")) parts.push(new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(day));
  if (/d/i.test(format)) parts.push(language === "kk" ? `${day.getUTCDate()} ${KK_MONTHS[day.getUTCMonth()]}`
    : new Intl.DateTimeFormat(language, { day: "numeric", month: format.includes("D") ? "long" : "short", timeZone: "UTC" }).format(day));
  if (/t/i.test(format)) parts.push(format.includes("T") ? day.toISOString().slice(11, 19) : clock(seconds));
  return parts.join(", ");
}

export function fileSize(bytes) {
  const units = { ru: ["Б", "КБ", "МБ"], kk: ["Б", "КБ", "МБ"], en: ["B", "KB", "MB"] }[language];
  if (bytes < 1024) return `${bytes} ${units[0]}`;
  const short = (number) => number.toLocaleString(language, { maximumFractionDigits: 1 });
  if (bytes < 1024 * 1024) return `${short(bytes / 1024)} ${units[1]}`;
  return `${short(bytes / 1024 / 1024)} ${units[2]}`;
}
