import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api } from "../api/client";
import { type ArtifactDefinition, type Asks, asks, isOptional } from "../definition/asks";
import { given, problemOf, problemOfImage } from "../definition/fits";
import { ParameterField } from "../parts/ParameterField";
import { Failure, Loading, PageHead, useTitle } from "../parts/Pieces";

export function StartPage() {
  const { name = "" } = useParams();
  const definition = useQuery({ queryKey: ["definition", "pipeline", name], queryFn: () => api.definition("pipeline", name) });
  useTitle(`Start ${name}`);
  if (!definition.data) return definition.isError ? <Failure error={definition.error} retry={() => void definition.refetch()} /> : <Loading />;
  return (
    <>
      <PageHead title={`Start ${name}`}><Text size="sm" className="soft">Starts the version in force, in your name</Text></PageHead>
      <StartForm pipeline={name} asked={asks(definition.data.expanded ?? definition.data.document, name)} />
    </>
  );
}

/** What is delivered when no image is given. */
function stoodIn({ prior, default: image }: ArtifactDefinition) {
  if (prior) return "Left empty: that of the execution before" + (image ? `, or else ${image}` : "");
  return image ? `Left empty: ${image}` : undefined;
}

function StartForm({ pipeline, asked }: { pipeline: string; asked: Asks }) {
  const navigate = useNavigate();
  const [parameters, setParameters] = useState<Record<string, string>>(() => Object.fromEntries(asked.parameters.map((each) => [each.name, each.default === undefined ? (each.type === "bool" ? "false" : "") : String(each.default)])));
  const [images, setImages] = useState<Record<string, string>>({});
  const [shown, setShown] = useState(false);
  // Pressing twice starts one; what was changed meanwhile is another start.
  const last = useRef({ what: "", key: "" });
  const start = useMutation({
    mutationFn: () => {
      const values = given(asked.parameters, parameters);
      const delivered = Object.fromEntries(asked.artifacts.map((each) => [each.name, (images[each.name] ?? "").trim()]).filter(([, image]) => image !== ""));
      const what = JSON.stringify([values, delivered]);
      if (last.current.what !== what) last.current = { what, key: crypto.randomUUID() };
      return api.start(pipeline, values, delivered, last.current.key);
    },
    onSuccess: ({ executionId }) => navigate(`/executions/${executionId}`),
  });
  const problems = [...asked.parameters.map((each) => problemOf(each, parameters[each.name] ?? "")), ...asked.artifacts.map((each) => problemOfImage(images[each.name] ?? "", isOptional(each)))].filter(Boolean);
  return (
    <form noValidate className="narrow" onSubmit={(event) => { event.preventDefault(); setShown(true); if (problems.length === 0) start.mutate(); }}>
      <Stack gap="md">
        {asked.artifacts.map((artifact) => (
          <TextInput key={artifact.name} label={`Image of ${artifact.name}`} required={!isOptional(artifact)} description={stoodIn(artifact)} classNames={{ input: "mono" }} placeholder={`${artifact.image}:tag@sha256:…`} value={images[artifact.name] ?? ""}
            error={shown && problemOfImage(images[artifact.name] ?? "", isOptional(artifact))} onChange={(event) => { const { value } = event.currentTarget; setImages((before) => ({ ...before, [artifact.name]: value })); }} />
        ))}
        {asked.parameters.map((parameter) => (
          <ParameterField key={parameter.name} parameter={parameter} value={parameters[parameter.name] ?? ""} error={shown ? problemOf(parameter, parameters[parameter.name] ?? "") : undefined}
            change={(value) => setParameters((before) => ({ ...before, [parameter.name]: value }))} />
        ))}
        {start.isError && <Alert color="red" variant="light" role="alert" className="problem">{start.error.message}</Alert>}
        <Group gap="sm">
          <Button type="submit" loading={start.isPending}>Start</Button>
          <Button component={Link} variant="default" to={`/definitions/pipeline/${encodeURIComponent(pipeline)}`}>Back</Button>
        </Group>
      </Stack>
    </form>
  );
}
