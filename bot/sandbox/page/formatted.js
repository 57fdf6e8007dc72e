// Text with entities (offsets in UTF-16 units, as JavaScript counts) into nodes.

import { h, icon, safeLink } from "./dom.js";
import { moment, say } from "./texts.js";

// `on` tells what a tap does: {command, link, now}.
export function formatted(text, entities, on) {
  const marks = (entities ?? []).filter((entity) => entity.length > 0);
  return range(text, 0, text.length, marks, on);
}

function range(text, start, end, marks, on) {
  const nodes = [];
  let at = start;
  let index = 0;
  while (index < marks.length) {
    const mark = marks[index];
    const stop = Math.min(mark.offset + mark.length, end);
    if (mark.offset < at || mark.offset >= end) {
      index += 1;
      continue;
    }
    if (mark.offset > at) nodes.push(text.slice(at, mark.offset));
    const inner = marks.slice(index + 1).filter((other) => other.offset < stop);
    nodes.push(wrap(mark, text.slice(mark.offset, stop), range(text, mark.offset, stop, clipped(inner, mark.offset, stop), on), on));
    const rest = marks.slice(index + 1).filter((other) => other.offset + other.length > stop);
    at = stop;
    marks = clipped(rest, stop, end);
    index = 0;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return isQuoteAfter(nodes);
}

const clipped = (marks, start, end) =>
  marks.map((mark) => {
    const from = Math.max(mark.offset, start);
    return { ...mark, offset: from, length: Math.min(mark.offset + mark.length, end) - from };
  }).filter((mark) => mark.length > 0);

// A quotation is a block: the line break beside it would show as an empty line.
function isQuoteAfter(nodes) {
  return nodes.map((node, index) => {
    if (typeof node !== "string") return node;
    let text = node;
    if (isBlock(nodes[index - 1]) && text.startsWith("\n")) text = text.slice(1);
    if (isBlock(nodes[index + 1]) && text.endsWith("\n")) text = text.slice(0, -1);
    return text;
  });
}

const isBlock = (node) => node instanceof Element && ["BLOCKQUOTE", "PRE"].includes(node.tagName);

const SIMPLE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

function wrap(mark, text, inner, on) {
  if (SIMPLE[mark.type]) return h(SIMPLE[mark.type], {}, inner);
  switch (mark.type) {
    case "text_link": return link(mark.url, inner, on);
    case "url": return link(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`, inner, on);
    case "email": return link(`mailto:${text}`, inner, on);
    case "phone_number": return link(`tel:${text}`, inner, on);
    case "text_mention": case "mention": case "hashtag": case "cashtag": return h("span", { class: "link" }, inner);
    case "bot_command": return h("button", { type: "button", class: "link", onclick: () => on.command(text) }, inner);
    case "spoiler": return spoiler(inner);
    case "pre": return h("pre", { "data-language": mark.language }, h("code", {}, inner));
    case "blockquote": return h("blockquote", {}, inner);
    case "expandable_blockquote": return foldable(inner);
    case "date_time": return h("time", {}, moment(mark.unix_time, mark.date_time_format, on.now(), text));
    default: return h("span", {}, inner);
  }
}

export function link(address, inner, on) {
  const safe = safeLink(address);
  if (!safe) return h("span", {}, inner);
  return h("a", {
    href: safe, target: "_blank", rel: "noopener noreferrer", title: address,
    onclick: (event) => on.link(address, event),
  }, inner);
}

export function spoiler(inner) {
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": say("spoiler") }, inner);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", show);
  return node;
}

// A quotation that shows three lines until it is opened.
export function foldable(inner) {
  const text = h("div", { class: "folded" }, inner);
  const toggle = h("button", { type: "button", class: "unfold", "aria-expanded": "false", "aria-label": say("expand") }, icon("down", 16));
  toggle.addEventListener("click", () => {
    const open = text.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  });
  const quote = h("blockquote", { class: "foldable" }, text, toggle);
  requestAnimationFrame(() => { toggle.hidden = text.scrollHeight <= text.clientHeight + 2; });
  return quote;
}
