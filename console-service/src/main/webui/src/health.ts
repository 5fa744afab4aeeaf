import type { HealthLine } from "./api/types";

/** Kinds in the order in which they are shown, with a word for many. */
export const KINDS: [HealthLine["kind"], string][] = [
  ["Cluster", "Clusters"], ["Service", "Services"], ["Metrics", "Metric sources"], ["Registry", "Registries"],
  ["Subscription", "Subscriptions"], ["Webhook", "Webhooks that are answered"], ["Channel", "Channels"], ["IdentityProvider", "Identity providers"],
];

export const isBad = ({ state }: Pick<HealthLine, "state">) => state === "Down" || state === "Impaired";

/** What a service says of the bus and of its database: that it is heard at all says that both took something from it. */
export interface Foundation {
  kafka: HealthLine["state"];
  database: HealthLine["state"];
  toSend?: string | undefined;
  toRead?: string | undefined;
}

/** Of a service. One that is not heard may lack either of the two. */
export function foundation(line: HealthLine): Foundation {
  const heard = line.replicas > 0;
  return {
    kafka: heard ? line.state : "Unknown",
    database: heard ? "Up" : "Unknown",
    toSend: heard ? line.facts["messages to send"] : undefined,
    toRead: heard ? line.facts["messages to read"] : undefined,
  };
}

/** Of a kind, with the worst first, and clusters that are defined but were not used yet. */
export function ofKind(lines: HealthLine[], kind: HealthLine["kind"], defined: string[]): HealthLine[] {
  const rank = ({ state }: HealthLine) => ["Down", "Impaired", "Up", "Unknown"].indexOf(state);
  const known = lines.filter((line) => line.kind === kind);
  const unused = kind !== "Cluster" ? [] : defined
    .filter((name) => !known.some((line) => line.name === name))
    .map((name): HealthLine => ({ kind, name, service: "deployer", state: "Unknown", facts: {}, replicas: 0 }));
  return [...known, ...unused].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
