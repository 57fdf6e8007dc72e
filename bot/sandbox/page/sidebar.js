// Who we are, and the list of chats.

import { serviceWords, summary } from "./bubbles.js";
import { $, face, h } from "./dom.js";
import { now, ownChats, state, unreadOf, unreadOfPersona } from "./state.js";
import { pick, say, shortDate } from "./texts.js";

export function drawPersonas(choose) {
  const focused = $("personas").contains(document.activeElement);
  const nodes = state.personas.map(({ user, role }) => {
    const chosen = user.id === state.persona;
    const unread = chosen ? 0 : unreadOfPersona(user.id);
    return h("button", {
      type: "button", class: "persona", role: "radio", "aria-checked": String(chosen), tabindex: chosen ? "0" : "-1",
      "data-id": user.id, title: pick(role), "aria-label": [user.first_name, pick(role), unread ? `${unread} ${say("unread")}` : ""].filter(Boolean).join(", "),
      onclick: () => choose(user.id),
    }, face(user.id, user.first_name), h("span", { class: "name" }, user.first_name), unread ? h("span", { class: "badge" }, String(unread)) : null);
  });
  $("personas").replaceChildren(...nodes);
  if (focused) $("personas").querySelector("[aria-checked=true]")?.focus();
  const own = state.personas.find(({ user }) => user.id === state.persona);
  $("role").textContent = pick(own?.role);
}

export function personaKeys(event, choose) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const index = state.personas.findIndex(({ user }) => user.id === state.persona);
  const next = state.personas[(index + step + state.personas.length) % state.personas.length];
  choose(next.user.id);
}

export function drawChats(choose) {
  const focused = document.activeElement?.closest?.("#chats")?.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  const nodes = ownChats().map((chat) => chatNode(chat, choose));
  $("chats").replaceChildren(...nodes);
  if (focused) $("chats").querySelector(`[data-id="${focused}"]`)?.focus();
}

function chatNode(chat, choose) {
  const bot = chat.kind === "private";
  const unread = unreadOf(state.persona, chat.id);
  const open = chat.id === state.chat;
  const group = chat.kind === "group" || chat.kind === "supergroup";
  const author = group && chat.last?.from && !serviceWords(chat.last) ? `${chat.last.from.id === state.persona ? "" : `${chat.last.from.first_name}: `}` : "";
  return h("button", { type: "button", class: "chat", "aria-current": open ? "true" : undefined, "data-id": chat.id, onclick: () => choose(chat.id) },
    face(chat.id, chat.title, { bot }),
    h("span", { class: "line" }, h("span", { class: "name" }, chat.title), chat.last ? h("time", {}, shortDate(chat.last.date, now())) : null),
    h("span", { class: "line" }, h("span", { class: "words" }, chat.last ? author + summary(chat.last).slice(0, 120) : bot ? say("start") : say("empty")),
      unread ? h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, ` ${say("unread")}`)) : null));
}
