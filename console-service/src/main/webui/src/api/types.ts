import type { components } from "#schema";

/** What is in the generated types is taken from them; what the API may leave out is marked there. */
type Schemas = components["schemas"];

export type ExecutionSummary = Known<Schemas["ExecutionSummary"], "id" | "images" | "openJudgements">;
export type Step = Known<Schemas["StepView"], "id" | "title" | "status" | "compensation">;
export type Stage = Omit<Known<Schemas["StageView"], "id" | "kind" | "needs" | "status" | "outputs">, "steps" | "attempts"> & { steps: Step[]; attempts: Attempt[] };
export type Split = Required<Schemas["TrafficSplit"]>;
export type Observed = Required<Schemas["ObservedSplit"]>;
export type Shift = Omit<Known<Schemas["ShiftView"], "operationId" | "stage" | "cluster" | "namespace" | "route" | "appliedAt">, "split" | "observed"> & { split: Split; observed?: Observed };
export type Statistics = Known<Schemas["SampleStatistics"], "count">;
export type Metric = Omit<Known<Schemas["MetricResult"], "name" | "group" | "classification" | "critical">, "baseline" | "canary"> & { baseline: Statistics; canary: Statistics };
export type Verdict = Omit<Required<Schemas["VerdictView"]>, "metrics"> & { metrics: Metric[] };
export type CanaryShift = Schemas["Shift"];
export type CanaryMetric = Omit<Required<Schemas["Metric"]>, "result" | "spec" | "shift" | "distribution" | "baselineValues" | "canaryValues" | "trail"> & {
  result: Metric;
  spec: Known<Schemas["MetricSpec"], "name" | "group" | "direction">;
  shift?: CanaryShift;
  distribution?: Known<Schemas["Distribution"], "bounds" | "baselineCounts" | "canaryCounts">;
  baselineValues: (number | null)[];
  canaryValues: (number | null)[];
  trail: Known<Schemas["TrailPoint"], "at">[];
};
export type CanaryReport = Omit<Required<Schemas["CanaryReport"]>, "cluster" | "groups" | "metrics" | "scores" | "gaps" | "history"> & {
  cluster: { name: string };
  groups: Known<Schemas["Group"], "name">[];
  metrics: CanaryMetric[];
  scores: Required<Schemas["ScorePoint"]>[];
  gaps: Required<Schemas["Gap"]>[];
};
export type EarlierRelease = Required<Schemas["EarlierRelease"]>;
export type ShownReport = { report: CanaryReport; earlier: EarlierRelease[] };
export type Filled = Known<Schemas["FilledForm"], "inputs">;
export type Answer = Omit<Known<Schemas["AnswerView"], "user" | "decision" | "channel" | "at">, "form"> & { form?: Filled };
export type HistoryEntry = Omit<Known<Schemas["HistoryView"], "kind" | "at">, "form"> & { form?: Filled };
export type AnswerInput = Known<Schemas["Input"], "name" | "type" | "required" | "values">;
export type JudgementSpec = Omit<Known<Schemas["JudgementSpec"], "title" | "instructions" | "users" | "roles" | "quorum" | "requesterMayDecide" | "expiresAfter" | "onExpiry">, "links" | "form" | "reminders"> & {
  links: { title: string; url: string }[];
  form?: { choices: Required<Schemas["Choice"]>[]; inputs: AnswerInput[] };
};
export type Judgement = Omit<Known<Schemas["JudgementView"], "id" | "executionId" | "decidedBy" | "withdrawn">, "spec" | "answers" | "history"> & { spec?: JudgementSpec; answers: Answer[]; history?: HistoryEntry[] };
export type Me = Known<Schemas["Me"], "user" | "roles">;
export type JobLog = Required<Schemas["LogView"]>;
/** On the wire a digest is a text, which the document does not tell. */
export type Artifact = { name: string; image: { repository: string; tag?: string; digest?: string } };
export type Execution = Omit<Known<Schemas["ExecutionView"], "id" | "parameters" | "progress">,
  "stages" | "stalled" | "interventions" | "changes" | "tests" | "trafficSplits" | "verdicts" | "judgements" | "jobLogs" | "artifacts" | "definitionDigest" | "planDigest"> & {
  definitionDigest?: string;
  planDigest?: string;
  stages: Stage[];
  stalled?: Required<Schemas["StallView"]>;
  interventions: Intervention[];
  changes: Changes[];
  tests: Tests[];
  trafficSplits: Shift[];
  verdicts: Verdict[];
  judgements: Judgement[];
  jobLogs: JobLog[];
  artifacts: Artifact[];
};
export type Definition = Omit<Required<Schemas["DefinitionView"]>, "source" | "template" | "templateDigest" | "expanded"> & { template?: string; expanded?: string };
export type DefinitionVersion = Known<Schemas["StoredVersion"], "number" | "by" | "at">;
export type Written = Required<Schemas["Written"]>;
export type StoredDefinition = { version: DefinitionVersion; written?: Written; expanded?: string };
export type Found = Known<Schemas["Found"], "file" | "line" | "column" | "message" | "text">;
export type StageLine = Known<Schemas["StageLine"], "id" | "kind" | "needs" | "repeated">;
export type Outline = Omit<Required<Schemas["Outline"]>, "stages"> & { stages: StageLine[] };
export type Checked = { problems: Found[]; definitions: Outline[] };
export type Lag = Known<Schemas["Lag"], "template" | "pipeline" | "digest" | "wanted" | "behind" | "state">;
export type TemplateHistory = {
  name: string;
  channels: Known<Schemas["ChannelState"], "channel" | "digest">[];
  versions: Required<Schemas["Version"]>[];
  moves: Known<Schemas["Move"], "channel" | "digest" | "percent" | "pipelines" | "moved" | "by" | "at">[];
};
export type Act = Schemas["Act"];
export type Attempt = Known<Schemas["AttemptView"], "number" | "startedAt" | "endedAt">;
export type Intervention = Known<Schemas["InterventionView"], "requestId" | "act" | "by" | "reason" | "at">;
export type TriggerLine = Known<Schemas["TriggerLine"], "pipeline" | "trigger" | "result">;
export type TriggerEvent = Omit<Known<Schemas["EventTaken"], "event" | "source" | "kind" | "subject" | "omitted" | "at">, "lines"> & { lines: TriggerLine[] };
export type ObjectChange = Omit<Required<Schemas["ObjectChange"]>, "fields"> & { fields: Known<Schemas["FieldChange"], "path">[] };
export type Changes = Omit<Required<Schemas["ChangesView"]>, "objects"> & { objects: ObjectChange[] };
export type Tests = Omit<Required<Schemas["TestsView"]>, "tests"> & { tests: Known<Schemas["TestRecord"], "name" | "outcome">[] };
export type Period = Known<Schemas["Period"], "delivered" | "failed">;
export type Figures = { days: Required<Schemas["Day"]>[]; current: Period; previous: Period };
export type HealthLine = Known<Schemas["HealthLine"], "kind" | "name" | "service" | "state" | "facts" | "replicas">;
export type Workload = Known<Schemas["WorkloadView"], "cluster" | "namespace" | "kind" | "name" | "images" | "executionId" | "at">;
export type GraphPlace = { cluster: string; namespace: string };
export type GraphEdge = Omit<Known<Schemas["GraphEdge"], "serviceNamespace" | "service" | "version" | "protocol" | "rate" | "errorShare">, "source" | "destination"> & { source: Required<Schemas["Workload"]>; destination: Required<Schemas["Workload"]> };
export type GraphView = Omit<Known<Schemas["GraphView"], "cluster" | "namespace" | "moreEdges">, "edges" | "canaries"> & { edges: GraphEdge[]; canaries: Required<Schemas["Canary"]>[] };
export type WithdrawnImage = Known<Schemas["WithdrawnImage"], "pipeline" | "image" | "reason" | "at">;
export type AuditEntry = Required<Schemas["Recorded"]>;
export type DeadLetterLine = Known<Schemas["Line"], "id" | "at" | "reason" | "bytes">;
export type DeadLetter = Known<Schemas["DeadLetterView"], "id" | "at" | "reason" | "bytes" | "complete" | "headers" | "replays">;

/** The API leaves out what is not known; these parts are always there. */
type Known<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>;
