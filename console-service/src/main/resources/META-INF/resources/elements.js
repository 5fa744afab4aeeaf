// Small pieces of the page. Texts are only ever set as text, never as markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

export function status(word) {
  return element("span", { class: `status is-${word ?? "Unknown"}` }, spaced(word ?? "Unknown"));
}

/** `TimedOut` as `Timed out`. */
function spaced(word) {
  return word.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function duration(milliseconds) {
  const seconds = Math.max(0, milliseconds / 1000);
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

/** From one time to another, or to now and going on. */
export function span(from, to) {
  if (!from) return element("span");
  if (to) return element("span", { title: `${local(from)} to ${local(to)}` }, duration(new Date(to) - new Date(from)));
  const running = element("span", { title: `since ${local(from)}`, "data-since": from });
  tick(running);
  return running;
}

function tick(running) {
  running.textContent = duration(Date.now() - new Date(running.dataset.since));
}

setInterval(() => document.querySelectorAll("[data-since]").forEach(tick), 1000);

export function local(time) {
  return new Date(time).toLocaleString();
}

/** The time of day, with the date where that is not today. */
export function clock(time) {
  const at = new Date(time);
  const today = at.toDateString() === new Date().toDateString();
  const shown = today ? at.toLocaleTimeString() : at.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return element("span", { class: "soft nowrap", title: local(time) }, shown);
}

/** `us.gcr.io/acme/shop:v2@sha256:...` as `shop:v2`, the whole as its title. */
export function image(reference) {
  const [named, digest] = reference.split("@");
  const last = named.split("/").pop();
  const shown = last.includes(":") || !digest ? last : `${last}@${digest.slice(7, 19)}`;
  return element("code", { title: reference }, shown);
}

export function link(title, url) {
  const safe = /^https?:\/\//i.test(url);
  return safe ? element("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, title) : title;
}

export function number(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 1e6) ? value.toExponential(2) : Number(value.toPrecision(4)).toString();
}
