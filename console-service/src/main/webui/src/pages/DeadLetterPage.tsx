import { Alert, Button, Checkbox, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useParams } from "react-router";
import { api } from "../api/client";
import type { DeadLetter } from "../api/types";
import { count } from "../format";
import { Failure, Loading, PageHead, Section, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

export function DeadLetterPage() {
  const { id = "" } = useParams();
  const letter = useQuery({ queryKey: ["dead-letters", id], queryFn: () => api.deadLetter(id) });
  useTitle(`Dead letter ${id}`);
  if (!letter.data) return letter.isError ? <Failure error={letter.error} retry={() => void letter.refetch()} /> : <Loading />;
  const found = letter.data;
  return (
    <>
      <PageHead title={found.type ?? `Dead letter ${id}`} beside={<Replay key={found.replays.length} letter={found} />}>
        <Text size="sm" className="soft">given up by {found.service ?? "an unknown service"} · <Time at={found.at} /> · <span className="mono">{id}</span></Text>
        <Text size="md" mt={6} className="tone-bad reason">{found.reason}</Text>
      </PageHead>
      <Section title="Record">
        <dl className="facts">
          <div><dt>topic</dt><dd className="mono">{found.topic ?? "unknown"}</dd></div>
          {found.partition !== undefined && <div><dt>place</dt><dd>partition {found.partition}, offset {found.offset}</dd></div>}
          <div><dt>key</dt><dd className="mono">{found.key?.text ?? found.key?.base64 ?? "none"}</dd></div>
          {found.headers.map((header, index) => <div key={index}><dt>{header.name}</dt><dd className="mono">{header.text ?? header.base64}</dd></div>)}
        </dl>
      </Section>
      <Section title="Content" beside={<Text size="sm" className="soft">{count(found.bytes, "byte")}{found.complete ? "" : ", only the beginning is kept"}</Text>}>
        <pre tabIndex={0} className="content">{content(found)}</pre>
      </Section>
      {found.replays.length > 0 && <Section title="Replays"><ol className="timeline">{found.replays.map((each) => <li key={each.number}><Time at={each.at} /> <span>number {each.number}, by {each.by}</span></li>)}</ol></Section>}
    </>
  );
}

function content(letter: DeadLetter): string {
  const text = letter.value?.text ?? letter.value?.base64 ?? "";
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text || "empty";
  }
}

function Replay({ letter }: { letter: DeadLetter }) {
  const queries = useQueryClient();
  const [open, dialog] = useDisclosure(false);
  const [force, setForce] = useState(false);
  const request = useRef(crypto.randomUUID());
  const replay = useMutation({ mutationFn: () => api.replay(letter.id, force, request.current), onSuccess: () => { dialog.close(); return queries.invalidateQueries({ queryKey: ["dead-letters"] }); } });
  const again = letter.replays.length > 0;
  return (
    <>
      <Button size="xs" onClick={dialog.open}>Replay</Button>
      <Modal opened={open} onClose={dialog.close} title="Send this message again?" centered lockScroll={false} closeButtonProps={{ "aria-label": "Close" }}>
        <Text size="md">It goes to {letter.topic ?? "its topic"} as it was received, behind what was sent meanwhile. Only {letter.service ?? "the service that gave it up"} handles it.</Text>
        {again && <Checkbox mt="sm" label={`Send it although it was replayed ${count(letter.replays.length, "time")} before`} checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />}
        {replay.isError && <Alert mt="sm" color="red" variant="light" role="alert" className="problem">{replay.error.message}</Alert>}
        <Group mt="md" justify="flex-end" gap="sm">
          <Button variant="default" onClick={dialog.close}>Leave it</Button>
          <Button data-autofocus loading={replay.isPending} disabled={again && !force} onClick={() => replay.mutate()}>Replay</Button>
        </Group>
      </Modal>
    </>
  );
}
