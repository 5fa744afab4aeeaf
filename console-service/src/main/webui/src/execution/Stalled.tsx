import { Group, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Execution } from "../api/types";
import { Status } from "../parts/Status";
import { Span, Time } from "../parts/Time";

/** That an execution has not moved for longer than it should, what it waits for, and what a person can do. */
export function Stalled({ stalled }: { stalled: NonNullable<Execution["stalled"]> }) {
  return (
    <section className="stall" aria-label="Does not move">
      <Group justify="space-between" gap="sm"><Text fw={600}>Has not moved for <Span from={stalled.since} /></Text><Status status="Stalled" /></Group>
      <Text size="md">Since <Time at={stalled.since} /> it waits for:</Text>
      <ul className="reasons">{stalled.waitsFor.map((what) => <li key={what}>{what}</li>)}</ul>
      <Text size="sm" className="soft" mt={4}>Whatever it does next ends this. <Link to="/health">Health</Link> tells whether the service that should answer is well; a stage can be skipped or retried, and the execution cancelled.</Text>
    </section>
  );
}
