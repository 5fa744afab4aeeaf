import { Text } from "@mantine/core";
import type { Execution, Stage, Step } from "../api/types";
import { words } from "../format";
import { Clipped } from "../parts/Clipped";
import { Section } from "../parts/Pieces";
import { Status, StatusIcon } from "../parts/Status";
import { Span } from "../parts/Time";
import { Changes, Tests } from "./Changes";
import { Acts, ofStage } from "./Interventions";

/** The chosen stage with its steps: status, reason, progress, duration, job output. */
export function StageDetail({ execution, stage }: { execution: Execution; stage: Stage }) {
  const going = execution.finishedAt === undefined;
  const outputs = Object.entries(stage.outputs);
  return (
    <Section title={`Stage ${stage.id}`} beside={<Status status={stage.status} />} id="stage">
      <Text size="sm" className="soft">{stage.kind}{stage.needs.length > 0 && ` · after ${stage.needs.join(", ")}`}{stage.startedAt && <> · <Span from={stage.startedAt} to={stage.endedAt} going={going} /></>}</Text>
      {stage.reason && <Clipped text={stage.reason} className="stage-reason" />}
      <Acts execution={execution} stage={stage} acts={ofStage(execution, stage)} />
      {stage.attempts.map((attempt) => <Text key={attempt.number} size="sm" className="soft">Attempt {attempt.number}: {attempt.reason ?? "ended"} · <Span from={attempt.startedAt} to={attempt.endedAt} /></Text>)}
      <ol className="steps">
        {stage.steps.map((step) => <StepLine key={`${step.id} ${step.compensation}`} execution={execution} stage={stage} step={step} />)}
      </ol>
      {outputs.length > 0 && <dl className="facts">{outputs.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="mono">{value}</dd></div>)}</dl>}
    </Section>
  );
}

function StepLine({ execution, stage, step }: { execution: Execution; stage: Stage; step: Step }) {
  const going = execution.finishedAt === undefined;
  const progress = step.status === "Running" && step.operationId ? execution.progress[step.operationId] : undefined;
  const who = execution.judgements.find((judgement) => judgement.id === step.operationId)?.decidedBy ?? [];
  const logs = execution.jobLogs.filter((log) => log.stage === stage.id && log.step === step.id);
  return (
    <li>
      <span className="mark"><StatusIcon status={step.status} /></span>
      <span className="grow">
        <span className="visually-hidden">{words(step.status)}: </span>{step.title}
        {step.compensation && <span className="tag">takes back</span>}
        {who.length > 0 && <span className="soft small"> · by {who.join(", ")}</span>}
        {progress && <div className="soft small" aria-live="polite">{progress}</div>}
        {step.reason && step.reason !== stage.reason && <Clipped text={step.reason} className="small" />}
        {execution.changes.filter(({ operationId }) => operationId === step.operationId).map((changes) => <Changes key={changes.operationId} changes={changes} />)}
        {execution.tests.filter(({ operationId }) => operationId === step.operationId).map((tests) => <Tests key={`${tests.pod} ${tests.container}`} tests={tests} />)}
        {logs.map((log) => (
          <details key={`${log.pod} ${log.container}`}>
            <summary className="small">Output of {log.pod} / {log.container}, exit code {log.exitCode}</summary>
            <pre tabIndex={0}>{log.log}</pre>
          </details>
        ))}
      </span>
      <span className="soft small nowrap"><Span from={step.startedAt} to={step.endedAt} going={going} /></span>
    </li>
  );
}
