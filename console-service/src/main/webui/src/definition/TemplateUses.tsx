import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "../api/client";
import type { Lag, TemplateHistory } from "../api/types";
import { count, shortDigest } from "../format";
import { Empty, Failure, Loading, Section } from "../parts/Pieces";
import { Time } from "../parts/Time";

const STATE: Record<Lag["state"], { text: string; tone: string }> = {
  CURRENT: { text: "has it", tone: "good" },
  WAITING: { text: "comes in a later wave", tone: "warn" },
  PINNED: { text: "names its version itself", tone: "idle" },
  UNFIT: { text: "does not fit", tone: "bad" },
};

/** Channels of a template, the pipelines that it makes, and which of them lag. */
export function TemplateUses({ name }: { name: string }) {
  const template = useQuery({ queryKey: ["template", name], queryFn: () => api.template(name) });
  const lag = useQuery({ queryKey: ["template", name, "lag"], queryFn: () => api.lag(name) });
  if (!template.data || !lag.data) return template.isError || lag.isError ? <Failure error={(template.error ?? lag.error)!} /> : <Loading />;
  return (
    <>
      <Channels template={template.data} />
      <Section title="Pipelines">
        {lag.data.length === 0 ? <Empty title="No pipeline names it">A pipeline does with <code>spec: {"{template: {name: " + name + "}}"}</code>.</Empty> : <Pipelines lag={lag.data} />}
      </Section>
      {template.data.moves.length > 0 && <Moves template={template.data} />}
    </>
  );
}

function Channels({ template }: { template: TemplateHistory }) {
  const since = (digest: string) => template.versions.find((version) => version.digest === digest);
  return (
    <Section title="Channels" beside={<Text size="sm" className="soft">{count(template.versions.length, "version")}. Moved with <code>gennaker templates promote</code></Text>}>
      <dl className="facts">
        {template.channels.map((channel) => (
          <div key={channel.channel}>
            <dt>{channel.channel}</dt>
            <dd><span className="mono" title={channel.digest}>{shortDigest(channel.digest)}</span> <span className="soft small">stored <Time at={since(channel.digest)?.at} /> by {since(channel.digest)?.by}</span>
              {channel.incoming && <div className="tone-warn small">a wave is under way to <span className="mono">{shortDigest(channel.incoming)}</span></div>}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Pipelines({ lag }: { lag: Lag[] }) {
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table className="list" verticalSpacing={7}>
        <Table.Thead><Table.Tr><Table.Th>Pipeline</Table.Th><Table.Th>Channel</Table.Th><Table.Th>Has</Table.Th><Table.Th>Should have</Table.Th><Table.Th className="right">Behind</Table.Th><Table.Th>State</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {lag.map((each) => (
            <Table.Tr key={each.pipeline}>
              <Table.Td><Link className="strong" to={`/definitions/pipeline/${encodeURIComponent(each.pipeline)}`}>{each.pipeline}</Link></Table.Td>
              <Table.Td>{each.channel ?? "none"}</Table.Td>
              <Table.Td className="mono small" title={each.digest}>{shortDigest(each.digest)}</Table.Td>
              <Table.Td className="mono small" title={each.wanted}>{shortDigest(each.wanted)}</Table.Td>
              <Table.Td className="right number">{each.behind}</Table.Td>
              <Table.Td><span className={`tone-${STATE[each.state].tone}`}>{STATE[each.state].text}</span>{each.reason && <div className="small soft reason">{each.reason}</div>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Moves({ template }: { template: TemplateHistory }) {
  return (
    <Section title="Moves">
      <ol className="timeline">
        {template.moves.map((move) => (
          <li key={`${move.at} ${move.channel}`}>
            <span className="soft small nowrap"><Time at={move.at} /></span>
            <span>{move.channel} to <span className="mono">{shortDigest(move.incoming ?? move.digest)}</span> by {move.by}: {count(move.moved, "pipeline")} came along{move.percent < 100 && ` (${move.percent} % asked for)`}{move.pipelines.length > 0 && `, ${move.pipelines.join(", ")}`}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
