import type { Execution, Shift } from "../api/types";

/** Of a reason, what fits a line of the timeline: all of it stands at the stage. */
const brief = (reason: string) => (reason.length > 120 ? `${reason.slice(0, 110).trimEnd()}…` : reason);

const shares = ({ split }: Shift) => `Traffic ${split.release} / ${split.baseline} / ${split.canary} %`;

export interface Moment {
  at: string;
  status: string;
  text: string;
}

/** What happened, in order: the moments that a person would tell of. */
export function timeline(execution: Execution): Moment[] {
  const moments: Moment[] = [];
  const add = (at: string | undefined, status: string, text: string) => at && moments.push({ at, status, text });
  add(execution.acceptedAt, "Queued", `Accepted${execution.trigger?.user ? `, asked for by ${execution.trigger.user}` : ""}`);
  add(execution.startedAt, "Running", "Started");
  for (const stage of execution.stages) {
    add(stage.startedAt, "Running", `Stage ${stage.id} started`);
    add(stage.endedAt, stage.status, `Stage ${stage.id}: ${brief(stage.reason ?? "done")}`);
  }
  for (const shift of execution.trafficSplits) {
    add(shift.appliedAt, "Running", shares(shift));
    add(shift.confirmedAt, "Succeeded", `${shares(shift)} seen in requests`);
  }
  for (const verdict of execution.verdicts) add(verdict.at, verdict.verdict, `${verdict.step}: ${verdict.verdict}, score ${Math.round(verdict.score)}`);
  for (const judgement of execution.judgements) {
    add(judgement.openedAt, "Open", `Asked: ${judgement.spec?.title ?? "judgement"}`);
    for (const answer of judgement.answers) add(answer.at, answer.decision, `${answer.user} answered ${answer.decision.toLowerCase()}`);
    if (judgement.outcome === "Expired") add(judgement.endedAt, "Expired", "Nobody answered in time");
  }
  for (const act of execution.interventions) {
    const what = `${act.by} asked to ${act.act}${act.stage ? ` stage ${act.stage}` : ""}: ${act.reason}`;
    add(act.at, act.refusal ? "Skipped" : "Queued", act.refusal ? `${what} (refused: ${brief(act.refusal)})` : what);
  }
  add(execution.finishedAt, execution.status ?? "", execution.reason ? `Ended: ${brief(execution.reason)}` : "Ended");
  // Stable: what happened at the same moment stays in the order of the plan.
  return moments.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
