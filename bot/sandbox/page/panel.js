// Things to try, and the log of what just happened.

import { ask } from "./api.js";
import { $, h, icon } from "./dom.js";
import { state } from "./state.js";
import { clock, currentLanguage, pick, say } from "./texts.js";
import { drawWay } from "./ways.js";

const SHOWN = 100;

export function drawActions(report, toast) {
  $("actions").replaceChildren(...state.actions.map((action) => {
    const node = h("button", { type: "button", class: "action", "aria-haspopup": action.fields.length ? "dialog" : undefined }, action.icon ? icon(action.icon, 20) : null, h("span", {}, pick(action.label)));
    node.addEventListener("click", () => (action.fields.length ? fill(action, node, report, toast) : run(action, {}, node, report, toast)));
    return node;
  }));
  $("panel").classList.toggle("idle", state.actions.length === 0);
}

async function run(action, values, node, report, toast) {
  node.disabled = true;
  node.classList.add("pending");
  const answer = await report(ask("screen/run_action", { id: action.id, values }));
  node.disabled = false;
  node.classList.remove("pending");
  if (answer) toast(pick(answer));
}

function fill(action, node, report, toast) {
  const dialog = $("asked");
  dialog.querySelector("h2").textContent = pick(action.label);
  const inputs = action.fields.map((field) => h("label", {}, h("span", {}, pick(field.label)), control(field)));
  const form = h("form", {}, inputs, h("div", { class: "row" }, h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, say("cancel")), h("button", { class: "filled" }, say("run"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    node.focus();
    run(action, Object.fromEntries(new FormData(form)), node, report, toast);
  });
  dialog.querySelector("form").replaceWith(form);
  dialog.showModal();
}

function control(field) {
  const area = field.kind === "textarea";
  const node = h(area ? "textarea" : "input", { name: field.name, rows: area ? 6 : undefined, required: true, placeholder: pick(field.placeholder ?? ""), type: area ? undefined : field.kind ?? "text" });
  node.value = pick(field.value ?? "");
  return node;
}

// What is new is added and what has grown is redrawn, so that the list stays still for the eye and for a screen reader.
export function drawLog() {
  const entries = state.log.slice(-SHOWN).reverse();
  const list = $("events");
  if (!entries.length) return list.replaceChildren(h("li", { class: "hint" }, say("nothingYet")));
  const language = currentLanguage();
  const known = new Map([...list.children].map((node) => [node.entry, node]));
  list.replaceChildren(...entries.map((entry) => {
    const node = known.get(entry);
    if (node?.language === language) return node;
    return Object.assign(entry.steps ? drawWay(entry) : drawLine(entry), { entry, language });
  }));
}

function drawLine(entry) {
  const head = [h("time", {}, clock(entry.at)), h("span", {}, pick(entry.text))];
  const detail = pick(entry.detail);
  return h("li", {}, detail ? h("details", {}, h("summary", {}, head), h("pre", {}, detail)) : h("p", {}, head));
}
