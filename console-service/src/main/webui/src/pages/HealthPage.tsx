import { SimpleGrid, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { api } from "../api/client";
import type { HealthLine } from "../api/types";
import { count } from "../format";
import { foundation, type Foundation, isBad, KINDS, ofKind } from "../health";
import { useLive } from "../live";
import { Empty, Failure, Loading, PageHead, Section, useTitle } from "../parts/Pieces";
import { Status } from "../parts/Status";
import { Span, Time } from "../parts/Time";

/** Clusters and integrations: how each is, since when, what is wrong, and what to do. */
export function HealthPage() {
  useTitle("Health");
  const first = useQuery({ queryKey: ["health"], queryFn: api.health });
  const definitions = useQuery({ queryKey: ["definitions"], queryFn: api.definitions });
  const lines = useLive<HealthLine[]>("/api/health/events") ?? first.data;
  if (!lines) return first.isError ? <Failure error={first.error} retry={() => void first.refetch()} /> : <Loading />;
  const clusters = (definitions.data ?? []).filter(({ kind }) => kind === "Cluster").map(({ name }) => name);
  const kinds = KINDS.map(([kind, title]) => ({ kind, title, lines: ofKind(lines, kind, clusters) })).filter((each) => each.lines.length > 0);
  const bad = lines.filter(isBad);
  return (
    <>
      <PageHead title="Clusters and integrations">
        <Text className="soft" size="sm">{bad.length === 0 ? "All that is used is well" : `${count(bad.length, "thing")} to look at`}; services tell what changes within seconds, and all else once a minute</Text>
      </PageHead>
      {kinds.length === 0 && <Empty title="No service was heard yet">Each tells how it is once a minute.</Empty>}
      {kinds.map(({ kind, title, lines: of }) => (
        <Section key={kind} title={title} beside={<Text size="sm" className="soft">{of.filter(({ state }) => state === "Up").length} of {of.length} up</Text>}>
          {kind === "Service" ? <Services lines={of} /> : kind === "Cluster" ? <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">{of.map((line) => <Card key={line.name} line={line} />)}</SimpleGrid> : <Lines lines={of} />}
        </Section>
      ))}
    </>
  );
}

const State = ({ line }: { line: HealthLine }) => <Status status={line.state} label={line.state !== "Unknown" ? undefined : line.replicas > 0 || !line.since ? "Not used yet" : "Not known"} />;

/** Each service, with Kafka and PostgreSQL as it sees its own. */
function Services({ lines }: { lines: HealthLine[] }) {
  const word = (state: HealthLine["state"]) => <Status status={state} label={state === "Unknown" ? "Not known" : undefined} />;
  return (
    <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table className="metrics" verticalSpacing={6} aria-label="Services and what they stand on">
        <Table.Thead><Table.Tr><Table.Th>Service</Table.Th><Table.Th>Kafka</Table.Th><Table.Th>PostgreSQL</Table.Th><Table.Th>What is wrong</Table.Th><Table.Th className="right">To send</Table.Th><Table.Th className="right">To read</Table.Th><Table.Th className="right">Heard</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {lines.map((line) => <Service key={line.name} line={line} row={foundation(line)} word={word} />)}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Service({ line, row, word }: { line: HealthLine; row: Foundation; word: (state: HealthLine["state"]) => ReactNode }) {
  return (
    <Table.Tr>
      <Table.Td><span className="strong">{line.name}</span><div className="soft small">{count(line.replicas, "replica")}{line.facts.partitions && ` · ${count(Number(line.facts.partitions), "partition")}`}</div></Table.Td>
      <Table.Td>{word(row.kafka)}</Table.Td>
      <Table.Td>{word(row.database)}</Table.Td>
      <Table.Td w="34%">{isBad(line) ? <Trouble line={line} /> : <span className="soft small">well {line.since && <>since <Time at={line.since} /></>}</span>}</Table.Td>
      <Table.Td className="right nowrap number">{row.toSend === undefined ? "–" : count(Number(row.toSend), "message")}</Table.Td>
      <Table.Td className="right nowrap number">{row.toRead === undefined ? "–" : count(Number(row.toRead), "message")}</Table.Td>
      <Table.Td className="right nowrap soft small"><Time at={line.heardAt} /></Table.Td>
    </Table.Tr>
  );
}

function Trouble({ line }: { line: HealthLine }) {
  return (
    <>
      {line.problem && <Text size="md" className={`reason ${line.state === "Down" ? "tone-bad" : ""}`}>{line.problem}</Text>}
      {line.advice && isBad(line) && <Text size="sm"><b>What to do:</b> {line.advice}.</Text>}
    </>
  );
}

function Card({ line }: { line: HealthLine }) {
  return (
    <article className={`health tone-edge-${line.state === "Down" ? "bad" : line.state === "Impaired" ? "warn" : line.state === "Up" ? "good" : "idle"}`} aria-label={`${line.kind} ${line.name}`}>
      <div className="line">
        <span className="strong">{line.kind === "Cluster" ? <Link to={`/definitions/cluster/${encodeURIComponent(line.name)}`}>{line.name}</Link> : line.name}</span>
        <State line={line} />
      </div>
      <Text size="sm" className="soft">
        {line.since ? <>since <Time at={line.since} /> · <Span from={line.since} /></> : "no delivery has used it since the deployer started"}
        {line.replicas > 1 && <> · {line.replicas} replicas</>}{line.heardAt && <> · heard <Time at={line.heardAt} /></>}
      </Text>
      <Trouble line={line} />
      {Object.keys(line.facts).length > 0 && <dl className="pairs">{Object.entries(line.facts).sort().map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="mono">{value}</dd></div>)}</dl>}
    </article>
  );
}

function Lines({ lines }: { lines: HealthLine[] }) {
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table className="metrics" verticalSpacing={6}>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={`${line.service} ${line.name}`}>
              <Table.Td w="26%"><span className="strong">{line.name}</span><div className="soft small">{Object.entries(line.facts).map(([name, value]) => `${name} ${value}`).join(" · ") || `seen by ${line.service}`}</div></Table.Td>
              <Table.Td w="18%"><State line={line} /></Table.Td>
              <Table.Td><Trouble line={line} /></Table.Td>
              <Table.Td className="right nowrap soft small">{line.since && line.state !== "Unknown" && <>since <Time at={line.since} /></>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
