import type { Envelope } from "../execution/statement";
import type { Act, AuditEntry, Checked, DeadLetter, DeadLetterLine, Definition, DefinitionVersion, Execution, ExecutionSummary, Figures, GraphPlace, HealthLine, Judgement, Lag, Me, ShownReport, StoredDefinition, TemplateHistory, TriggerEvent, WithdrawnImage, Workload, Written } from "./types";

/** An answer that is not what was asked for. `message` is the server's, meant for people. */
export class Refused extends Error {
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
  }
}

async function call<T>(path: string, options: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...options, headers: { Accept: "application/json", ...(options.body ? { "Content-Type": "application/json" } : {}) } });
  } catch {
    throw new Refused(0, "unreachable", "The server was not reached.");
  }
  if (answer.ok) return (await answer.json()) as T;
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<Refused> {
  const problem = await answer.json().catch(() => ({}));
  return new Refused(answer.status, problem.code ?? "failed", problem.message ?? `The server answered ${answer.status}.`);
}

const post = <T>(path: string, body: unknown) => call<T>(path, { method: "POST", body: JSON.stringify(body) });
const part = encodeURIComponent;

export interface ExecutionFilter {
  pipeline?: string;
  status?: string;
  before?: string;
  limit?: number;
}

/** `image` is REPOSITORY@sha256:... */
export interface ImageAsked {
  pipeline: string;
  image: string;
  reason: string;
}

export const api = {
  executions: (filter: ExecutionFilter) => {
    const query = new URLSearchParams();
    Object.entries(filter).forEach(([key, value]) => value !== undefined && value !== "" && query.set(key, String(value)));
    return call<ExecutionSummary[]>(`/api/executions?${query}`);
  },
  /** Days are those of the place where this page is read. */
  figures: (days: number) => call<Figures>(`/api/figures?${new URLSearchParams({ days: String(days), zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}`),
  audit: (limit: number, before?: number) => call<AuditEntry[]>(`/api/audit?${new URLSearchParams({ limit: String(limit), ...(before === undefined ? {} : { before: String(before) }) })}`),
  health: () => call<HealthLine[]>("/api/health"),
  workloads: () => call<Workload[]>("/api/workloads"),
  places: () => call<GraphPlace[]>("/api/graph/places"),
  /** `operation` is STAGE/STEP/ATTEMPT. */
  report: (id: string, operation: string) => call<ShownReport>(`/api/executions/${part(id)}/reports/${operation.split("/").map(part).join("/")}`),
  execution: (id: string) => call<Execution>(`/api/executions/${part(id)}`),
  start: (pipeline: string, parameters: Record<string, string>, artifacts: Record<string, string>, idempotencyKey: string) =>
    post<{ executionId: string }>(`/api/pipelines/${part(pipeline)}/executions`, { parameters, artifacts, idempotencyKey }),
  intervene: (id: string, asked: { act: Act; stage?: string; reason: string; requestId: string }) => post<unknown>(`/api/executions/${part(id)}/interventions`, asked),
  triggerEvents: (limit: number, before?: string) => call<TriggerEvent[]>(`/api/trigger-events?${new URLSearchParams({ limit: String(limit), ...(before === undefined ? {} : { before }) })}`),
  replayTrigger: (event: string, requestId: string) => post<unknown>(`/api/trigger-events/${part(event)}/replay`, { requestId }),
  provenance: (id: string) => call<Envelope>(`/api/executions/${part(id)}/provenance`),
  decideAgain: (id: string) => post<{ moves: number; same: boolean; difference?: string }>(`/api/executions/${part(id)}/replay`, {}),
  rerun: (id: string, reason: string, idempotencyKey: string) => post<{ executionId: string }>(`/api/executions/${part(id)}/rerun`, { reason, idempotencyKey }),
  cancel: (id: string, reason: string) => post<unknown>(`/api/executions/${part(id)}/cancel`, { reason }),
  judgements: (open: boolean) => call<Judgement[]>(`/api/judgements?open=${open}&limit=100`),
  judge: (what: "decisions" | "revocations" | "delegations" | "comments", body: { judgementId: string; requestId: string }) => post<unknown>(`/api/judgements/${what}`, body),
  me: () => call<Me>("/api/me"),
  definitions: () => call<Definition[]>("/api/definitions"),
  definition: (kind: string, name: string) => call<Definition>(`/api/definitions/${part(kind)}/${part(name)}`),
  source: (kind: string, name: string) => call<{ written: Written; template?: Written }>(`/api/definitions/${part(kind)}/${part(name)}/source`),
  versions: (kind: string, name: string) => call<DefinitionVersion[]>(`/api/definitions/${part(kind)}/${part(name)}/versions`),
  version: (kind: string, name: string, number: number) => call<StoredDefinition>(`/api/definitions/${part(kind)}/${part(name)}/versions/${number}`),
  check: (written: Written) => post<Checked>("/api/definitions/check", written),
  template: (name: string) => call<TemplateHistory>(`/api/templates/${part(name)}`),
  lag: (template: string) => call<Lag[]>(`/api/templates?${new URLSearchParams({ template })}`),
  withdrawnImages: (pipeline: string) => call<WithdrawnImage[]>(`/api/images/withdrawn?${new URLSearchParams({ limit: "100", ...(pipeline ? { pipeline } : {}) })}`),
  withdraw: (asked: ImageAsked) => post<{ inForce: boolean }>("/api/images/withdrawn", asked),
  reinstate: (asked: ImageAsked) => post<{ inForce: boolean }>("/api/images/withdrawn/reinstate", asked),
  deadLetters: () => call<DeadLetterLine[]>("/api/dead-letters?limit=100"),
  deadLetter: (id: string) => call<DeadLetter>(`/api/dead-letters/${part(id)}`),
  replay: (id: string, force: boolean, requestId: string) => post<unknown>(`/api/dead-letters/${part(id)}/replay`, { force, requestId }),
};

/** Whether the token is valid; the cookie is set when it is. */
export async function login(token: string): Promise<boolean> {
  const answer = await fetch("/login", { method: "POST", body: new URLSearchParams({ token }) }).catch(() => {
    throw new Refused(0, "unreachable", "The server was not reached.");
  });
  if (!answer.ok) throw await refusal(answer);
  return !new URL(answer.url).searchParams.has("refused");
}

/** The identity provider, where there is one. */
export async function provider(): Promise<{ name: string } | null> {
  const methods = await call<{ provider?: { name: string } }>("/login/methods");
  return methods.provider ?? null;
}

export const logout = () => fetch("/logout", { method: "POST" });
