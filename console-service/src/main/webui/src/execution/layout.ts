import ELK, { type ElkNode } from "elkjs/lib/elk-api";
// As it is: bundled, it does not find out that it runs in a worker.
import worker from "elkjs/lib/elk-worker.min.js?url";
import type { Stage } from "../api/types";
import { inColumns, type Place } from "./columns";

export const NODE_WIDTH = 226;
export const NODE_HEIGHT = 58;

let elk: InstanceType<typeof ELK> | undefined;

/** Laid out in a worker, so that it does not stop the page. */
function engine() {
  elk ??= new ELK({ workerFactory: () => new Worker(worker) });
  return elk;
}

/** Places of boxes of any size, by id; callers left of those they call. */
export async function boxes(sizes: { id: string; width: number; height: number }[], ends: [string, string][], apart: number): Promise<Map<string, Place>> {
  const placed = await engine().layout({
    id: "boxes",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.spacing.nodeNode": "28",
      "elk.layered.spacing.nodeNodeBetweenLayers": String(apart),
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
    },
    children: sizes,
    edges: ends.map(([source, target]) => ({ id: `${source}>${target}`, sources: [source], targets: [target] })),
  });
  return new Map((placed.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]));
}

/** ELK takes longer to start, and then for more stages than this, than a person should wait for them. */
const MANY = 100;
const KEPT = 20;
const laidOut = new Map<string, Promise<Map<string, Place>>>();

/** What decides about the places: a status changes none. */
export const shapeOf = (stages: Pick<Stage, "id" | "needs">[]) => JSON.stringify(stages.map(({ id, needs }) => [id, needs]));

/** Places of stages by id, those of the last shapes as they were found before. */
export function layout(shape: string): Promise<Map<string, Place>> {
  const places = laidOut.get(shape) ?? placed((JSON.parse(shape) as [string, string[]][]).map(([id, needs]) => ({ id, needs })));
  laidOut.delete(shape);
  laidOut.set(shape, places);
  places.catch(() => laidOut.delete(shape));
  if (laidOut.size > KEPT) laidOut.delete(laidOut.keys().next().value!);
  return places;
}

async function placed(stages: Pick<Stage, "id" | "needs">[]): Promise<Map<string, Place>> {
  if (stages.length > MANY) return inColumns(stages, { width: NODE_WIDTH, height: NODE_HEIGHT, below: 18, between: 42 });
  const known = new Set(stages.map((stage) => stage.id));
  const graph: ElkNode = {
    id: "plan",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "RIGHT",
      "elk.spacing.nodeNode": "18",
      "elk.layered.spacing.nodeNodeBetweenLayers": "42",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
      "elk.separateConnectedComponents": "false",
    },
    children: stages.map((stage) => ({ id: stage.id, width: NODE_WIDTH, height: NODE_HEIGHT })),
    edges: stages.flatMap((stage) => stage.needs.filter((need) => known.has(need)).map((need) => ({ id: `${need}>${stage.id}`, sources: [need], targets: [stage.id] }))),
  };
  const drawn = await engine().layout(graph);
  return new Map((drawn.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]));
}
