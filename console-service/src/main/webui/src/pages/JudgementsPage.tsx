import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api } from "../api/client";
import type { Judgement } from "../api/types";
import { JudgementPanel } from "../execution/JudgementPanel";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

export function JudgementsPage() {
  useTitle("Judgements");
  const [query, setQuery] = useSearchParams();
  const all = query.get("show") === "all";
  const judgements = useQuery({ queryKey: ["judgements", !all], queryFn: () => api.judgements(!all) });
  return (
    <>
      <PageHead title="Judgements" beside={<SegmentedControl size="xs" aria-label="Which judgements" value={all ? "all" : "open"} onChange={(value) => setQuery(value === "all" ? { show: "all" } : {})} data={[{ value: "open", label: "Open" }, { value: "all", label: "All" }]} />} />
      {!judgements.data ? judgements.isError ? <Failure error={judgements.error} retry={() => void judgements.refetch()} /> : <Loading /> : judgements.data.length === 0 ? (
        <Empty title={all ? "Nobody was asked yet" : "Nothing waits for you"}>Questions of pipelines to people appear here as they are asked.</Empty>
      ) : (
        <div className="inbox">{judgements.data.map((judgement) => <Item key={judgement.id} judgement={judgement} />)}</div>
      )}
    </>
  );
}

/** With the evidence of its execution, so that nobody decides on a title. */
function Item({ judgement }: { judgement: Judgement }) {
  const open = judgement.endedAt === undefined;
  const execution = useQuery({ queryKey: ["execution", judgement.executionId], queryFn: () => api.execution(judgement.executionId), enabled: open });
  return (
    <div>
      <Text size="sm" className="soft" mb={4}><Link to={`/executions/${judgement.executionId}`}>{judgement.pipeline ?? judgement.executionId}</Link> · asked <Time at={judgement.openedAt} /></Text>
      <JudgementPanel judgement={judgement} verdicts={execution.data?.verdicts} />
    </div>
  );
}
