// Things to try, and the log of what just happened.

import { ask } from "./api.js";
import { $, h } from "./dom.js";
import { state } from "./state.js";
import { clock, pick, say } from "./texts.js";

export function drawActions(report, toast) {
  $("actions").replaceChildren(...state.actions.map((action) => {
    const node = h("button", { type: "button", class: "action" }, pick(action.label));
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
  const inputs = action.fields.map((field) => h("label", {}, h("span", {}, pick(field.label)),
    h(field.kind === "textarea" ? "textarea" : "input", { name: field.name, rows: 5, required: true, placeholder: pick(field.placeholder ?? ""), type: field.kind === "textarea" ? undefined : field.kind ?? "text" })));
  const form = h("form", {}, inputs, h("div", { class: "row" }, h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, say("cancel")), h("button", { class: "filled" }, say("run"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    run(action, Object.fromEntries(new FormData(form)), node, report, toast);
  });
  dialog.querySelector("form").replaceWith(form);
  dialog.showModal();
}

export function drawLog() {
  const entries = state.log.slice(-100).reverse();
  if (!entries.length) return $("events").replaceChildren(h("li", { class: "hint" }, say("nothingYet")));
  $("events").replaceChildren(...entries.map((entry) => {
    const head = [h("time", {}, clock(entry.at)), h("span", {}, pick(entry.text))];
    const detail = pick(entry.detail);
    return h("li", {}, detail ? h("details", {}, h("summary", {}, head), h("pre", {}, detail)) : h("p", {}, head));
  }));
}
