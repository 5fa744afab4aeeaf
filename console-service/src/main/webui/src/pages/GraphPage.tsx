import { Alert, Select, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Controls, type Edge, Handle, MarkerType, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api } from "../api/client";
import type { GraphPlace, GraphView } from "../api/types";
import type { Place } from "../execution/columns";
import { boxes } from "../execution/layout";
import { count, number } from "../format";
import { type Call, type Figures, graphOf, type ServiceNode, UNKNOWN, type Version } from "../graph";
import { useLive } from "../live";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

const WIDTH = 276;
/** Between callers and those they call: the length of an edge's words. */
const APART = 168;
const HEAD = 46;
const ROW = 44;
const BAD_SHARE = 0.01;
/** So many places the server lists. */
const MOST_PLACES = 200;

const key = (place: { cluster: string; namespace: string }) => `${place.cluster}/${place.namespace}`;

function placeOf(words: string): GraphPlace | undefined {
  const [cluster, namespace, ...more] = words.split("/");
  return cluster && namespace && more.length === 0 ? { cluster, namespace } : undefined;
}

/** Who calls whom, with the canaries among them. */
export function GraphPage() {
  useTitle("Service graph");
  const [address, setAddress] = useSearchParams();
  const places = useQuery({ queryKey: ["executions", "places"], queryFn: api.places });
  const wanted = address.get("place");
  const listed = places.data?.map(key) ?? [];
  // A full list has the first of them only: what is asked for may be another one.
  const beyond = wanted && listed.length >= MOST_PLACES && !listed.includes(wanted) ? placeOf(wanted) : undefined;
  const place = places.data?.find((one) => key(one) === wanted) ?? beyond ?? (wanted ? undefined : places.data?.[0]);
  return (
    <>
      <PageHead
        title="Service graph"
        beside={places.data && places.data.length > 0 && (
          <Select
            label="Cluster and namespace" w={240} allowDeselect={false} searchable data={beyond ? [...listed, key(beyond)] : listed} value={place ? key(place) : null} placeholder="Choose"
            onChange={(next) => next && setAddress({ place: next })}
          />
        )}
      >
        <Text className="soft" size="sm">Who calls whom in the mesh: requests of the last minute, errors and latency</Text>
      </PageHead>
      {!places.data ? places.isError ? <Failure error={places.error} retry={() => void places.refetch()} /> : <Loading />
        : places.data.length === 0 ? <Empty title="Nothing was delivered behind a route yet">The graph of a namespace is shown once a delivery has shifted traffic in it.</Empty>
        : place ? <Graph key={key(place)} cluster={place.cluster} namespace={place.namespace} />
        : <Empty title={`Nothing was delivered to ${wanted}`}>Choose another cluster and namespace.</Empty>}
    </>
  );
}

function Graph({ cluster, namespace }: { cluster: string; namespace: string }) {
  const view = useLive<GraphView>(`/api/graph/events?${new URLSearchParams({ cluster, namespace })}`);
  if (!view) return <Waiting />;
  return (
    <>
      {view.problem && <Alert color="yellow" variant="light" title="The mesh could not be asked" role="alert" mb="md"><Text size="md">{view.problem}</Text></Alert>}
      {view.edges.length === 0
        ? !view.problem && <Empty title="No requests in the last minute">Neither to nor from the services of {cluster}/{namespace}.</Empty>
        : <Drawing view={view} />}
      {view.at && (
        <Text size="sm" className="soft">
          Seen <Time at={view.at} />{view.moreEdges > 0 && `; ${count(view.moreEdges, "quieter edge")} left out`}
        </Text>
      )}
    </>
  );
}

/** The first look takes some seconds: the analysis service is asked when somebody comes. */
function Waiting() {
  return <div className="empty" role="status"><Text fw={600}>Asking the mesh</Text><Text className="soft" size="md" mt={4}>The first look takes some seconds.</Text></div>;
}

type Box = Node<{ service: ServiceNode }, "service">;

const TYPES = { service: ServiceBox };

function Drawing({ view }: { view: GraphView }) {
  const narrow = useMediaQuery("(max-width: 62em)");
  const { nodes, calls } = useMemo(() => graphOf(view), [view]);
  const shape = JSON.stringify([nodes.map((node) => [node.id, height(node)]), calls.map(({ source, target }) => [source, target])]);
  const [places, setPlaces] = useState<{ shape: string; at: Map<string, Place> }>();
  useEffect(() => {
    let current = true;
    const [sizes, ends] = JSON.parse(shape) as [[string, number][], [string, string][]];
    void boxes(sizes.map(([id, high]) => ({ id, width: WIDTH, height: high })), ends, APART).then((at) => current && setPlaces({ shape, at }));
    return () => { current = false; };
  }, [shape]);
  if (!places) return <div className="graph" data-height="tall" aria-busy="true" />;
  const drawn: Box[] = nodes.filter((node) => places.at.has(node.id)).map((service) => ({
    id: service.id, type: "service", position: places.at.get(service.id)!, data: { service }, width: WIDTH, height: height(service), focusable: false,
  }));
  return (
    <>
      <div className="graph" data-height="tall" data-testid="service-graph">
        <ReactFlow
          key={`${narrow} ${places.shape}`} nodes={drawn} edges={calls.map(line)} nodeTypes={TYPES} fitView fitViewOptions={{ padding: 0.06, maxZoom: 1, minZoom: narrow ? 0.5 : 0.1 }} minZoom={0.1} maxZoom={1.5}
          nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} preventScrolling={false} zoomOnScroll={false} zoomActivationKeyCode="Control"
          proOptions={{ hideAttribution: true }}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
      <Text size="sm" className="soft" mb={4}>On edges and workloads: requests per second, share of errors, p95 of the answers' time; on an edge the slowest of its workloads.</Text>
    </>
  );
}

const height = (node: ServiceNode) => HEAD + ROW * node.versions.length;

function line(call: Call): Edge {
  const bad = call.errorShare >= BAD_SHARE;
  return {
    id: call.id, source: call.source, target: call.target, label: words(call), className: bad ? "call bad" : "call", focusable: false,
    markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16 }, labelShowBg: true, labelBgPadding: [6, 3], labelBgBorderRadius: 4,
  };
}

/** As `100/s · 0.5 % · 42 ms`. */
const words = ({ rate, errorShare, p95 }: Figures) => `${number(round(rate), "/s")} · ${number(round(100 * errorShare), " %")} · ${p95 === undefined ? "no times" : number(round(p95), " ms")}`;
const round = (value: number) => (value >= 10 ? Math.round(value) : Math.round(value * 100) / 100);

function ServiceBox({ data: { service } }: NodeProps<Box>) {
  return (
    <div className={`service-box ${service.kind}`}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <div className="service-name"><b>{service.title}</b><span className="soft small">{service.kind === "service" ? service.namespace : service.kind === "caller" ? `workload of ${service.namespace}` : "callers that the mesh does not know"}</span></div>
      {service.versions.map((version) => <VersionRow key={`${version.workload} ${version.version}`} version={version} />)}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
}

function VersionRow({ version }: { version: Version }) {
  const name = version.workload === UNKNOWN ? "reached no workload" : version.workload;
  return (
    <div className={`version-row ${version.errorShare >= BAD_SHARE ? "bad" : ""}`}>
      <span className="names">
        <span className="name">{version.execution ? <Link to={`/executions/${version.execution}`}>{name}</Link> : name}</span>
        {version.track && <span className={`track track-${version.track}`}>{version.track}</span>}
      </span>
      <span className="soft small number">{version.version !== UNKNOWN && `${version.version} · `}{words(version)}</span>
    </div>
  );
}
