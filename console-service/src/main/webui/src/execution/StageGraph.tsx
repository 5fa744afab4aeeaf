import { useMediaQuery } from "@mantine/hooks";
import { Controls, type Edge, Handle, MarkerType, MiniMap, type Node, type NodeProps, Position, ReactFlow, type Viewport } from "@xyflow/react";
import { startTransition, useEffect, useMemo, useState } from "react";
import type { Stage } from "../api/types";
import { words } from "../format";
import { StatusIcon, tone } from "../parts/Status";
import { Span } from "../parts/Time";
import type { Place } from "./columns";
import { layout, NODE_HEIGHT, NODE_WIDTH, shapeOf } from "./layout";

/** What is drawn of a stage: one that runs, or one that a definition only names, with a note in place of its status. */
export type Drawn = Pick<Stage, "id" | "kind" | "needs" | "status" | "startedAt" | "endedAt"> & { note?: string };

type StageNode = Node<{ stage: Drawn; chosen: boolean }, "stage">;

function StageBox({ data: { stage, chosen } }: NodeProps<StageNode>) {
  return (
    <div className={`stage-box tone-${tone(stage.status)} ${chosen ? "chosen" : ""}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      {stage.note === undefined && <StatusIcon status={stage.status} size={18} />}
      <span className="names"><span className="name">{stage.id}</span><span className="soft small">{[stage.kind, stage.note ?? words(stage.status)].filter(Boolean).join(" · ")}</span></span>
      <span className="small soft"><Span from={stage.startedAt} to={stage.endedAt} /></span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

const TYPES = { stage: StageBox };
const ORIGIN: Place = { x: 0, y: 0 };

/** Known beforehand, so that of many stages only those in sight need be drawn and measured. */
const MEASURED = { width: NODE_WIDTH, height: NODE_HEIGHT };
const HANDLE = 6;
const handle = (type: "source" | "target", position: Position, x: number) => ({ type, position, x: x - HANDLE / 2, y: (NODE_HEIGHT - HANDLE) / 2, width: HANDLE, height: HANDLE });
const HANDLES = [handle("target", Position.Left, 0), handle("source", Position.Right, NODE_WIDTH)];

const nodesMade = new WeakMap<Drawn, { chosen: boolean; at: Place; node: StageNode }>();

/** A stage that is what it was keeps its node, and so is not drawn again when others change. */
function nodeOf(stage: Drawn, chosen: boolean, at: Place): StageNode {
  const made = nodesMade.get(stage);
  if (made?.chosen === chosen && made.at === at) return made.node;
  const node: StageNode = {
    id: stage.id, type: "stage", position: at, data: { stage, chosen }, ...MEASURED, measured: MEASURED, handles: HANDLES,
    ariaLabel: `Stage ${stage.id}: ${stage.note === undefined ? words(stage.status) : stage.kind}`,
  };
  nodesMade.set(stage, { chosen, at, node });
  return node;
}

const edgesMade = new WeakMap<Drawn, Edge[]>();

/** Likewise. */
function edgesTo(stage: Drawn): Edge[] {
  const made = edgesMade.get(stage) ?? stage.needs.map((need) => ({
    id: `${need}>${stage.id}`, source: need, target: stage.id, focusable: false, className: stage.status === "Running" ? "into-live" : "", markerEnd: ARROW,
  }));
  edgesMade.set(stage, made);
  return made;
}

const ARROW = { type: MarkerType.ArrowClosed, width: 16, height: 16 };
const MAP_SIZE = { width: 180, height: 64 };
const onMap = (node: StageNode) => `tone-${tone(node.data.stage.status)}`;

/** Fitted whole, a plan of more stages than this would be too small to read: it opens at the chosen stage, with a map beside it. */
const READABLE = 40;
const READABLE_ZOOM = 0.6;

/** The chosen stage and its neighbours: what must be seen first. */
function around(stages: Drawn[], chosen: string | undefined) {
  const needs = stages.find((stage) => stage.id === chosen)?.needs ?? [];
  return stages.filter((stage) => stage.id === chosen || needs.includes(stage.id) || (chosen !== undefined && stage.needs.includes(chosen))).map(({ id }) => ({ id }));
}

/** No empty room beside and above the first stages: the graph begins at 0, 0. */
const EDGE = 24;
const inFrame = ({ x, y, zoom }: Viewport): Viewport => ({ x: Math.min(x, EDGE), y: Math.min(y, EDGE), zoom });

/** The plan as a graph. Choosing a stage, by pointer or by Enter, leads to its steps. */
export function StageGraph({ stages, chosen, choose }: { stages: Drawn[]; chosen: string | undefined; choose: (stage: string) => void }) {
  // It is drawn anew, and so fitted anew, when the frame becomes another.
  const narrow = useMediaQuery("(max-width: 62em)");
  // The map of a large plan comes when the plan is there.
  const [settled, setSettled] = useState(false);
  const settle = () => startTransition(() => setSettled(true));
  const shape = useMemo(() => shapeOf(stages), [stages]);
  const [places, setPlaces] = useState<{ shape: string; at: Map<string, Place> }>();
  useEffect(() => {
    let current = true;
    void layout(shape).then((at) => current && setPlaces({ shape, at }));
    return () => { current = false; };
  }, [shape]);

  const nodes = useMemo(() => stages.map((stage) => nodeOf(stage, stage.id === chosen, places?.at.get(stage.id) ?? ORIGIN)), [stages, places, chosen]);
  const edges = useMemo(() => stages.flatMap(edgesTo), [stages]);
  if (places?.shape !== shape) return <div className="graph" aria-busy="true" />;
  const large = stages.length > READABLE;
  const fit = large ? { padding: 0.12, minZoom: READABLE_ZOOM, maxZoom: READABLE_ZOOM, nodes: around(stages, chosen) } : { padding: 0.12, maxZoom: 1 };
  const bottom = Math.max(...[...places.at.values()].map(({ y }) => y)) + NODE_HEIGHT;
  return (
    <div className="graph" data-height={bottom < 90 ? "low" : bottom < 260 ? "middle" : "high"} data-testid="graph">
      <ReactFlow
        key={String(narrow)} nodes={nodes} edges={edges} nodeTypes={TYPES} fitView fitViewOptions={fit} minZoom={0.05} maxZoom={1.5}
        nodesDraggable={false} nodesConnectable={false} edgesFocusable={false} onlyRenderVisibleElements={stages.length > 100}
        preventScrolling={false} zoomOnScroll={false} zoomActivationKeyCode="Control" proOptions={{ hideAttribution: true }}
        onInit={(graph) => {
          if (large) void graph.setViewport(inFrame(graph.getViewport()));
          settle();
        }}
        onNodeClick={(_, node) => choose(node.id)}
        onKeyDown={(event) => {
          const node = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node");
          if (node && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); choose(node.dataset.id!); }
        }}
      >
        {stages.length > 6 && <Controls showInteractive={false} />}
        {large && settled && <MiniMap<StageNode> pannable zoomable style={MAP_SIZE} ariaLabel="Map of all stages" nodeClassName={onMap} />}
      </ReactFlow>
    </div>
  );
}
