import { Button, Group, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { api, Refused } from "../api/client";
import type { Definition, DefinitionVersion } from "../api/types";
import { History } from "../definition/History";
import { Plan } from "../definition/Plan";
import { TemplateUses } from "../definition/TemplateUses";
import { Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";
import { Yaml } from "../parts/Yaml";

/** A definition in force with its plan and its history; of one that was removed, the history. */
export function DefinitionPage() {
  const { kind = "", name = "" } = useParams();
  const definition = useQuery({ queryKey: ["definition", kind, name], queryFn: () => api.definition(kind, name) });
  const versions = useQuery({ queryKey: ["definition", kind, name, "versions"], queryFn: () => api.versions(kind, name) });
  useTitle(name);
  if (definition.isPending || versions.isPending) return <Loading />;
  const removed = definition.error instanceof Refused && definition.error.status === 404 && versions.data;
  if (removed) {
    return (
      <>
        <PageHead title={name}><Text size="sm" className="tone-bad">Not in force: removed by {removed[0]?.by}, <Time at={removed[0]?.at} /></Text></PageHead>
        <History kind={kind} name={name} versions={removed} />
      </>
    );
  }
  if (!definition.data) return <Failure error={definition.error} retry={() => void definition.refetch()} />;
  if (!versions.data) return <Failure error={versions.error} retry={() => void versions.refetch()} />;
  return <InForce found={definition.data} kind={kind} versions={versions.data} />;
}

function InForce({ found, kind, versions }: { found: Definition; kind: string; versions: DefinitionVersion[] }) {
  const [query, setQuery] = useSearchParams();
  const pipeline = found.kind === "Pipeline";
  const template = found.kind === "PipelineTemplate";
  const path = `/definitions/${kind}/${encodeURIComponent(found.name)}`;
  return (
    <>
      <PageHead title={found.name} beside={(
        <Group gap="xs">
          <Button component={Link} variant="default" size="xs" to={`${path}/edit`}>Try a change</Button>
          {pipeline && <Button component={Link} variant="default" size="xs" to={`/executions?pipeline=${encodeURIComponent(found.name)}`}>Executions</Button>}
          {pipeline && <Button component={Link} size="xs" to={`${path}/start`}>Start</Button>}
        </Group>
      )}>
        <Text size="sm" className="soft">
          {found.kind}{found.template && <> of template <Link to={`/definitions/pipelinetemplate/${encodeURIComponent(found.template)}`}>{found.template}</Link></>} · {found.fileName} · stored by {found.by}, <Time at={found.at} />
        </Text>
        <Text size="xs" className="soft mono digest">{found.digest}</Text>
      </PageHead>
      <Tabs value={query.get("view") ?? "text"} onChange={(view) => setQuery(view && view !== "text" ? { view } : {}, { replace: true })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="text">Text</Tabs.Tab>
          {pipeline && <Tabs.Tab value="plan">Plan</Tabs.Tab>}
          {template && <Tabs.Tab value="pipelines">Pipelines</Tabs.Tab>}
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="text"><Yaml text={found.document} label={`Text of ${found.name}`} /></Tabs.Panel>
        {pipeline && <Tabs.Panel value="plan"><PlanInForce kind={kind} name={found.name} /></Tabs.Panel>}
        {template && <Tabs.Panel value="pipelines"><TemplateUses name={found.name} /></Tabs.Panel>}
        <Tabs.Panel value="history"><History kind={kind} name={found.name} versions={versions} /></Tabs.Panel>
      </Tabs>
    </>
  );
}

function PlanInForce({ kind, name }: { kind: string; name: string }) {
  const source = useQuery({ queryKey: ["definition", kind, name, "source"], queryFn: () => api.source(kind, name) });
  if (!source.data) return source.isError ? <Failure error={source.error} retry={() => void source.refetch()} /> : <Loading />;
  return <Plan written={source.data.written} pipeline={name} />;
}
