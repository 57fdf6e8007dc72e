// Building nodes; text always goes in as text, so nothing that a bot says can become markup.

export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") for (const [key, each] of Object.entries(value)) node.style.setProperty(key, each);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const $ = (id) => document.getElementById(id);

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  menu: "M5 8h14M5 12h14M5 16h9",
  send: "M4 12l16-8-5 16-3.5-6.5L4 12zM11.500 13.500L20 4",
  place: "M12 21s7-6.300 7-11.500A7 7 0 0 0 5 9.500C5 14.700 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  panel: "M13 3L5 13.500h6L10 21l9-11.500h-6.500L13 3z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600l1.400 1.400M17 17l1.400 1.400M5.600 18.400L7 17M17 7l1.400-1.400",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  reply: "M9 6L4 11l5 5M4 11h9a7 7 0 0 1 7 7",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  link: "M8 16L17 7M10 7h7v7",
  pin: "M9 3h6l-1 7 3 3H7l3-3-1-7zM12 13v8",
  news: "M4 5h12v14H6a2 2 0 0 1-2-2zM16 9h4v8a2 2 0 0 1-2 2h-2M7 9h6M7 12.500h6M7 16h3.500",
  pen: "M4 20l1-4.500L16.500 4l3.500 3.500L8.500 19zM14 6.500l3.500 3.500",
  feed: "M5 19a.6.6 0 1 0 .01 0M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14",
  sunrise: "M3 19h18M6.500 19a5.500 5.500 0 0 1 11 0M12 4v4.500M9.500 6.500L12 4l2.500 2.500M4 12l1.800 1M20 12l-1.800 1",
  plug: "M9 3v5M15 3v5M6.500 8h11v3a5.500 5.500 0 0 1-11 0zM12 16.500V21",
  cut: "M4 4l16 16M8 8a8 8 0 0 0-3 1.800M12 6.500A12 12 0 0 1 20.500 10M7.500 14a6 6 0 0 1 4-2M12 18h.01",
  eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  box: "M4 7c0-1.700 3.600-3 8-3s8 1.300 8 3-3.600 3-8 3-8-1.300-8-3zM4 7v10c0 1.700 3.600 3 8 3s8-1.300 8-3V7M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5.500",
  check: "M2 13l4 4L15 7M10 16l1 1L21 7",
};

export function icon(name, size = 22) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor", "stroke-width": 1.9, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

const PALETTE = 7;

export function face(id, title, { bot = false } = {}) {
  if (bot) return h("span", { class: "face", "aria-hidden": "true" }, h("img", { src: "icon.svg", alt: "" }));
  const initials = title.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word)).slice(0, 2).map((word) => [...word][0]).join("");
  return h("span", { class: `face color${Math.abs(id) % PALETTE}`, "aria-hidden": "true" }, initials.toUpperCase() || "•");
}

export const colorOf = (id) => `color${Math.abs(id) % PALETTE}`;

export function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
