// Blocks of rich messages into nodes.

import { h } from "./dom.js";
import { foldable, link, spoiler } from "./formatted.js";
import { moment, say } from "./texts.js";

const VISIBLE_BLOCKS = 19;
const SIMPLE = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", marked: "mark",
  subscript: "sub", superscript: "sup",
};

// `on` is that of formatted(), with `press(button, node)` for buttons inside.
export function rich(message, on) {
  const root = h("div", { class: "rich", dir: message.is_rtl ? "rtl" : undefined });
  const scope = { on, root };
  const nodes = message.blocks.map((block) => blockNode(block, scope));
  root.append(...nodes);
  if (nodes.length > VISIBLE_BLOCKS) hideRest(root, nodes);
  return root;
}

function hideRest(root, nodes) {
  const rest = nodes.slice(VISIBLE_BLOCKS);
  for (const node of rest) node.hidden = true;
  const more = h("button", { type: "button", class: "more" }, say("more"));
  root.showAll = () => {
    for (const node of rest) node.hidden = false;
    more.remove();
  };
  more.addEventListener("click", root.showAll);
  root.append(more);
}

function blockNode(block, scope) {
  const inner = (text) => richText(text, scope);
  switch (block.type) {
    case "heading": return h(`h${Math.min(block.size + 2, 6)}`, { class: `size${block.size}` }, inner(block.text));
    case "paragraph": return h("p", {}, inner(block.text));
    case "footer": return h("footer", {}, inner(block.text));
    case "divider": return h("hr");
    case "anchor": return h("span", { class: "anchor", "data-anchor": block.name });
    case "pre": return h("pre", { "data-language": block.language }, h("code", {}, inner(block.text)));
    case "pullquote": return h("blockquote", { class: "pull" }, inner(block.text), credit(block, scope));
    case "expandable_blockquote": return foldable([inner(block.text), credit(block, scope)]);
    case "blockquote": return h("blockquote", {}, block.blocks.map((each) => blockNode(each, scope)), credit(block, scope));
    case "list": return list(block, scope);
    case "details": return details(block, scope);
    case "table": return table(block, scope);
    case "photo": return figure(h("img", pictureProperties(block.photo.at(-1), scope)), block, scope);
    case "document": return figure(h("a", { href: `/media/${block.document.file_id}`, download: block.document.file_name }, block.document.file_name), block, scope);
    case "collage": case "slideshow": return figure(h("div", { class: block.type }, block.blocks.map((each) => blockNode(each, scope))), block, scope);
    case "map": return figure(mapNode(block.location), block, scope);
    case "mathematical_expression": return h("p", {}, h("code", {}, block.expression));
    case "buttons": return h("div", { class: "button-row" }, block.buttons.map((button) => buttonNode(button, scope)));
    default: return h("p", {}, block.type);
  }
}

const credit = (block, scope) => block.credit && h("cite", {}, "— ", richText(block.credit, scope));

function figure(content, block, scope) {
  const caption = block.caption && h("figcaption", {}, richText(block.caption.text, scope), credit(block.caption, scope));
  return h("figure", { class: block.has_spoiler ? "hidden-picture" : undefined }, content, caption);
}

function pictureProperties(photo, scope) {
  return {
    src: `/media/${photo.file_id}`, width: photo.width, height: photo.height, alt: say("photo"), loading: "lazy",
    onclick: (event) => scope.on.picture(event.target.src, event.target.alt),
  };
}

export function mapNode({ latitude, longitude }) {
  const words = `${latitude.toFixed(3)}, ${longitude.toFixed(3)}`;
  return h("div", { class: "map", role: "img", "aria-label": `${say("location")}: ${words}` }, h("span", { class: "map-pin" }), h("span", { class: "map-words" }, words));
}

function list(block, scope) {
  const numbered = block.items.some((item) => item.value !== undefined && item.value !== null);
  return h(numbered ? "ol" : "ul", { class: "list" }, block.items.map((item) => {
    const mark = item.has_checkbox ? (item.is_checked ? "☑" : "☐") : item.label;
    return h("li", {}, h("span", { class: "label" }, mark), h("div", {}, item.blocks.map((each) => blockNode(each, scope))));
  }));
}

function details(block, scope) {
  return h("details", { open: block.is_open }, h("summary", {}, richText(block.summary, scope)), h("div", {}, block.blocks.map((each) => blockNode(each, scope))));
}

function table(block, scope) {
  const names = ["bordered", "striped", "compact"].filter((name) => block[`is_${name}`]).join(" ");
  const caption = block.caption && h("caption", {}, richText(block.caption, scope));
  const rows = block.cells.map((row) => h("tr", {}, row.map((cell) => h(cell.is_header ? "th" : "td", {
    colspan: cell.colspan, rowspan: cell.rowspan, style: { "text-align": cell.align, "vertical-align": cell.valign },
  }, cell.text === undefined || cell.text === null ? "" : richText(cell.text, scope)))));
  return h("div", { class: "table" }, h("table", { class: names }, caption, h("tbody", {}, rows)));
}

function richText(text, scope) {
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map((part) => richText(part, scope));
  const inner = text.text === undefined ? "" : richText(text.text, scope);
  if (SIMPLE[text.type]) return h(SIMPLE[text.type], {}, inner);
  switch (text.type) {
    case "url": return link(text.url, inner, scope.on);
    case "email_address": return link(`mailto:${text.email_address}`, inner, scope.on);
    case "phone_number": return link(`tel:${text.phone_number}`, inner, scope.on);
    case "spoiler": return spoiler(inner);
    case "bot_command": return h("button", { type: "button", class: "link", onclick: () => scope.on.command(text.text) }, inner);
    case "anchor": return h("span", { class: "anchor", "data-anchor": text.name });
    case "reference": return h("span", { class: "reference", "data-anchor": text.name }, inner);
    case "anchor_link": return jump(text.anchor_name, inner, scope);
    case "reference_link": return h("sup", {}, jump(text.reference_name, inner, scope));
    case "date_time": return h("time", {}, moment(text.unix_time, text.date_time_format, scope.on.now(), inner));
    case "custom_emoji": return text.alternative_text;
    case "mathematical_expression": return h("code", {}, text.expression);
    case "button": return buttonNode(text.button, scope);
    default: return h("span", { class: "link" }, inner);
  }
}

function jump(name, inner, scope) {
  return h("button", { type: "button", class: "link", onclick: () => {
    scope.root.showAll?.();
    const target = name ? [...scope.root.querySelectorAll("[data-anchor]")].find((node) => node.dataset.anchor === name) : scope.root;
    if (!target) return;
    for (let node = target; node && node !== scope.root; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    const next = target.nextElementSibling;
    if (next?.tagName === "DETAILS") next.open = true;
    target.scrollIntoView({ block: name ? "start" : "nearest", behavior: "smooth" });
  } }, inner);
}

function buttonNode(button, scope) {
  const node = h("button", { type: "button", class: `inner-button ${button.style ?? ""}`, disabled: Boolean(button.disabled) }, richText(button.text, scope));
  node.addEventListener("click", () => scope.on.press(button, node));
  return node;
}

// What can be read of a rich message in one line, for the list of chats.
export function richWords(value) {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(richWords).join("");
  if (!value || typeof value !== "object") return "";
  if (value.blocks) return value.blocks.map(richWords).filter(Boolean).join(" ");
  return ["summary", "text"].map((name) => richWords(value[name])).filter(Boolean).join(" ");
}
