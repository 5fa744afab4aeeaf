import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { api, Refused } from "../api/client";
import type { CanaryReport } from "../api/types";
import { EarlierReleases } from "../canary/EarlierReleases";
import { MetricCard } from "../canary/MetricCard";
import { byWeight, decided } from "../canary/series";
import { isoDuration, number } from "../format";
import { follow } from "../live";
import { Chart } from "../parts/Chart";
import { Empty, Failure, Loading, PageHead, Section, useTitle } from "../parts/Pieces";
import { Status } from "../parts/Status";
import { Span, Time } from "../parts/Time";

/** Why the verdict of an analysis is what it is. */
export function CanaryPage() {
  const { id = "", "*": operation = "" } = useParams();
  const step = operation.split("/")[1] ?? operation;
  useTitle(`Canary, ${step}`);
  const shown = useQuery({ queryKey: ["report", id, operation], queryFn: () => api.report(id, operation) });
  const [told, setTold] = useState(0);
  useEffect(() => follow(`/api/executions/${encodeURIComponent(id)}/events`, () => setTold((before) => before + 1)), [id]);
  const { refetch, isError } = shown;
  const askedAfter = useRef(0);
  // It comes when the analysis ends: once each time when something is told, as a question that fails again would lead to the
  // next one. What is told need not have changed: the report is kept beside the execution.
  useEffect(() => {
    if (!isError || askedAfter.current === told) return;
    askedAfter.current = told;
    void refetch();
  }, [told, isError, refetch]);
  if (!shown.data) {
    if (!shown.isError) return <Loading />;
    return shown.error instanceof Refused && shown.error.status === 404
      ? <Empty title="There is no report yet">It appears here when the analysis has ended. {shown.error.message}<br /><Link to={`/executions/${id}`}>Back to the execution</Link></Empty>
      : <Failure error={shown.error} retry={() => void refetch()} />;
  }
  const { report, earlier } = shown.data;
  return (
    <>
      <PageHead title={<Group gap="sm"><span>{step}</span><Status status={report.verdict} /><Text span size="md" fw={400}>score <b className="number">{number(report.score)}</b> of 100</Text></Group>}>
        <Text size="sm" className="soft">
          <Link to={`/executions/${id}?stage=${encodeURIComponent(operation.split("/")[0] ?? "")}`}>{id}</Link> · {report.workload} in {report.cluster.name} / {report.namespace} · judge {report.judge}, {decided(report)} · <Time at={report.judgedAt} /> · <Span from={report.from} to={report.to} /> of data, a value every {isoDuration(report.step)}
        </Text>
      </PageHead>
      <div className="columns even">
        <Section title="Why"><ul className="reasons">{report.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul></Section>
        <Score report={report} />
      </div>
      {byWeight(report.metrics).map((metric) => <MetricCard key={metric.spec.name} metric={metric} report={report} earlier={earlier} />)}
      <EarlierReleases report={report} earlier={earlier} />
    </>
  );
}

function Score({ report }: { report: CanaryReport }) {
  const times = report.scores.map(({ at }) => Date.parse(at) / 1000);
  return (
    <Section title="Score" beside={<Groups report={report} />}>
      {times.length > 1 ? (
        <Chart
          label={`Score over time: ${report.scores.map(({ score }) => number(score)).join(", ")}; ${report.verdict} at the end`}
          time x={times} range={[0, 104]} height={190}
          series={[{ label: "score", values: report.scores.map(({ score }) => score), colour: "--live", width: 2, points: true }]}
          levels={[{ at: report.pass, label: `pass from ${number(report.pass)}`, colour: "--good" }, ...(report.marginal < report.pass ? [{ at: report.marginal, label: `inconclusive from ${number(report.marginal)}`, colour: "--warn" }] : [])]}
          marks={[{ at: times.at(-1)!, label: `decided: ${report.verdict.toLowerCase()}` }]}
        />
      ) : (
        <Text size="md">Judged once, at the end of the data. It passes from <b className="number">{number(report.pass)}</b>{report.marginal < report.pass && <>, and is inconclusive from <b className="number">{number(report.marginal)}</b></>}.</Text>
      )}
    </Section>
  );
}

function Groups({ report }: { report: CanaryReport }) {
  return <span className="scores">{report.groups.map(({ name, score }) => <span key={name} className="tag">{name} <b className="number">{score == null ? "no data" : number(score)}</b></span>)}</span>;
}
