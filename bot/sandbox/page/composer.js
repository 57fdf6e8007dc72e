// The field of the message: commands, inline results, replies, places, the bot's own keyboard.

import { ask } from "./api.js";
import { senderName, summary } from "./bubbles.js";
import { $, h, icon } from "./dom.js";
import { openChat, state } from "./state.js";
import { TOWNS, say, townName } from "./texts.js";

let commands = [];
let options = [];   // what the popup offers: {label, detail, choose, icon}
let active = -1;
let asked = 0;
let timer = 0;

export function wireComposer(report) {
  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (active >= 0) options[active]?.choose();
    else send(report);
  });
  $("entry").addEventListener("input", () => suggest(report));
  $("entry").addEventListener("keydown", (event) => keys(event, report));
  $("menu").addEventListener("click", () => (options.length ? closePopup() : offerCommands("")));
  $("place").addEventListener("click", () => choosePlace(report));
  $("coordinates").addEventListener("submit", (event) => {
    event.preventDefault();
    const values = new FormData(event.target);
    const number = (name) => Number(String(values.get(name)).replace(",", "."));
    sharePlace(number("latitude"), number("longitude"), report);
  });
}

export async function loadCommands() {
  commands = state.chat === null ? [] : await ask("screen/commands", { chat: state.chat, user: state.persona });
  $("menu").hidden = commands.length === 0;
}

export function resetComposer() {
  closePopup();
  setReply(null);
  $("entry").value = "";
  grow();
}

function grow() {
  const entry = $("entry");
  entry.style.height = "auto";
  if (entry.scrollHeight) entry.style.height = `${Math.min(entry.scrollHeight, 160)}px`;
  $("composer").classList.toggle("filled-in", entry.value.trim() !== "");
}

export function write(text) {
  $("entry").value = text;
  $("entry").focus();
  $("entry").dispatchEvent(new Event("input"));
}

async function send(report) {
  const text = $("entry").value.trim();
  if (!text) return;
  const chat = openChat();
  closePopup();
  $("entry").value = "";
  grow();
  const reply = state.replyTo;
  setReply(null);
  await report(saying(chat, text, reply));
}

function saying(chat, text, reply) {
  if (isWhisper(chat, text)) return ask("people/say_ephemerally", { user: state.persona, chat: chat.id, text });
  if (chat.kind === "channel") return ask("people/post", { channel: chat.id, text });
  return ask("people/say", { user: state.persona, chat: chat.id, text, reply_to: reply?.message_id, thread: state.thread });
}

// A command that the bot marked as ephemeral is seen by nobody else in a group.
function isWhisper(chat, text) {
  const name = text.match(/^\/(\w+)/)?.[1];
  return ["group", "supergroup"].includes(chat.kind) && commands.some((each) => each.is_ephemeral && each.command === name);
}

export function sendText(text, report) {
  return report(saying(openChat(), text, null));
}

export function setReply(message) {
  state.replyTo = message;
  $("replying").hidden = !message;
  if (!message) return;
  $("replying").replaceChildren(icon("reply", 18), h("span", { class: "words" }, h("b", {}, senderName(message)), h("span", {}, summary(message))),
    h("button", { type: "button", class: "icon", "aria-label": say("cancel"), onclick: () => setReply(null) }, icon("close", 18)));
  $("entry").focus();
}

// --- what is offered while typing

function suggest(report) {
  grow();
  const text = $("entry").value;
  const inline = `@${state.bot.username} `;
  clearTimeout(timer);
  if (text.startsWith("/") && !/\s/.test(text)) offerCommands(text.slice(1));
  else if (text.toLowerCase().startsWith(inline.toLowerCase())) timer = setTimeout(() => offerResults(text.slice(inline.length), report), 250);
  else closePopup();
}

function offerCommands(beginning) {
  const fitting = commands.filter((each) => each.command.startsWith(beginning.toLowerCase()));
  showPopup(fitting.map((each) => ({
    label: `/${each.command}`, detail: each.description,
    choose: () => {
      closePopup();
      $("entry").value = `/${each.command}`;  // a command chosen from the menu goes at once, as with Telegram
      $("composer").requestSubmit();
    },
  })));
}

async function offerResults(query, report, offset = "", before = []) {
  const mine = ++asked;
  const kind = { private: "sender", group: "group", supergroup: "supergroup", channel: "channel" }[openChat().kind];
  const answer = await ask("people/ask_inline", { user: state.persona, query, offset, chat_type: kind }).catch(() => ({}));
  if (mine !== asked) return;
  const found = [...before, ...buttonAbove(answer.button, report), ...(answer.results ?? []).map((result) => ({
    label: result.title ?? result.caption ?? say("photo"), detail: result.description ?? "",
    choose: () => sendResult(answer.id, result.id, report),
  }))];
  const more = { label: say("moreResults"), detail: "", choose: () => offerResults(query, report, answer.next_offset, found) };
  if (!found.length) found.push({ label: say("noResults"), detail: "", choose: closePopup });
  showPopup(answer.next_offset ? [...found, more] : found);
}

// A bot may put a way into its private chat above the results.
function buttonAbove(button, report) {
  if (!button?.start_parameter) return [];
  return [{ label: button.text, detail: "", choose: () => {
    resetComposer();
    report(ask("people/start", { user: state.persona, payload: button.start_parameter }));
  } }];
}

function sendResult(query, result, report) {
  resetComposer();
  report(ask("people/choose", { user: state.persona, query_id: query, result_id: result, chat: state.chat }));
}

function showPopup(list) {
  options = list;
  active = -1;
  $("popup").hidden = list.length === 0;
  $("popup").replaceChildren(...list.map((option, index) => h("div", {
    role: "option", id: `option${index}`, "aria-selected": "false",
    onmousedown: (event) => { event.preventDefault(); option.choose(); },
  }, h("b", {}, option.label), option.detail ? h("span", {}, option.detail) : null)));
  expanded(list.length > 0);
}

function closePopup() {
  asked += 1;
  options = [];
  active = -1;
  $("popup").hidden = true;
  expanded(false);
}

function expanded(open) {
  $("menu").setAttribute("aria-expanded", String(open));
  if (!open) $("entry").removeAttribute("aria-activedescendant");
}

function keys(event, report) {
  if (event.isComposing) return;
  if (options.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    activate(active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length);
  } else if (event.key === "Tab" && options.length && !event.shiftKey) {
    event.preventDefault();
    $("entry").value = `${options[Math.max(active, 0)].label} `;
    closePopup();
  } else if (event.key === "Escape") {
    if (options.length) closePopup();
    else setReply(null);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (active >= 0) options[active].choose();
    else send(report);
  }
}

function activate(index) {
  active = index;
  [...$("popup").children].forEach((node, each) => node.setAttribute("aria-selected", String(each === index)));
  $("popup").children[index].scrollIntoView({ block: "nearest" });
  $("entry").setAttribute("aria-activedescendant", `option${index}`);
}

// --- places

export function choosePlace(report) {
  $("town-list").replaceChildren(...TOWNS.map(([names, latitude, longitude]) => h("button", {
    type: "button", class: "town", onclick: () => sharePlace(latitude, longitude, report),
  }, icon("place", 18), townName(names))));
  $("towns").showModal();
}

async function sharePlace(latitude, longitude, report) {
  $("towns").close();
  await report(ask("people/share_location", { user: state.persona, latitude, longitude, chat: state.chat }));
}

// --- the keyboard that a bot puts in place of the letters

export function drawKeyboard(report) {
  const last = state.messages.findLast((message) => message.from?.id === state.bot.id && (message.reply_markup?.keyboard || message.reply_markup?.remove_keyboard));
  const rows = last?.reply_markup.keyboard ?? [];
  $("keyboard").hidden = rows.length === 0;
  $("keyboard").replaceChildren(...rows.map((row) => h("div", { class: "keys" }, row.map((button) => h("button", {
    type: "button", class: "key", onclick: () => (button.request_location ? choosePlace(report) : sendText(button.text, report)),
  }, h("span", {}, button.text))))));
}
