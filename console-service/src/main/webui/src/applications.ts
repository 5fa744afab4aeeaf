import type { ExecutionSummary } from "./api/types";
import { group } from "./group";

export interface PipelineState {
  pipeline: string;
  /** The newest. */
  latest: ExecutionSummary;
  /** What the last one that succeeded delivered: what runs, as far as this pipeline knows. */
  delivered?: ExecutionSummary;
  /** Newest last. */
  recent: ExecutionSummary[];
}

export interface ApplicationState {
  application: string;
  pipelines: PipelineState[];
  inFlight: number;
  waiting: number;
  failing: number;
}

const RECENT = 14;

export const isOver = (execution: { finishedAt?: string }) => execution.finishedAt !== undefined;

/** Applications by name, those that need a person first. Executions come newest first. */
export function applications(executions: ExecutionSummary[]): ApplicationState[] {
  const byApplication = group(executions.filter((each) => each.pipeline), (each) => each.application ?? each.pipeline!);
  return byApplication
    .map(([application, all]) => {
      const pipelines = group(all, (each) => each.pipeline!).map(([pipeline, runs]) => state(pipeline, runs)).sort((a, b) => a.pipeline.localeCompare(b.pipeline));
      return {
        application,
        pipelines,
        inFlight: all.filter((each) => !isOver(each)).length,
        waiting: all.reduce((sum, each) => sum + each.openJudgements, 0),
        failing: pipelines.filter(({ latest }) => latest.status === "Failed" || latest.status === "TimedOut").length,
      };
    })
    .sort((a, b) => rank(b) - rank(a) || a.application.localeCompare(b.application));
}

const rank = (application: ApplicationState) => (application.waiting > 0 ? 4 : 0) + (application.failing > 0 ? 2 : 0) + (application.inFlight > 0 ? 1 : 0);

function state(pipeline: string, runs: ExecutionSummary[]): PipelineState {
  return { pipeline, latest: runs[0]!, delivered: runs.find((each) => each.status === "Succeeded"), recent: runs.slice(0, RECENT).reverse() };
}
