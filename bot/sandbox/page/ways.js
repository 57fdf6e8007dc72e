// The way of an article as a flow: each step lights up when it happened, with what was found there.

import { h, icon } from "./dom.js";
import { clock, pick, say } from "./texts.js";

const STEPS = [
  ["fetched", "feed"],
  ["understood", "eye"],
  ["stored", "box"],
  ["planned", "people"],
  ["arrived", "check"],
];

export function drawWay(entry) {
  const next = STEPS.findIndex(([name]) => !entry.steps[name]);
  const steps = STEPS.map(([name, shape], index) => {
    const step = entry.steps[name];
    const waiting = index === next && (name !== "arrived" || entry.steps.planned?.people?.length);
    return h("li", { class: `step ${step ? "done" : waiting ? "waiting" : ""}` },
      h("span", { class: "step-icon" }, icon(shape, 15)),
      h("div", {}, h("b", {}, say(name), h("span", { class: "unseen" }, step ? "" : `: ${say("notYet")}`)), step ? found(step) : null));
  });
  return h("li", { class: "way", "data-id": entry.id }, h("p", { class: "way-title" }, h("time", {}, clock(entry.at)), h("span", {}, pick(entry.text))), h("ol", { class: "steps" }, steps));
}

function found(step) {
  return [
    step.words ? h("p", {}, pick(step.words)) : null,
    step.languages?.length ? h("p", {}, step.languages.map((code) => say(`language-${code}`)).join(", ")) : null,
    (step.labels ?? []).map((label) => h("p", { class: "label-line" }, h("span", { class: "chip" }, pick(label.name)),
      label.because.length ? h("q", {}, label.because.join(", ")) : null)),
    step.people?.length ? h("p", { class: "people" }, step.people.map((person) => h("span", { class: "chip person" }, person.name, person.when ? h("small", {}, ` ${pick(person.when)}`) : null))) : null,
  ];
}
