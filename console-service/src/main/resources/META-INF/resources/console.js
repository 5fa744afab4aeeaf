// The page: which view is shown, and the connection that keeps it live.
import { clock, element, image, span, status } from "./elements.js";
import * as execution from "./execution.js";

const RETRY_MILLISECONDS = 2000;
const views = Object.fromEntries(["login", "list", "detail"].map((id) => [id, document.getElementById(id)]));
let source = null;
let retry = null;

function show(name) {
  for (const [id, view] of Object.entries(views)) view.hidden = id !== name;
  document.getElementById("logout").hidden = name === "login";
}

function connection(words, lost = false) {
  const shown = document.getElementById("connection");
  shown.textContent = words;
  shown.classList.toggle("lost", lost);
}

async function route() {
  source?.close();
  clearTimeout(retry);
  let allowed;
  try {
    allowed = await fetch("/api/executions?limit=1");
  } catch {
    return again("The server is not reached; trying again");
  }
  if (allowed.status === 401) return login();
  if (!allowed.ok) return again(`The server answered ${allowed.status}; trying again`);
  const id = location.hash.match(/^#\/executions\/([a-z0-9-]+)$/)?.[1];
  if (id) detail(id);
  else list();
}

function again(words) {
  connection(words, true);
  retry = setTimeout(route, RETRY_MILLISECONDS);
}

function login() {
  connection("");
  document.getElementById("refused").hidden = !location.search.includes("refused");
  show("login");
  document.getElementById("token").focus();
}

function follow(path, update) {
  source?.close();
  clearTimeout(retry);
  const current = new EventSource(path);
  source = current;
  connection("Connecting");
  current.addEventListener("open", () => connection("Live"));
  current.addEventListener("snapshot", (event) => update(JSON.parse(event.data)));
  current.addEventListener("error", () => {
    if (current !== source) return;
    // A connection that broke comes back by itself; one that was refused does not.
    if (current.readyState === EventSource.CLOSED) again("The connection was refused; trying again");
    else connection("Connection lost; trying again", true);
  });
}

function list() {
  document.title = "Executions · Gennaker";
  const body = element("tbody");
  const empty = element("p", { class: "soft" }, "No execution yet. A pushed image starts one, or: ", element("code", {}, "gennaker run PIPELINE"));
  const table = element("table", {},
    element("thead", {}, element("tr", {},
      ["Status", "Pipeline", "Images"].map((title) => element("th", {}, title)),
      element("th", { class: "optional" }, "Started by"), element("th", {}, "Accepted"), element("th", { class: "right" }, "Duration"))),
    body);
  views.list.replaceChildren(element("div", { class: "row" }, element("h1", {}, "Executions")), element("br"), table, empty);
  table.hidden = empty.hidden = true;
  show("list");
  follow("/api/events", (executions) => {
    table.hidden = executions.length === 0;
    empty.hidden = executions.length > 0;
    body.replaceChildren(...executions.map(line));
  });
}

function line(summary) {
  const address = `#/executions/${summary.id}`;
  return element("tr", {},
    element("td", {}, status(summary.status), summary.openJudgements ? element("div", { class: "small is-Open" }, "waits for a judgement") : null),
    element("td", {}, element("a", { href: address }, summary.pipeline), element("div", { class: "small soft mono" }, summary.id)),
    element("td", {}, summary.images.map((reference) => element("div", {}, image(reference))),
      summary.reason ? element("div", { class: "small soft words" }, summary.reason) : null),
    element("td", { class: "optional" }, summary.trigger ?? ""),
    element("td", {}, summary.acceptedAt ? clock(summary.acceptedAt) : ""),
    element("td", { class: "right nowrap" }, span(summary.acceptedAt, summary.finishedAt)));
}

function detail(id) {
  document.title = `${id} · Gennaker`;
  const waiting = element("p", { class: "soft" }, `Waiting for execution ${id}`);
  const parts = [
    part((seen) => execution.head(seen)),
    part((seen) => execution.judgements(seen, decide), (seen) => seen.judgements),
    part((seen) => execution.traffic(seen), (seen) => seen.trafficSplits),
    part((seen) => execution.stages(seen), (seen) => [seen.stages, seen.progress, seen.finishedAt]),
    part((seen) => execution.verdicts(seen), (seen) => seen.verdicts),
    part((seen) => execution.logs(seen), (seen) => seen.jobLogs),
  ];
  views.detail.replaceChildren(waiting, ...parts.map((each) => each.place));
  show("detail");
  follow(`/api/executions/${encodeURIComponent(id)}/events`, (seen) => {
    waiting.remove();
    parts.forEach((each) => each.update(seen));
  });
}

/** A part that is drawn again only when what it shows has changed: nobody loses a half-written comment. */
function part(draw, shows = (seen) => seen) {
  const place = element("div");
  let last = null;
  return {
    place,
    update(seen) {
      const now = JSON.stringify(shows(seen));
      if (now === last) return;
      last = now;
      place.replaceChildren(...[draw(seen)].filter(Boolean));
    },
  };
}

/** Answers a judgement. Returns what went wrong, or nothing. */
async function decide(judgementId, decision, comment) {
  try {
    const answer = await fetch("/api/judgements/decisions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ judgementId, decision, comment: comment || undefined }),
    });
    if (answer.ok) return "";
    const problem = await answer.json().catch(() => ({}));
    return problem.message ?? `The server answered ${answer.status}`;
  } catch {
    return "The server was not reached; nothing was decided";
  }
}

window.addEventListener("hashchange", route);
route();
