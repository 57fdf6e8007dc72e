// The open chat: its head, its topics, its messages.

import { bubble, senderId, serviceWords, summary } from "./bubbles.js";
import { $, face, h, icon } from "./dom.js";
import { now, openChat, state } from "./state.js";
import { dayName, dayNumber, members, say, subscribers } from "./texts.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const TOGETHER = 300;  // seconds within which messages of one sender stand together

export function drawHead() {
  const chat = openChat();
  $("chat").classList.toggle("none", !chat);
  if (!chat) {
    $("chat-title").textContent = say("pickChat");
    $("chat-face").replaceChildren();
    $("chat-state").textContent = "";
    return;
  }
  $("chat-face").replaceChildren(face(chat.id, chat.title, { bot: chat.kind === "private" }));
  $("chat-title").textContent = chat.title;
  drawState();
  drawThreads(chat);
  const pinned = state.messages.find((message) => message.message_id === chat.pinned);
  $("pinned").hidden = !pinned;
  if (pinned) $("pinned").replaceChildren(h("button", { type: "button", onclick: () => jumpTo(pinned.message_id) }, icon("pin", 16), h("span", {}, h("b", {}, say("pinned")), " ", summary(pinned))));
}

export function drawState() {
  const chat = openChat();
  if (!chat) return;
  const typing = state.typing.get(chat.id);
  const busy = typing && typing.until > Date.now();
  const action = { upload_photo: "sendingPhoto", upload_document: "sendingFile" }[typing?.action] ?? "typing";
  $("chat-state").classList.toggle("busy", Boolean(busy));
  const rest = { private: say("bot"), channel: subscribers(chat.members) }[chat.kind] ?? `${say("group")}, ${members(chat.members)}`;
  const words = busy ? say(action) : rest;
  if ($("chat-state").textContent !== words) $("chat-state").textContent = words;
  if (busy) setTimeout(drawState, typing.until - Date.now() + 50);
}

function drawThreads(chat) {
  const topics = chat.forum ? chat.topics.filter((topic) => topic.id !== 1) : [];
  $("threads").hidden = topics.length === 0;
  const all = [{ id: null, name: say("general") }, ...topics];
  $("threads").replaceChildren(...all.map((topic) => h("button", {
    type: "button", role: "tab", "aria-selected": String(topic.id === state.thread), tabindex: topic.id === state.thread ? "0" : "-1",
    onclick: () => openThread(topic.id),
    onkeydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      openThread(all[(all.findIndex((each) => each.id === state.thread) + step + all.length) % all.length].id);
      $("threads").querySelector("[aria-selected=true]").focus();
    },
  }, topic.closed ? `🔒 ${topic.name}` : topic.name)));
}

let current = null;

function openThread(id) {
  state.thread = id;
  drawThreads(openChat());
  drawMessages(current);
}

const shown = () => state.messages.filter((message) => state.thread === null || message.message_thread_id === state.thread);

export function drawMessages(on) {
  fill(on);
  toEnd("instant");
}

// Earlier messages appear above without moving what is being read.
export function drawOlder(on) {
  const scroller = $("scroller");
  const below = scroller.scrollHeight - scroller.scrollTop;
  fill(on);
  scroller.scrollTop = scroller.scrollHeight - below;
}

function fill(on) {
  current = on;
  const log = $("log");
  log.setAttribute("aria-busy", "true");
  log.dataset.kind = openChat()?.kind ?? "";
  const nodes = [];
  let before = null;
  for (const message of shown()) {
    nodes.push(...nodesFor(message, before, on));
    before = message;
  }
  if (!nodes.length) nodes.push(emptiness());
  log.replaceChildren(...nodes);
  log.removeAttribute("aria-busy");
}

function nodesFor(message, before, on) {
  const newDay = !before || dayNumber(before.date) !== dayNumber(message.date);
  const first = newDay || senderId(before) !== senderId(message) || Boolean(serviceWords(before)) || message.date - before.date > TOGETHER;
  const chat = openChat();
  const node = bubble(message, { me: state.persona, bot: state.bot.id, kind: chat?.kind, first, on });
  return newDay ? [h("div", { class: "day" }, h("span", {}, dayName(message.date, now()))), node] : [node];
}

function emptiness() {
  const about = state.about || say("empty");
  return h("div", { class: "empty" }, h("img", { src: "icon.svg", alt: "", width: 56, height: 56 }), h("p", {}, about));
}

export function addMessage(on) {
  const list = shown();
  const message = list.at(-1);
  if (message !== state.messages.at(-1)) return;
  const near = isNearEnd();
  $("log").querySelector(".empty")?.remove();
  const nodes = nodesFor(message, list.at(-2), on);
  nodes.at(-1).classList.add("arrives");
  $("log").append(...nodes);
  const mine = senderId(message) === state.persona;
  if (near || mine) toEnd("smooth");
  else $("down").hidden = false;
}

export function replaceMessage(message, on) {
  const node = [...$("log").querySelectorAll("article")].find((each) => Number(each.dataset.id) === message.message_id && each.classList.contains("ephemeral") === Boolean(message.ephemeral_message_id));
  if (!node) return;
  const near = isNearEnd();
  const list = shown();
  const index = list.indexOf(message);
  const made = nodesFor(message, list[index - 1], on).at(-1);
  made.classList.add("changed");
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  const successor = held && (sameKey(node, made, held) ?? made.querySelector(".key, .inner-button") ?? $("scroller"));
  node.replaceWith(made);
  successor?.focus({ preventScroll: true });
  if (near) toEnd("instant");
}

// Where a keyboard was only ticked differently, the key that was pressed; a new question begins at its first key.
function sameKey(before, after, key) {
  const words = (each) => each.textContent.replace("✓", "").trim();
  const keys = new Map([...after.querySelectorAll(".key")].map((each) => [words(each), each]));
  const old = [...before.querySelectorAll(".key")];
  const ticked = old.filter((each) => keys.has(words(each))).length > old.length / 2;
  return ticked ? keys.get(words(key)) : undefined;
}

export const isNearEnd = () => {
  const scroller = $("scroller");
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 160;
};

// The name of the day that stands last above the upper edge; none where its own line is in sight.
export function dayInSight() {
  const top = $("scroller").scrollTop;
  return [...$("log").querySelectorAll(".day")].filter((day) => day.offsetTop + day.offsetHeight < top).at(-1)?.textContent ?? "";
}

export function toEnd(behavior) {
  const scroller = $("scroller");
  const smooth = behavior === "smooth" && !calm.matches;
  const last = $("log").lastElementChild;
  // A message taller than the window is shown from its beginning.
  const tall = last && last.offsetHeight > scroller.clientHeight - 24;
  scroller.scrollTo({ top: tall ? last.offsetTop - 12 : scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  $("down").hidden = isNearEnd() || smooth;
}

export function jumpTo(id) {
  const node = $("log").querySelector(`article[data-id="${id}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
  node.classList.add("lit");
  setTimeout(() => node.classList.remove("lit"), 1600);
}

export function drawInstead(start, unblock) {
  const chat = openChat();
  const instead = $("instead");
  const blocked = chat?.kind === "private" && chat.blocked;
  const fresh = chat?.kind === "private" && !chat.started;
  const mute = chat && !chat.may_write;
  const pressed = instead.contains(document.activeElement);
  $("composer").hidden = !chat || blocked || fresh || mute;
  instead.hidden = !(blocked || fresh || mute);
  if (blocked) instead.replaceChildren(h("button", { type: "button", class: "filled", onclick: unblock }, say("unblock")));
  else if (fresh) instead.replaceChildren(h("button", { type: "button", class: "filled", id: "start", onclick: start }, say("start")));
  else if (mute) instead.replaceChildren(h("p", {}, say("readOnly")));
  if (pressed && instead.hidden) $("scroller").focus();  // the answer comes right behind it
}

