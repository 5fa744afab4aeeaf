import { Button, Group, Text, useComputedColorScheme } from "@mantine/core";
import { yaml } from "@codemirror/lang-yaml";
import CodeMirror, { EditorView } from "@uiw/react-codemirror";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { api } from "../api/client";
import { nonce } from "../nonce";
import { Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

export function DefinitionPage() {
  const { kind = "", name = "" } = useParams();
  const scheme = useComputedColorScheme("light");
  const definition = useQuery({ queryKey: ["definition", kind, name], queryFn: () => api.definition(kind, name) });
  const extensions = useMemo(() => [yaml(), EditorView.cspNonce.of(nonce), EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": `Text of ${name}`, tabindex: "0" })], [name]);
  useTitle(name);
  if (definition.isPending) return <Loading />;
  if (definition.isError) return <Failure error={definition.error} retry={() => void definition.refetch()} />;
  const found = definition.data;
  const pipeline = found.kind === "Pipeline";
  return (
    <>
      <PageHead title={found.name} beside={pipeline && (
        <Group gap="xs">
          <Button component={Link} variant="default" size="xs" to={`/executions?pipeline=${encodeURIComponent(found.name)}`}>Executions</Button>
          <Button component={Link} size="xs" to={`/definitions/pipeline/${encodeURIComponent(found.name)}/start`}>Start</Button>
        </Group>
      )}>
        <Text size="sm" className="soft">{found.kind}{found.template && ` of template ${found.template}`} · {found.fileName} · stored by {found.by}, <Time at={found.at} /></Text>
        <Text size="xs" className="soft mono digest">{found.digest}</Text>
      </PageHead>
      <div className="document"><CodeMirror value={found.document} extensions={extensions} theme={scheme} readOnly editable={false} basicSetup={{ highlightActiveLine: false, highlightActiveLineGutter: false }} /></div>
    </>
  );
}
