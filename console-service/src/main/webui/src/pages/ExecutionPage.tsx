import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { Refused } from "../api/client";
import type { Execution } from "../api/types";
import { Acts, Cancel, ofExecution, RunAgain } from "../execution/Interventions";
import { JudgementPanel } from "../execution/JudgementPanel";
import { Provenance } from "../execution/Provenance";
import { StageGraph } from "../execution/StageGraph";
import { Stalled } from "../execution/Stalled";
import { StageDetail } from "../execution/Stages";
import { type Moment, timeline } from "../execution/timeline";
import { Traffic } from "../execution/Traffic";
import { Verdicts } from "../execution/Verdicts";
import { shortDigest } from "../format";
import { useLive } from "../live";
import { executionOf } from "../queries";
import { Clipped } from "../parts/Clipped";
import { Empty, Failure, Image, Loading, PageHead, Section, useTitle } from "../parts/Pieces";
import { Status, StatusIcon } from "../parts/Status";
import { Span, Time } from "../parts/Time";

/** The one screen that joins the pipeline, the traffic, the evidence and the approval. */
export function ExecutionPage() {
  const { id = "" } = useParams();
  const first = useQuery(executionOf(id));
  const execution = useLive(`/api/executions/${encodeURIComponent(id)}/events`, first.data);
  useTitle(execution?.pipeline ?? id);
  if (execution) return <Whole execution={execution} />;
  if (first.isPending) return <Loading />;
  if (first.error instanceof Refused && first.error.status === 404) {
    return <Empty title="This execution is not known yet">It appears here by itself when it is: <span className="mono">{id}</span></Empty>;
  }
  return <Failure error={first.error!} retry={() => void first.refetch()} />;
}

/** The stage that a person would look at first. */
export function telling(execution: Execution): string | undefined {
  const by = (...statuses: string[]) => execution.stages.find((stage) => statuses.includes(stage.status))?.id;
  return by("Failed", "TimedOut") ?? by("Paused") ?? by("Running") ?? by("Cancelled") ?? (execution.finishedAt ? undefined : by("Waiting")) ?? execution.stages.at(-1)?.id;
}

const Whole = memo(function Whole({ execution }: { execution: Execution }) {
  const [query, setQuery] = useSearchParams();
  const chosen = query.get("stage") ?? telling(execution);
  const stage = execution.stages.find((each) => each.id === chosen) ?? execution.stages[0];
  const open = execution.judgements.filter((each) => each.openedAt && !each.endedAt);
  const closed = execution.judgements.filter((each) => !open.includes(each));
  const analyses = execution.verdicts.length > 0 || execution.stages.some((each) => each.kind === "canary");
  // An open judgement shows the newest evidence itself.
  const evidence = analyses && <Verdicts verdicts={execution.verdicts} />;
  return (
    <>
      <Head execution={execution} />
      {execution.stalled && <Stalled stalled={execution.stalled} />}
      {open.map((judgement) => <JudgementPanel key={judgement.id} judgement={judgement} verdicts={execution.verdicts} />)}
      {execution.stages.length > 0 && <StageGraph stages={execution.stages} chosen={stage?.id} choose={(id) => setQuery((before) => { before.set("stage", id); return before; }, { replace: true })} />}
      {open.length === 0 && evidence}
      <div className="columns">
        <div>
          {execution.trafficSplits.length > 0 && <Traffic shifts={execution.trafficSplits} />}
          {closed.length > 0 && <Section title="Judgements">{closed.map((judgement) => <JudgementPanel key={judgement.id} judgement={judgement} />)}</Section>}
          <Section title="Timeline">
            <ol className="timeline">
              {timeline(execution).map((moment, index) => <Line key={index} {...moment} />)}
            </ol>
          </Section>
        </div>
        <div>
          {stage && <StageDetail execution={execution} stage={stage} />}
          <Facts execution={execution} />
          {execution.finishedAt && execution.planDigest && <Provenance id={execution.id} />}
        </div>
      </div>
      {open.length > 0 && execution.verdicts.length > 1 && <Verdicts title="Earlier evidence" verdicts={execution.verdicts.slice(0, -1)} />}
    </>
  );
});

/** Many of them, and few that change. */
const Line = memo(function Line({ at, status, text }: Moment) {
  return <li><span className="soft small nowrap"><Time at={at} /></span><StatusIcon status={status} size={14} /><span>{text}</span></li>;
});

function Operations({ execution }: { execution: Execution }) {
  if (execution.finishedAt) return execution.planDigest ? <RunAgain execution={execution} /> : null;
  if (execution.status === "Compensating") return null;
  return <Group gap="xs"><Acts execution={execution} acts={ofExecution(execution)} /><Cancel execution={execution} /></Group>;
}

function Head({ execution }: { execution: Execution }) {
  return (
    <PageHead
      title={<Group gap="sm"><span>{execution.pipeline ?? execution.id}</span><Status status={execution.status} />{execution.artifacts.map((artifact) => <Image key={artifact.name} image={artifact.image} />)}</Group>}
      beside={<Operations execution={execution} />}
    >
      <Text size="sm" className="soft">
        <span className="mono">{execution.id}</span>
        {execution.trigger && <> · {execution.trigger.kind}{execution.trigger.user ? ` by ${execution.trigger.user}` : ` from ${execution.trigger.source}`}</>}
        {execution.acceptedAt && <> · <Time at={execution.acceptedAt} /> · <Span from={execution.acceptedAt} to={execution.finishedAt} /></>}
        {execution.cancelledBy && <> · cancelled by {execution.cancelledBy}</>}
      </Text>
      {execution.reason && <Clipped text={execution.reason} className={execution.status === "Failed" ? "tone-bad" : ""} />}
    </PageHead>
  );
}

function Facts({ execution }: { execution: Execution }) {
  const attributes = Object.entries(execution.trigger?.attributes ?? {});
  return (
    <Section title="What it was given">
      <dl className="facts">
        {execution.artifacts.map((artifact) => <div key={artifact.name}><dt>artifact {artifact.name}</dt><dd><Image image={artifact.image} long /></dd></div>)}
        {Object.entries(execution.parameters).map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="mono">{value}</dd></div>)}
        {execution.trigger && <div><dt>trigger</dt><dd>{execution.trigger.kind} <span className="mono">{execution.trigger.source}</span>, event <span className="mono">{execution.trigger.eventId}</span></dd></div>}
        {attributes.map(([name, value]) => <div key={name}><dt>trigger {name}</dt><dd className="mono">{value}</dd></div>)}
        {execution.pipeline && execution.definitionDigest && <div><dt>definition</dt><dd><Link to={`/definitions/pipeline/${encodeURIComponent(execution.pipeline)}`}>{execution.pipeline}</Link> <span className="mono soft" title={execution.definitionDigest}>{shortDigest(execution.definitionDigest)}</span></dd></div>}
        {execution.planDigest && <div><dt>plan</dt><dd className="mono" title={execution.planDigest}>{shortDigest(execution.planDigest)}</dd></div>}
      </dl>
    </Section>
  );
}
