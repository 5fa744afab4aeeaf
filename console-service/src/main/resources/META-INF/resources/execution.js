// The parts of an execution's page: each a function of the execution as the server tells it.
import { clock, element, image, link, local, number, span, status } from "./elements.js";

export function head(execution) {
  const images = (execution.artifacts ?? []).map((artifact) => image(text(artifact.image)));
  return element("div", {},
    element("p", { class: "small" }, element("a", { href: "#/" }, "← All executions")),
    element("div", { class: "row" },
      element("h1", {}, execution.pipeline ?? "Not known yet"),
      status(execution.status),
      element("span", {}, span(execution.acceptedAt, execution.finishedAt)),
      ...images),
    execution.reason ? element("p", { class: "words" }, execution.reason) : null,
    element("p", { class: "soft small words" }, facts(execution).join(" · ")));
}

function facts(execution) {
  const trigger = execution.trigger;
  return [
    execution.id,
    execution.acceptedAt && `accepted ${local(execution.acceptedAt)}`,
    trigger && `${trigger.kind} from ${trigger.source}${trigger.user ? ` by ${trigger.user}` : ""}`,
    execution.cancelledBy && `cancelled by ${execution.cancelledBy}`,
    ...Object.entries(execution.parameters ?? {}).map(([name, value]) => `${name}=${value}`),
    execution.planDigest && `plan ${execution.planDigest.slice(7, 19)}`,
  ].filter(Boolean);
}

function text(reference) {
  return reference.repository + (reference.tag ? `:${reference.tag}` : "") + (reference.digest ? `@${reference.digest}` : "");
}

export function stages(execution) {
  if (!execution.stages?.length) return null;
  return section("Stages", element("div", { class: "card" }, execution.stages.map((stage) => stageRow(stage, execution))));
}

function stageRow(stage, execution) {
  const begun = stage.steps.some((step) => step.status !== "Waiting");
  return element("div", { class: "stage" },
    element("div", { class: "row" },
      status(stage.status),
      element("span", { class: "name" }, stage.id),
      element("span", { class: "tag" }, stage.kind),
      stage.needs.length ? element("span", { class: "soft small optional" }, `after ${stage.needs.join(", ")}`) : null,
      element("span", { class: "grow right" }, span(stage.startedAt, stage.endedAt))),
    stage.reason ? element("div", { class: "small words" }, stage.reason) : null,
    begun || stage.steps.length > 1
      ? element("ul", { class: "steps" }, stage.steps.map((step) => stepRow(step, execution)))
      : null);
}

function stepRow(step, execution) {
  const progress = (execution.progress ?? {})[step.operationId];
  const neverRan = step.status === "Waiting" && execution.finishedAt;
  return element("li", {},
    element("div", { class: "row" },
      status(neverRan ? "NotRun" : step.status),
      element("span", { class: "grow" }, step.title, step.compensation ? element("span", { class: "tag" }, "takes back") : null),
      element("span", { class: "right small soft nowrap" }, span(step.startedAt, step.endedAt))),
    step.reason ? element("div", { class: "small soft words" }, step.reason) : null,
    progress && step.status === "Running" ? element("div", { class: "small soft words" }, progress) : null);
}

export function traffic(execution) {
  const shifts = execution.trafficSplits ?? [];
  if (!shifts.length) return null;
  const legend = element("p", { class: "legend" },
    ["release", "baseline", "canary"].map((track) => element("span", { class: track }, track)));
  return section("Traffic", element("div", { class: "card" }, legend,
    shifts.map((shift, index) => element("div", { class: `row shift${index < shifts.length - 1 ? " past" : ""}` },
      element("span", { class: "when" }, clock(shift.appliedAt)),
      bar(shift.split),
      element("span", { class: "small said" }, seen(shift)),
      element("span", { class: "small soft optional" }, `${shift.virtualService} in ${shift.cluster}`)))));
}

function bar(split) {
  const parts = ["release", "baseline", "canary"].filter((track) => split[track] > 0).map((track) => {
    const part = element("span", { class: `share-${track}`, title: `${track} ${split[track]} %` }, `${split[track]} %`);
    part.style.width = `${split[track]}%`;
    return part;
  });
  return element("div", { class: "bar", role: "img", "aria-label": `release ${split.release} %, baseline ${split.baseline} %, canary ${split.canary} %` }, parts);
}

function seen(shift) {
  if (!shift.confirmedAt) return "applied, not confirmed";
  const { release, baseline, canary, requests } = shift.observed;
  return `confirmed: ${release.toFixed(1)} / ${baseline.toFixed(1)} / ${canary.toFixed(1)} % of ${requests} requests`;
}

export function verdicts(execution) {
  if (!execution.verdicts?.length) return null;
  return section("Verdicts", ...execution.verdicts.map((verdict) => element("div", { class: "card" },
    element("div", { class: "row" },
      status(verdict.verdict),
      element("span", {}, `${verdict.stage} / ${verdict.step}`),
      element("span", { class: "soft" }, `score ${number(verdict.score)}`),
      element("span", { class: "grow right small soft nowrap" }, span(verdict.from, verdict.to), " of data")),
    element("ul", { class: "reasons" }, verdict.reasons.map((reason) => element("li", { class: "words" }, reason))),
    verdict.metrics.length ? element("div", { class: "wide" }, metrics(verdict.metrics)) : null)));
}

function metrics(results) {
  return element("table", { class: "metrics" },
    element("thead", {}, element("tr", {}, ["Metric", "Class", "Baseline", "Canary", "Ratio", ""].map((title) => element("th", {}, title)))),
    element("tbody", {}, results.map((metric) => element("tr", {},
      element("td", { class: "nowrap" }, metric.name, metric.critical ? element("span", { class: "tag" }, "critical") : null),
      element("td", {}, status(metric.classification)),
      element("td", { title: `${metric.baseline.count} samples` }, number(metric.baseline.mean)),
      element("td", { title: `${metric.canary.count} samples` }, number(metric.canary.mean)),
      element("td", {}, number(metric.ratio)),
      element("td", { class: "soft words" }, metric.reason ?? "")))));
}

export function judgements(execution, decide) {
  if (!execution.judgements?.length) return null;
  return section("Judgements", ...execution.judgements.map((judgement) => judgementCard(judgement, decide)));
}

function judgementCard(judgement, decide) {
  const open = judgement.openedAt && !judgement.endedAt;
  const spec = judgement.spec;
  return element("div", { class: "card" },
    element("div", { class: "row" },
      status(open ? "Open" : judgement.withdrawn ? "Withdrawn" : judgement.outcome),
      element("strong", {}, spec?.title ?? judgement.id),
      open && judgement.expiresAt ? element("span", { class: "grow right small soft" }, `expires ${local(judgement.expiresAt)}`) : null),
    spec?.instructions ? element("div", { class: "words" }, spec.instructions) : null,
    spec?.links?.length ? element("div", { class: "row" }, spec.links.map((evidence) => link(evidence.title, evidence.url))) : null,
    spec ? element("div", { class: "small soft" }, rules(spec)) : null,
    judgement.answers.map((answer) => element("div", { class: "row small" },
      element("span", { class: `is-${answer.decision}` }, answer.decision === "Approve" ? "approved" : "rejected"),
      `by ${answer.user} (${answer.channel})`, clock(answer.at), answer.comment ? element("span", { class: "words" }, answer.comment) : null)),
    open ? answerForm(judgement, decide) : null);
}

function rules(spec) {
  const who = [...spec.users, ...spec.roles.map((role) => `role ${role}`)];
  return `may decide: ${who.length ? who.join(", ") : "anyone who is logged in"}`
    + (spec.quorum > 1 ? ` · ${spec.quorum} approvals needed` : "")
    + ` · on expiry: ${spec.onExpiry.toLowerCase()}`;
}

function answerForm(judgement, decide) {
  const comment = element("input", { placeholder: "Comment", maxlength: 2000, "aria-label": "Comment" });
  const said = element("p", { class: "bad small", role: "alert" });
  const buttons = ["Approve", "Reject"].map((decision) => element("button", {
    type: "button",
    class: decision.toLowerCase(),
    onclick: async () => {
      buttons.forEach((button) => (button.disabled = true));
      said.textContent = await decide(judgement.id, decision, comment.value);
      buttons.forEach((button) => (button.disabled = false));
    },
  }, decision));
  return element("div", {}, element("div", { class: "answer" }, comment, ...buttons), said);
}

export function logs(execution) {
  if (!execution.jobLogs?.length) return null;
  return section("Job logs", ...execution.jobLogs.map((log) => element("details", { class: "card", open: log.exitCode !== 0 },
    element("summary", {},
      element("span", { class: log.exitCode === 0 ? "good" : "bad" }, `exit ${log.exitCode}`),
      ` ${log.stage} · ${log.pod} · ${log.container}`),
    element("pre", {}, log.log))));
}

function section(title, ...content) {
  return element("section", {}, element("h2", {}, title), ...content);
}
