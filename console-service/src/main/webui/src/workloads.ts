import type { Workload } from "./api/types";
import { imageParts, version } from "./format";
import { group } from "./group";

export interface WorkloadRow {
  application: string;
  namespace: string;
  kind: string;
  name: string;
  /** By cluster. */
  runs: Map<string, Workload>;
  /** Whether clusters run different versions. */
  differs: boolean;
}

export interface Where {
  clusters: string[];
  rows: WorkloadRow[];
}

const told = (workload: Workload) => workload.images.map((image) => version(imageParts(image))).join(" ");

/** Workloads by cluster: one line for each that has the same name and namespace everywhere. */
export function where(workloads: Workload[]): Where {
  const clusters = [...new Set(workloads.map(({ cluster }) => cluster))].sort();
  const rows = group(workloads, ({ application, namespace, kind, name }) => [application ?? "", namespace, kind, name].join("\n")).map(([, all]) => {
    const { application, namespace, kind, name } = all[0]!;
    return { application: application ?? "", namespace, kind, name, runs: new Map(all.map((each) => [each.cluster, each])), differs: new Set(all.map(told)).size > 1 };
  });
  return { clusters, rows };
}
