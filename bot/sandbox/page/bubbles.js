// One message as a bubble with its keyboard, or as a line of service.

import { ask } from "./api.js";
import { colorOf, face, h, icon } from "./dom.js";
import { formatted, link } from "./formatted.js";
import { mapNode, rich, richWords } from "./rich.js";
import { clock, fileSize, say } from "./texts.js";

export function summary(message) {
  if (!message) return "";
  if (message.rich_message) return richWords(message.rich_message);
  if (message.text) return message.text;
  if (message.photo) return message.caption ? `🖼 ${message.caption}` : `🖼 ${say("photo")}`;
  if (message.document) return `📄 ${message.document.file_name ?? say("file")}`;
  if (message.location) return `📍 ${say("location")}`;
  return serviceWords(message) ?? "";
}

export function serviceWords(message) {
  if (message.forum_topic_created) return `${say("topicMade")}: «${message.forum_topic_created.name}»`;
  if (message.forum_topic_edited) return `${say("topicRenamed")}: «${message.forum_topic_edited.name}»`;
  if (message.forum_topic_closed) return say("topicClosed");
  if (message.forum_topic_reopened) return say("topicReopened");
  if (message.new_chat_members) return `${message.new_chat_members.map((user) => user.first_name).join(", ")} ${say("joined")}`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} ${say("left")}`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return say("upgraded");
  return null;
}

export const senderId = (message) => message.sender_chat?.id ?? message.from?.id;

export function senderName(message) {
  if (message.sender_chat) return message.sender_chat.title ?? "";
  return [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ");
}

// `context`: {me, bot, kind, first, on} — who looks, the bot's id, the kind of chat, whether a new sender begins.
export function bubble(message, context) {
  const service = serviceWords(message);
  if (service) return h("div", { class: "service" }, h("span", {}, service));
  const out = senderId(message) === context.me;
  const group = context.kind === "group" || context.kind === "supergroup";
  const body = h("div", { class: "body" }, contents(message, context, group && !out));
  const keyboard = keyboardNode(message, context.on);
  const classes = ["message", out ? "out" : "in", context.first ? "first" : "", message.ephemeral_message_id ? "ephemeral" : ""];
  const label = `${senderName(message)}, ${clock(message.date)}`;
  const beside = group && !out ? (context.first ? face(senderId(message), senderName(message), { bot: message.from?.id === context.bot }) : h("span", { class: "face empty" })) : null;
  return h("article", { class: classes.filter(Boolean).join(" "), "aria-label": label, "data-id": message.message_id },
    beside, h("div", { class: `column${keyboard ? " keyed" : ""}${message.rich_message ? " wide" : ""}` }, body, keyboard),
    replyButton(message, context));
}

function replyButton(message, context) {
  if (message.ephemeral_message_id || context.kind === "channel") return null;
  return h("button", { type: "button", class: "icon reply", "aria-label": say("reply"), title: say("reply"), onclick: () => context.on.reply(message) }, icon("reply", 18));
}

function contents(message, context, named) {
  const on = { ...context.on, press: (button, node) => context.on.press(button, node, message) };
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  const shownPreview = message.text ? preview(message, on) : null;
  const inline = text && !shownPreview && !message.show_caption_above_media && !message.reactions?.length && !endsWithBlock(text, entities);
  const room = inline ? h("span", { class: `room${message.edited ? " more" : ""}`, "aria-hidden": "true" }) : null;
  const words = text ? h("div", { class: "text" }, formatted(text, entities, on), room) : null;
  return [
    named && context.first ? h("p", { class: `sender ${colorOf(senderId(message))}` }, senderName(message), message.via_bot ? h("span", {}, ` ${say("via")} @${message.via_bot.username}`) : null) : null,
    message.ephemeral_message_id ? h("p", { class: "note" }, "👁 ", say("onlyYou")) : null,
    message.forward_origin ? h("p", { class: "note" }, `${say("forwarded")}: ${originName(message.forward_origin)}`) : null,
    message.reply_to_message ? quoted(message.reply_to_message, on) : null,
    message.show_caption_above_media ? words : null,
    message.photo ? photo(message, on) : null,
    message.document ? documentNode(message.document) : null,
    message.location ? mapNode(message.location) : null,
    message.show_caption_above_media ? null : words,
    message.rich_message ? rich(message.rich_message, on) : null,
    shownPreview,
    h("p", { class: `foot${inline ? " inline" : ""}` }, message.reactions?.length ? h("span", { class: "reaction" }, message.reactions.join(" ")) : null,
      message.edited ? h("span", { class: "edited" }, say("edited")) : null, h("time", {}, clock(message.date)),
      senderId(message) === context.me ? icon("check", 15) : null),
  ];
}

// The hour stands at the end of the last line, unless that is a quotation or code.
const endsWithBlock = (text, entities) => (entities ?? []).some((entity) => ["pre", "blockquote", "expandable_blockquote"].includes(entity.type) && entity.offset + entity.length >= text.length);

const originName = (origin) => origin.chat?.title ?? origin.sender_chat?.title ?? origin.sender_user?.first_name ?? origin.sender_user_name ?? "";

function quoted(message, on) {
  return h("button", { type: "button", class: `quoted ${colorOf(senderId(message) ?? 0)}`, onclick: () => on.jump(message.message_id) },
    h("b", {}, senderName(message)), h("span", {}, summary(message)));
}

function photo(message, on) {
  const size = message.photo.at(-1);
  const picture = h("img", {
    src: `/media/${size.file_id}`, width: size.width, height: size.height, alt: message.caption?.slice(0, 120) || say("photo"),
    style: { "aspect-ratio": `${size.width} / ${size.height}` },
  });
  const button = h("button", { type: "button", class: `photo${message.has_media_spoiler ? " hidden-picture" : ""}` }, picture);
  button.addEventListener("click", () => {
    if (button.classList.contains("hidden-picture")) button.classList.remove("hidden-picture");
    else on.picture(picture.src, picture.alt);
  });
  return button;
}

function documentNode(file) {
  return h("a", { class: "document", href: `/media/${file.file_id}`, download: file.file_name }, h("span", { class: "document-icon" }, icon("file")),
    h("span", {}, h("b", {}, file.file_name ?? say("file")), h("small", {}, fileSize(file.file_size ?? 0))));
}

// Links explode into previews unless the bot says otherwise, as with Telegram.
function preview(message, on) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled) return null;
  const first = (message.entities ?? []).find((entity) => entity.type === "text_link" || entity.type === "url");
  const address = options.url ?? first?.url ?? (first && message.text.slice(first.offset, first.offset + first.length));
  if (!address || !/^https?:/i.test(address)) return null;
  const url = new URL(address);
  const words = [h("b", {}, url.hostname), h("span", {}, decoded(url.pathname))];
  const node = h("div", { class: "preview" }, link(address, words, on));
  ask("screen/preview", { address }).then((shown) => fillPreview(node, shown, address, on)).catch(() => {});
  return node;
}

// What Telegram's servers would have read of the page comes a moment later.
function fillPreview(node, shown, address, on) {
  const picture = shown.picture ? h("img", { src: `/media/${shown.picture}`, alt: shown.title ?? "", loading: "lazy" }) : null;
  const words = [shown.title ? h("b", {}, shown.title) : null, shown.text ? h("span", {}, shown.text) : null].filter(Boolean);
  if (picture || words.length) node.replaceChildren(link(address, [...words, picture].filter(Boolean), on));
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function keyboardNode(message, on) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "keys" }, row.map((button) => {
    const mark = button.url ? icon("link", 12) : button.switch_inline_query !== undefined || button.switch_inline_query_current_chat !== undefined ? icon("reply", 12) : null;
    const node = h("button", { type: "button", class: `key ${button.style ?? ""}`, title: button.text }, h("span", {}, button.text), mark && h("i", { "aria-hidden": "true" }, mark));
    node.addEventListener("click", () => on.press(button, node, message));
    return node;
  }))));
}
