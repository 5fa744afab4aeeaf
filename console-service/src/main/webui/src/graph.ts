import type { GraphEdge, GraphView } from "./api/types";

/** Callers outside of the mesh, and requests that reached no workload. */
export const UNKNOWN = "unknown";

export interface Figures {
  rate: number;
  errorShare: number;
  p50?: number;
  p95?: number;
  p99?: number;
}

export interface Version extends Figures {
  workload: string;
  version: string;
  track?: "canary" | "baseline";
  execution?: string;
}

export interface ServiceNode {
  id: string;
  title: string;
  namespace: string;
  /** Outside of the mesh, or a workload that only calls. */
  kind: "service" | "caller" | "outside";
  versions: Version[];
}

export interface Call extends Figures {
  id: string;
  source: string;
  target: string;
  protocols: string[];
}

/** Shares and quantiles of several, weighed by their requests. A quantile of quantiles is none: the worst is shown. */
export function together(parts: Figures[]): Figures {
  const rate = parts.reduce((sum, part) => sum + part.rate, 0);
  const worst = (name: "p50" | "p95" | "p99") => {
    const known = parts.map((part) => part[name]).filter((value) => value !== undefined);
    return known.length ? Math.max(...known) : undefined;
  };
  return { rate, errorShare: rate === 0 ? 0 : parts.reduce((sum, part) => sum + part.rate * part.errorShare, 0) / rate, p50: worst("p50"), p95: worst("p95"), p99: worst("p99") };
}

const serviceId = (namespace: string, service: string) => `service ${namespace}/${service}`;

/** Services with the versions of their workloads, and who calls them. */
export function graphOf(view: Pick<GraphView, "edges" | "canaries">): { nodes: ServiceNode[]; calls: Call[] } {
  const homes = new Map<string, string>();
  for (const edge of view.edges) if (edge.destination.name !== UNKNOWN) homes.set(`${edge.destination.namespace}/${edge.destination.name}`, serviceId(edge.serviceNamespace, edge.service));
  const nodes = new Map<string, ServiceNode>();
  const received = new Map<string, GraphEdge[]>();
  const between = new Map<string, GraphEdge[]>();
  for (const edge of view.edges) {
    const target = serviceId(edge.serviceNamespace, edge.service);
    nodes.set(target, { id: target, title: edge.service, namespace: edge.serviceNamespace, kind: "service", versions: [] });
    const source = caller(edge, homes);
    if (!nodes.has(source.id)) nodes.set(source.id, source);
    push(received, `${target}\n${edge.destination.name}\n${edge.version}`, edge);
    push(between, `${source.id} > ${target}`, edge);
  }
  for (const edges of received.values()) {
    const [first] = edges;
    const mark = marked(first!.destination.name, view.canaries);
    nodes.get(serviceId(first!.serviceNamespace, first!.service))!.versions.push({ workload: first!.destination.name, version: first!.version, ...mark, ...together(edges) });
  }
  for (const node of nodes.values()) node.versions.sort((one, other) => one.workload.localeCompare(other.workload));
  const calls = [...between].map(([id, edges]) => ({
    id, source: id.split(" > ")[0]!, target: id.split(" > ")[1]!, protocols: [...new Set(edges.map((edge) => edge.protocol))], ...together(edges),
  }));
  return { nodes: [...nodes.values()], calls };
}

function caller(edge: GraphEdge, homes: Map<string, string>): ServiceNode {
  const { namespace, name } = edge.source;
  if (name === UNKNOWN) return { id: "outside", title: "outside of the mesh", namespace: "", kind: "outside", versions: [] };
  const home = homes.get(`${namespace}/${name}`);
  return home
    ? { id: home, title: home.split("/").at(-1)!, namespace, kind: "service", versions: [] }
    : { id: `workload ${namespace}/${name}`, title: name, namespace, kind: "caller", versions: [] };
}

function push<T>(map: Map<string, T[]>, key: string, value: T) {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/** Of which delivery a workload is: the names of its workloads end with its revision. */
function marked(workload: string, canaries: GraphView["canaries"]): Pick<Version, "track" | "execution"> {
  const found = /-(canary|baseline)-([0-9a-f]{10})$/.exec(workload);
  if (!found) return {};
  return { track: found[1] as "canary" | "baseline", execution: canaries.find(({ revision }) => revision === found[2])?.execution };
}
