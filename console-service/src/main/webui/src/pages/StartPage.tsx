import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api } from "../api/client";
import { type Asks, asks } from "../definition/asks";
import { problemOf, problemOfImage } from "../definition/fits";
import { ParameterField } from "../parts/ParameterField";
import { Failure, Loading, PageHead, useTitle } from "../parts/Pieces";

export function StartPage() {
  const { name = "" } = useParams();
  const definition = useQuery({ queryKey: ["definition", "pipeline", name], queryFn: () => api.definition("pipeline", name) });
  useTitle(`Start ${name}`);
  if (definition.isPending) return <Loading />;
  if (definition.isError) return <Failure error={definition.error} retry={() => void definition.refetch()} />;
  return (
    <>
      <PageHead title={`Start ${name}`}><Text size="sm" className="soft">Starts the version in force, in your name</Text></PageHead>
      <StartForm pipeline={name} asked={asks(definition.data.expanded ?? definition.data.document, name)} />
    </>
  );
}

function StartForm({ pipeline, asked }: { pipeline: string; asked: Asks }) {
  const navigate = useNavigate();
  const [parameters, setParameters] = useState<Record<string, string>>(() => Object.fromEntries(asked.parameters.map((each) => [each.name, each.default === undefined ? (each.type === "bool" ? "false" : "") : String(each.default)])));
  const [images, setImages] = useState<Record<string, string>>({});
  const [shown, setShown] = useState(false);
  // Pressing twice starts one.
  const key = useRef(crypto.randomUUID());
  const start = useMutation({
    mutationFn: () => api.start(pipeline, Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== "")), Object.fromEntries(asked.artifacts.map((each) => [each.name, (images[each.name] ?? "").trim()])), key.current),
    onSuccess: ({ executionId }) => navigate(`/executions/${executionId}`),
  });
  const problems = [...asked.parameters.map((each) => problemOf(each, parameters[each.name] ?? "")), ...asked.artifacts.map((each) => problemOfImage(images[each.name] ?? ""))].filter(Boolean);
  return (
    <form noValidate className="narrow" onSubmit={(event) => { event.preventDefault(); setShown(true); if (problems.length === 0) start.mutate(); }}>
      <Stack gap="md">
        {asked.artifacts.map((artifact) => (
          <TextInput key={artifact.name} label={`Image of ${artifact.name}`} required classNames={{ input: "mono" }} placeholder={`${artifact.image}:tag@sha256:…`} value={images[artifact.name] ?? ""}
            error={shown && problemOfImage(images[artifact.name] ?? "")} onChange={(event) => { const { value } = event.currentTarget; setImages((before) => ({ ...before, [artifact.name]: value })); }} />
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
