import { useMediaQuery } from "@mantine/hooks";
import { Controls, type Edge, Handle, MarkerType, MiniMap, type Node, type NodeProps, Position, ReactFlow, type Viewport } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import type { Stage } from "../api/types";
import { words } from "../format";
import { StatusIcon, tone } from "../parts/Status";
import { Span } from "../parts/Time";
import { layout, NODE_HEIGHT, NODE_WIDTH, type Place } from "./layout";

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
  const shape = JSON.stringify(stages.map(({ id, needs }) => [id, needs]));
  const [places, setPlaces] = useState<{ shape: string; at: Map<string, Place> }>();
  useEffect(() => {
    let current = true;
    const plan = (JSON.parse(shape) as [string, string[]][]).map(([id, needs]) => ({ id, needs }));
    void layout(plan).then((at) => current && setPlaces({ shape, at }));
    return () => { current = false; };
  }, [shape]);

  const nodes = useMemo<StageNode[]>(
    () => stages.map((stage) => ({
      id: stage.id, type: "stage", position: places?.at.get(stage.id) ?? { x: 0, y: 0 }, data: { stage, chosen: stage.id === chosen },
      width: NODE_WIDTH, height: NODE_HEIGHT, ariaLabel: `Stage ${stage.id}: ${stage.note === undefined ? words(stage.status) : stage.kind}`,
    })),
    [stages, places, chosen],
  );
  const edges = useMemo<Edge[]>(
    () => stages.flatMap((stage) => stage.needs.map((need) => ({
      id: `${need}>${stage.id}`, source: need, target: stage.id, focusable: false, className: stage.status === "Running" ? "into-live" : "",
      markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 },
    }))),
    [stages],
  );
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
        onInit={(graph) => { if (large) void graph.setViewport(inFrame(graph.getViewport())); }}
        onNodeClick={(_, node) => choose(node.id)}
        onKeyDown={(event) => {
          const node = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node");
          if (node && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); choose(node.dataset.id!); }
        }}
      >
        {stages.length > 6 && <Controls showInteractive={false} />}
        {large && <MiniMap<StageNode> pannable zoomable style={{ width: 180, height: 64 }} ariaLabel="Map of all stages" nodeClassName={(node) => `tone-${tone(node.data.stage.status)}`} />}
      </ReactFlow>
    </div>
  );
}
