import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@uiw/react-codemirror";
import { EditorView as View, ViewPlugin } from "@uiw/react-codemirror";
import { useQuery } from "@tanstack/react-query";
import { yamlLanguage } from "@codemirror/lang-yaml";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { api } from "../api/client";
import type { Checked, Found, Written } from "../api/types";
import { complete } from "../definition/completion";
import { useCheck } from "../definition/Plan";
import { drawn } from "../definition/drawn";
import { places } from "../definition/places";
import { StageGraph } from "../execution/StageGraph";
import { count } from "../format";
import { Empty, Failure, Loading, PageHead, Section, useTitle } from "../parts/Pieces";
import { Yaml, YamlDiff } from "../parts/Yaml";

const AFTER_MILLIS = 350;

/** Tries a change of a definition: what it would be refused for, and the plan that it makes. Nothing is stored from here. */
export function EditPage() {
  const { kind = "", name = "" } = useParams();
  const source = useQuery({ queryKey: ["definition", kind, name, "source"], queryFn: () => api.source(kind, name), staleTime: Infinity });
  useTitle(`Try a change of ${name}`);
  if (!source.data) return source.isError ? <Failure error={source.error} retry={() => void source.refetch()} /> : <Loading />;
  return <Editing kind={kind} name={name} before={source.data.written} />;
}

function Editing({ kind, name, before }: { kind: string; name: string; before: Written }) {
  const [text, setText] = useState(before.document);
  const [settled] = useDebouncedValue(text, AFTER_MILLIS);
  const written = useMemo(() => ({ ...before, document: settled }), [before, settled]);
  const check = useCheck(written);
  const view = useRef<EditorView>(null);
  const extensions = useMemo(() => [
    lintGutter(),
    ViewPlugin.define((created) => { view.current = created; return {}; }),
    yamlLanguage.data.of({ autocomplete: complete }),
    View.theme({ "&": { minHeight: "320px" } }),
  ], []);
  useEffect(() => {
    if (view.current && check.data) view.current.dispatch(setDiagnostics(view.current.state, places(view.current.state.doc, before.fileName, check.data.problems)));
  }, [check.data, before.fileName]);
  return (
    <>
      <PageHead title={`Try a change of ${name}`}>
        <Text size="sm" className="soft">Nothing is stored from here: put the change under version control and <code>gennaker apply</code> it. <Link to={`/definitions/${kind}/${encodeURIComponent(name)}`}>Back to the version in force</Link></Text>
      </PageHead>
      {check.isError && <Failure error={check.error} />}
      <div className="columns">
        <Yaml text={before.document} label={`Text of ${name}`} change={setText} more={extensions} />
        <div>
          {check.data && <Answer checked={check.data} fileName={before.fileName} />}
          {settled !== before.document && <Section title="Against the version in force"><YamlDiff before={before.document} after={settled} label="Change" /></Section>}
        </div>
      </div>
    </>
  );
}

function Answer({ checked, fileName }: { checked: Checked; fileName: string }) {
  const [chosen, setChosen] = useState<string>();
  const { problems, definitions } = checked;
  return (
    <>
      <Section title={problems.length > 0 ? count(problems.length, "problem") : "It can be stored"}>
        <div role="status">
          {problems.length === 0 && <Text size="sm" className="tone-good">{definitions.map((each) => each.name).join(", ")}: nothing to refuse</Text>}
          <ul className="changes">{problems.map((problem) => <Problem key={problem.text} problem={problem} fileName={fileName} />)}</ul>
        </div>
      </Section>
      {definitions.filter(({ stages }) => stages.length > 0).map((each) => <StageGraph key={each.name} stages={each.stages.map(drawn)} chosen={chosen} choose={setChosen} />)}
      {problems.length > 0 && definitions.length === 0 && <Empty title="No plan">It is drawn again when the problems are gone.</Empty>}
    </>
  );
}

function Problem({ problem, fileName }: { problem: Found; fileName: string }) {
  return (
    <li>
      <Group gap="xs" align="baseline" wrap="nowrap"><span className="mono small soft nowrap">{problem.file === fileName ? "" : `${problem.file}:`}{problem.line}:{problem.column}</span><span>{problem.path && <code>{problem.path}</code>} {problem.message}</span></Group>
    </li>
  );
}
