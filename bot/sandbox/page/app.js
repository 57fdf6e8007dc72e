// The page as a whole: hears events, redraws what they concern, wires buttons.

import { Refused, ask, listen } from "./api.js";
import { addMessage, dayInSight, drawHead, drawInstead, drawMessages, drawOlder, drawState, isNearEnd, jumpTo, replaceMessage, toEnd } from "./chatview.js";
import { drawKeyboard, loadCommands, resetComposer, sendText, setReply, wireComposer, write } from "./composer.js";
import { $, h, icon } from "./dom.js";
import { drawActions, drawLog } from "./panel.js";
import { drawChats, drawPersonas, personaKeys } from "./sidebar.js";
import { loadChats, loadMessages, loadOlder, loadOverview, markRead, me, now, openChat, ownChats, state, take } from "./state.js";
import { currentLanguage, say, useLanguage } from "./texts.js";

const wide = matchMedia("(min-width: 760px)");
const address = new URLSearchParams(location.search);
let chosenLanguage = address.get("lang");

const on = {
  now,
  command: (text) => sendText(text, report),
  reply: setReply,
  jump: jumpTo,
  picture: showPicture,
  link: followLink,
  press,
};

// --- words to the person in front of the page

function toast(text, kind = "") {
  const node = h("div", { class: `toast ${kind}` }, text);
  $("toasts").append(node);
  setTimeout(() => node.remove(), 4000);
}

async function report(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(error instanceof Refused ? error.message : say("failed"), "bad");
    return undefined;
  }
}

function showPicture(source, words) {
  const picture = $("picture").querySelector("img");
  picture.src = source;
  picture.alt = words;
  $("picture").showModal();
}

// --- links and buttons

function followLink(target, event) {
  const deep = deepLink(target);
  if (deep === null) return;
  event.preventDefault();
  report(ask("people/start", { user: state.persona, payload: deep }));
  openChatById(state.persona);
}

// The payload of a link that starts this bot, or null.
function deepLink(target) {
  const url = new URL(target);
  const names = [url.pathname.slice(1), url.searchParams.get("domain")];
  const here = url.host === "t.me" || (url.protocol === "tg:" && target.includes("resolve"));
  return here && names.includes(state.bot.username) ? url.searchParams.get("start") ?? "" : null;
}

async function press(button, node, message) {
  if (button.url) return openLink(button.url);
  if (button.copy_text) {
    await navigator.clipboard?.writeText(button.copy_text.text).catch(() => {});
    return toast(say("copied"));
  }
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (query !== undefined && query !== null) return write(`@${state.bot.username} ${query}`);
  if (!button.callback_data) return undefined;
  node.classList.add("pending");
  const answer = await report(ask("screen/tap", {
    user: state.persona, chat: state.chat, message_id: message.message_id, data: button.callback_data, ephemeral: message.ephemeral_message_id ?? 0,
  }));
  node.classList.remove("pending");
  return answer && showAnswer(answer);
}

function openLink(target) {
  const deep = deepLink(target);
  if (deep === null) return open(target, "_blank", "noopener,noreferrer");
  report(ask("people/start", { user: state.persona, payload: deep }));
  return openChatById(state.persona);
}

function showAnswer(answer) {
  if (answer.show_alert && answer.text) {
    $("alert").querySelector("p").textContent = answer.text;
    $("alert").showModal();
  } else if (answer.text) toast(answer.text);
  else if (answer.text === undefined) toast(say("noAnswer"), "bad");
  if (answer.url) openLink(answer.url);
}

// --- choosing a person and a chat

async function choosePersona(id) {
  state.persona = id;
  sessionStorage.setItem("persona", id);
  state.chat = null;
  state.messages = [];
  applyLanguage();
  drawSide();
  if (wide.matches && ownChats().length) await openChatById(ownChats().find((chat) => chat.kind === "private")?.id ?? ownChats()[0].id);
  else drawHead();
}

async function openChatById(id) {
  state.chat = id;
  state.thread = null;
  resetComposer();
  $("app").dataset.view = "chat";
  if (!wide.matches) $("scroller").focus();  // the list that was pressed is out of sight
  await refreshChat();
}

async function refreshChat() {
  if (state.chat === null || !openChat()) return;
  state.about = openChat().kind === "private" ? await ask("screen/about", { user: state.persona }) : "";
  await Promise.all([loadMessages(), loadCommands()]);
  markRead();
  drawSide();
  drawHead();
  drawMessages(on);
  afterMessages();
}

function afterMessages() {
  drawKeyboard(report);
  drawInstead(
    () => report(ask("people/start", { user: state.persona, payload: address.get("start") ?? "" })),
    () => report(ask("places/unblock", { user: state.persona })),
  );
}

function drawSide() {
  drawPersonas(choosePersona);
  drawChats(openChatById);
}

function applyLanguage() {
  useLanguage(chosenLanguage ?? me()?.language_code ?? "ru");
  $("language").value = currentLanguage();
  for (const [id, name] of Object.entries({ back: "back", "show-panel": "panel", "hide-panel": "close", down: "down", menu: "menu", place: "place", send: "send" })) $(id).replaceChildren(icon(name));
  $("picture").querySelector("button").replaceChildren(icon("close"));
  $("entry").placeholder = say("message");
  drawActions(report, toast);
  drawLog();
}

// --- events

const visible = () => document.visibilityState === "visible" && (wide.matches || $("app").dataset.view === "chat");

async function hear(event) {
  const what = take(event);
  if (what === "message") {
    if (visible() && event.chat === state.chat) markRead();
    addMessage(on);
    drawState();
    drawSide();
    afterMessages();
  } else if (what?.edited) {
    replaceMessage(what.edited, on);
    drawChats(openChatById);
  } else if (what === "deleted") drawMessages(on);
  else if (what === "list") drawSide();
  else if (what === "typing") drawState();
  else if (what === "log") drawLog();
  else if (what === "commands") loadCommands();
  else if (what === "chats") refreshSoon(false);
  else if (what === "overview") refreshSoon(true);
}

let refreshing = 0;
let wholly = false;

// Many changes in a row are one refresh.
function refreshSoon(overview) {
  wholly ||= overview;
  clearTimeout(refreshing);
  refreshing = setTimeout(async () => {
    const all = wholly;
    wholly = false;
    await (all ? loadOverview() : loadChats());
    if (all) applyLanguage();
    drawSide();
    drawHead();
    if (state.chat !== null && !openChat()) await choosePersona(state.persona);
    else if (state.chat === null && wide.matches && state.persona !== null) await choosePersona(state.persona);
    else afterMessages();
  }, 60);
}

let standing = true;

async function comeBack() {
  if (standing) return;
  standing = true;
  await loadOverview();
  applyLanguage();
  await refreshChat();
}

function lose() {
  if (standing) toast(say("lost"), "bad");
  standing = false;
}

// --- the frame

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  $("theme").replaceChildren(icon(theme === "dark" ? "sun" : "moon"));
}

let resting = 0;

// The day of what one scrolls through stands in the bar above, where it covers no line.
function scrolled() {
  $("down").hidden = isNearEnd();
  $("day").textContent = dayInSight();
  $("day").classList.add("shown");
  clearTimeout(resting);
  resting = setTimeout(() => $("day").classList.remove("shown"), 1200);
  if ($("scroller").scrollTop < 200) lookBack();
}

let lookingBack = false;

async function lookBack() {
  if (lookingBack || state.chat === null) return;
  lookingBack = true;
  if (await report(loadOlder())) drawOlder(on);
  lookingBack = false;
}

function togglePanel(open) {
  document.body.classList.toggle("panel-open", open);
  $("show-panel").setAttribute("aria-expanded", String(open));
  $("shade").hidden = !open;
  for (const behind of [$("side"), $("chat"), document.querySelector(".skip")]) behind.inert = open;
  if (open) $("hide-panel").focus();
  else $("show-panel").focus();
}

function wire() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(address.get("theme") ?? localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light"));
  $("theme").addEventListener("click", () => {
    const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    localStorage.setItem("theme", theme);
    setTheme(theme);
  });
  $("language").addEventListener("change", (event) => {
    chosenLanguage = event.target.value;
    applyLanguage();
    refreshChat();
    drawSide();
  });
  $("personas").addEventListener("keydown", (event) => personaKeys(event, choosePersona));
  $("back").addEventListener("click", () => {
    $("app").dataset.view = "chats";
    state.chat = null;
    drawSide();
    $("chats").querySelector("button")?.focus();
  });
  $("down").addEventListener("click", () => toEnd("smooth"));
  $("scroller").addEventListener("scroll", scrolled, { passive: true });
  $("show-panel").addEventListener("click", () => togglePanel(!document.body.classList.contains("panel-open")));
  $("hide-panel").addEventListener("click", () => togglePanel(false));
  $("shade").addEventListener("click", () => togglePanel(false));
  // a frame around the whole chat helps who walks by keys, and is odd for who taps
  for (const by of ["pointerdown", "keydown"]) document.addEventListener(by, () => { document.documentElement.dataset.by = by; }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("panel-open")) togglePanel(false);
  });
  matchMedia("(min-width: 1120px)").addEventListener("change", () => { if (document.body.classList.contains("panel-open")) togglePanel(false); });
  document.addEventListener("visibilitychange", () => { if (visible() && state.chat !== null) { markRead(); drawSide(); } });
  wireComposer(report);
}

async function begin() {
  wire();
  state.persona = Number(address.get("persona") ?? sessionStorage.getItem("persona")) || null;
  await loadOverview();
  applyLanguage();
  listen({ heard: hear, back: comeBack, lost: lose });
  const wanted = Number(address.get("chat"));
  if (wanted && ownChats().some((chat) => chat.id === wanted)) await openChatById(wanted);
  else if (state.persona !== null) await choosePersona(state.persona);
  document.body.dataset.ready = "true";
}

begin();
