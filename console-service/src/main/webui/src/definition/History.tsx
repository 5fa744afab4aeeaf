import { Table, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { api } from "../api/client";
import type { DefinitionVersion, StoredDefinition } from "../api/types";
import { shortDigest } from "../format";
import { Failure, Loading, Section } from "../parts/Pieces";
import { Time } from "../parts/Time";
import { YamlDiff } from "../parts/Yaml";

/** Document, what a template made of it, and files, one after another: what a version is. */
export function text({ written, expanded }: StoredDefinition): string {
  if (!written) return "";
  const files = Object.entries(written.files).map(([path, content]) => `# ---- file ${path}\n${content}`);
  return [written.document, ...(expanded ? [`# ---- made by the template\n${expanded}`] : []), ...files].map((each) => each.trimEnd()).join("\n");
}

/** The versions that were in force, and what each changed. The chosen one is in the address. */
export function History({ kind, name, versions }: { kind: string; name: string; versions: DefinitionVersion[] }) {
  const [query, setQuery] = useSearchParams();
  const asked = versions.findIndex(({ number }) => String(number) === query.get("version"));
  const chosen = Math.max(0, asked);
  const choose = (version: DefinitionVersion) => setQuery((before) => { before.set("version", String(version.number)); return before; }, { replace: true });
  return (
    <>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table className="list" verticalSpacing={7} mb="md">
          <Table.Thead><Table.Tr><Table.Th>In force since</Table.Th><Table.Th>By</Table.Th><Table.Th>Version</Table.Th><Table.Th>Template</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {versions.map((version, index) => (
              <Table.Tr key={version.number} aria-current={index === chosen ? "true" : undefined} className={index === chosen ? "chosen" : ""}>
                <Table.Td><UnstyledButton className="more" aria-pressed={index === chosen} onClick={() => choose(version)}><Time at={version.at} /></UnstyledButton></Table.Td>
                <Table.Td>{version.by}</Table.Td>
                <Table.Td className="mono small" title={version.digest}>{version.digest ? shortDigest(version.digest) : <span className="tone-bad">removed</span>}</Table.Td>
                <Table.Td>{version.template && <>{version.template} <span className="mono small soft" title={version.templateDigest}>{shortDigest(version.templateDigest ?? "")}</span></>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Change kind={kind} name={name} version={versions[chosen]!} before={versions[chosen + 1]} />
    </>
  );
}

function Change({ kind, name, version, before }: { kind: string; name: string; version: DefinitionVersion; before: DefinitionVersion | undefined }) {
  const whole = (number: number | undefined) => ({ queryKey: ["definition", kind, name, "version", number], queryFn: () => api.version(kind, name, number!), enabled: number !== undefined, staleTime: Infinity });
  const after = useQuery(whole(version.number));
  const earlier = useQuery(whole(before?.number));
  if (after.isError || earlier.isError) return <Failure error={(after.error ?? earlier.error)!} />;
  if (after.isPending || (before && earlier.isPending)) return <Loading />;
  return (
    <Section title={before ? "What it changed" : "The first version that is known"} beside={<Text size="sm" className="soft">{before && <>against that of <Time at={before.at} /></>}</Text>}>
      <YamlDiff before={earlier.data ? text(earlier.data) : ""} after={text(after.data)} label={`Change of ${name}`} />
    </Section>
  );
}
