import { Group } from "@mantine/core";
import { useNavigate } from "react-router";
import { api } from "../api/client";
import type { Act, Execution, Stage } from "../api/types";
import { ReasonDialog } from "./ReasonDialog";

const MEANING: Record<Act, string> = {
  pause: "No stage and no step begins any more; what is under way ends. It keeps its place.",
  resume: "It goes on where it was paused.",
  retry: "The stage and all that need it run again. What they had begun and still stands is taken back first.",
  restart: "The stage and all that need it run again, though it had ended. What still stands of them is taken back first.",
  skip: "The stage is left out; those that need it go on. What it has begun is taken back.",
  "override-freeze": "It starts as soon as there is a place, though its application is frozen. For maintainers.",
  ignore: "The failure no longer counts; stages that it kept from running get their turn.",
};

const FAILED = ["Failed", "TimedOut"];

/** What may apply to an execution as a whole. The orchestrator has the last word, and says why when it refuses. */
export function ofExecution(execution: Execution): Act[] {
  if (execution.status === "Running") return ["pause"];
  if (execution.status === "Queued" && execution.reason) return ["override-freeze"];
  return execution.status === "Paused" ? ["resume"] : [];
}

/** What may apply to a stage. */
export function ofStage(execution: Execution, stage: Stage): Act[] {
  const going = execution.status === "Running" || execution.status === "Paused";
  const ended = FAILED.includes(execution.status ?? "") || execution.status === "Cancelled";
  if (!going && !ended) return [];
  const failed = FAILED.includes(stage.status);
  const acts: Act[] = [];
  if (failed || (ended && stage.status === "Cancelled" && stage.startedAt)) acts.push("retry");
  if (failed) acts.push("ignore");
  if (!failed && stage.endedAt && stage.startedAt && stage.status !== "Cancelled") acts.push("restart");
  if (going && !stage.endedAt) acts.push("skip");
  return acts;
}

export function Acts({ execution, stage, acts }: { execution: Execution; stage?: Stage; acts: Act[] }) {
  if (acts.length === 0) return null;
  const whom = stage ? `stage ${stage.id}` : "this execution";
  return (
    <Group gap="xs" wrap="wrap" className="acts">
      {acts.map((act) => {
        const label = act[0]!.toUpperCase() + act.slice(1).replace("-", " ");
        return (
          <ReasonDialog key={act} label={label} title={`${label}${act === "override-freeze" ? " for" : ""} ${whom}?`} act={(reason, requestId) => api.intervene(execution.id, { act, stage: stage?.id, reason, requestId })}>
            {MEANING[act]}
          </ReasonDialog>
        );
      })}
    </Group>
  );
}

/** The same plan once more, with all that was given: for an execution that has ended. */
export function RunAgain({ execution }: { execution: Execution }) {
  const navigate = useNavigate();
  return (
    <ReasonDialog label="Run again" title="Run this execution again?" act={(reason, requestId) => api.rerun(execution.id, reason, requestId).then(({ executionId }) => navigate(`/executions/${executionId}`))}>
      A new execution runs the same plan: the same definition, manifests, parameters and images, whatever has changed since.
    </ReasonDialog>
  );
}

export function Cancel({ execution }: { execution: Execution }) {
  const hasTraffic = execution.trafficSplits.some((shift) => shift.split.release < 100);
  return (
    <ReasonDialog label="Cancel execution" title="Cancel this execution?" dangerous act={(reason) => api.cancel(execution.id, reason)}>
      {`What was done is taken back in order${hasTraffic ? ": traffic returns to release first, then the new workloads are removed" : ""}.`}
    </ReasonDialog>
  );
}
