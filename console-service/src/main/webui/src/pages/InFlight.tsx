import { Table, Text } from "@mantine/core";
import { Link } from "react-router";
import type { ExecutionSummary } from "../api/types";
import { count, imageParts } from "../format";
import { Clipped } from "../parts/Clipped";
import { Image, Section } from "../parts/Pieces";
import { Status } from "../parts/Status";
import { Span, Time } from "../parts/Time";

const MOST = 12;

/** Who waits for a person first, then what does not move, then all else that is not over. */
export function urgency(execution: ExecutionSummary): number {
  return (execution.openJudgements > 0 ? 4 : 0) + (execution.stalledSince ? 2 : 0) + (execution.status === "Paused" ? 1 : 0);
}

export function InFlight({ executions }: { executions: ExecutionSummary[] }) {
  const going = executions.filter(({ finishedAt }) => finishedAt === undefined).sort((a, b) => urgency(b) - urgency(a));
  if (going.length === 0) return null;
  return (
    <Section title="In flight" beside={going.length > MOST && <Link to="/executions?status=Running">all {going.length}</Link>}>
      <div>
        <Table className="metrics stacked" verticalSpacing={6}>
          <Table.Tbody>
            {going.slice(0, MOST).map((each) => (
              <Table.Tr key={each.id}>
                <Table.Td w="24%"><Link to={`/executions/${each.id}`} className="strong">{each.pipeline ?? each.id}</Link><div className="mono soft small">{each.id}</div></Table.Td>
                <Table.Td w="26%">{each.images.map((image) => <div key={image}><Image image={imageParts(image)} /></div>)}</Table.Td>
                <Table.Td>
                  <Status status={each.openJudgements > 0 ? "Open" : each.status} label={each.openJudgements > 0 ? "Waits for a person" : undefined} />
                  {each.openJudgements > 1 && <Text size="sm" className="soft">{count(each.openJudgements, "question")}</Text>}
                  {each.stalledSince && <Text size="sm" className="tone-warn">Has not moved for <Span from={each.stalledSince} /></Text>}
                  {each.reason && <Clipped text={each.reason} className="small soft" />}
                </Table.Td>
                <Table.Td className="right nowrap soft"><Time at={each.acceptedAt} /> · <Span from={each.acceptedAt} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}
