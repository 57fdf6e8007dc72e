// What the page knows: who we are, whose chats there are, what was read. No nodes here.

import { ask } from "./api.js";

const PAGE = 100;  // messages that are asked for at once

export const state = {
  bot: { id: 0, username: "" },
  personas: [],       // {user, role}
  chats: new Map(),   // persona id -> chats
  persona: null,      // user id
  chat: null,         // chat id
  thread: null,       // topic id, null for all
  messages: [],       // of the open chat, oldest first
  unread: new Map(),  // "persona:chat" -> number
  typing: new Map(),  // chat id -> {until, action}
  log: [],
  actions: [],
  clockShift: 0,
  replyTo: null,
};

export const now = () => Date.now() / 1000 + state.clockShift;
export const me = () => state.personas.find((each) => each.user.id === state.persona)?.user;
export const ownChats = () => state.chats.get(state.persona) ?? [];
export const openChat = () => ownChats().find((chat) => chat.id === state.chat);
export const unreadOf = (persona, chat) => state.unread.get(`${persona}:${chat}`) ?? 0;

export function unreadOfPersona(persona) {
  return (state.chats.get(persona) ?? []).reduce((sum, chat) => sum + unreadOf(persona, chat.id), 0);
}

export function markRead() {
  state.unread.delete(`${state.persona}:${state.chat}`);
}

export async function loadOverview() {
  const overview = await ask("screen/overview");
  state.bot = overview.bot;
  state.personas = overview.personas;
  state.actions = overview.actions;
  state.log = overview.log;
  state.clockShift = overview.now - Date.now() / 1000;
  if (!state.personas.some((each) => each.user.id === state.persona)) state.persona = state.personas[0]?.user.id ?? null;
  await loadChats();
}

export async function loadChats() {
  await Promise.all(state.personas.map(async ({ user }) => {
    state.chats.set(user.id, await ask("screen/chats", { user: user.id }));
  }));
}

export async function loadMessages() {
  const chat = state.chat;
  const messages = await ask("screen/messages", { chat, user: state.persona, limit: PAGE });
  if (chat === state.chat) state.messages = messages;
}

// Earlier messages of the open chat; the answer says whether there were any.
export async function loadOlder() {
  const first = state.messages.find((message) => message.message_id > 0);
  if (!first || state.messages.length < PAGE) return false;
  const older = await ask("screen/messages", { chat: state.chat, user: state.persona, before: first.message_id, limit: PAGE });
  if (first !== state.messages.find((message) => message.message_id > 0)) return false;
  state.messages = [...older, ...state.messages];
  return older.length > 0;
}

// An event of the sandbox; the answer names what has to be drawn again.
export function take(event) {
  keepUp(event.message?.edit_date ?? event.message?.date ?? event.at);
  switch (event.type) {
    case "message": return takeMessage(event);
    case "edit": return takeEdit(event);
    case "delete": return takeDelete(event);
    case "reaction": return takeReaction(event);
    case "action":
      state.typing.set(event.chat, { until: Date.now() + 5500, action: event.action });
      return "typing";
    case "chat": case "pin": return "chats";
    case "log": return takeLog(event);
    case "actions": case "personas": return "overview";
    case "commands": return "commands";
    default: return null;
  }
}

const first = (chat) => (chat.kind === "private" ? 1 : 0);  // the chat with the bot stays on top
const concerns = (event) => event.only === undefined || event.only === state.persona;

// The demo may move the clock forward; what comes then is dated ahead of ours.
function keepUp(seconds) {
  if (seconds > now() + 2) state.clockShift += seconds - now();
}

function takeMessage(event) {
  state.typing.delete(event.chat);
  let known = false;
  for (const [persona, chats] of state.chats) {
    const chat = chats.find((each) => each.id === event.chat);
    if (!chat) continue;
    known = true;
    if (event.only !== undefined && event.only !== persona) continue;
    chat.last = event.message;
    chat.started = true;
    chats.sort((one, other) => first(other) - first(one) || (other.last?.date ?? 0) - (one.last?.date ?? 0));
    const mine = event.message.from?.id === persona;
    if (!mine) state.unread.set(`${persona}:${chat.id}`, unreadOf(persona, chat.id) + 1);
  }
  if (event.chat === state.chat && concerns(event)) {
    state.messages.push(event.message);
    return "message";
  }
  return known ? "list" : "chats";
}

// An entry with the id of an earlier one takes its place: the way of an article grows.
function takeLog(event) {
  const index = event.id ? state.log.findIndex((entry) => entry.id === event.id) : -1;
  if (index < 0) state.log.push(event);
  else state.log[index] = event;
  return "log";
}

const sameMessage = (one, other) =>
  one.message_id === other.message_id && (one.ephemeral_message_id ?? 0) === (other.ephemeral_message_id ?? 0);

function takeEdit(event) {
  for (const chats of state.chats.values()) {
    const chat = chats.find((each) => each.id === event.chat);
    if (chat?.last && sameMessage(chat.last, event.message)) chat.last = event.message;
  }
  if (event.chat !== state.chat) return "list";
  const index = state.messages.findIndex((message) => sameMessage(message, event.message));
  if (index < 0) return "list";
  state.messages[index] = event.message;
  return { edited: event.message };
}

function takeDelete(event) {
  if (event.chat !== state.chat) return "chats";
  state.messages = state.messages.filter((message) => !sameMessage(message, event));
  return "deleted";
}

function takeReaction(event) {
  const message = event.chat === state.chat && state.messages.find((each) => each.message_id === event.message_id);
  if (!message) return null;
  message.reactions = event.reactions.map((reaction) => reaction.emoji);
  return { edited: message };
}
