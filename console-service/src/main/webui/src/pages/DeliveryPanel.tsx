import { SimpleGrid, Text, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";
import type { Figures, Period } from "../api/types";
import { duration } from "../format";
import { Section } from "../parts/Pieces";

const DAYS = 30;

/** How often, how fast and how safely was delivered, beside the same number of days before. */
export function DeliveryPanel() {
  const figures = useQuery({ queryKey: ["executions", "figures"], queryFn: () => api.figures(DAYS) });
  if (!figures.data) return null;
  const { current, previous, days } = figures.data;
  if (current.delivered + current.failed + previous.delivered + previous.failed === 0) return null;
  const perDay = (period: Period) => period.delivered / DAYS;
  return (
    <Section title="Delivery" beside={<Text size="sm" className="soft">last {DAYS} days, and the {DAYS} days before</Text>}>
      <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="md">
        <Days days={days} />
        <Figure label="deliveries a day" now={perDay(current)} before={perDay(previous)} text={(value) => value.toFixed(value < 10 ? 1 : 0)} better="more" />
        <Figure label="from push to production" now={current.leadTimeSeconds} before={previous.leadTimeSeconds} text={seconds} hint="Median time from the arrival of an image to the end of its delivery" />
        <Figure label="of deliveries failed" now={current.changeFailureRate} before={previous.changeFailureRate} text={percent} hint="Failed or timed out, of all that ran to an end" />
        <Figure label="to the next success" now={current.timeToRestoreSeconds} before={previous.timeToRestoreSeconds} text={seconds} hint="Median time from a failed delivery to the next successful one of the same pipeline" />
      </SimpleGrid>
    </Section>
  );
}

const seconds = (value: number) => duration(value * 1000);
const percent = (value: number) => `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;

function Figure({ label, now, before, text, hint, better = "less" }: { label: string; now?: number; before?: number; text: (value: number) => string; hint?: string; better?: "more" | "less" }) {
  return (
    <Tooltip label={hint} disabled={!hint} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      <div className="measure" role="group" aria-label={label} tabIndex={hint ? 0 : undefined}>
        <span className="value">{now === undefined ? <span className="soft">none</span> : text(now)}</span>
        <span className="label">{label}</span>
        <span className="soft small"><Trend now={now} before={before} better={better} />{before === undefined ? "none before" : `${text(before)} before`}</span>
      </div>
    </Tooltip>
  );
}

const NOTABLE = 0.05;

/** Which way it went, and whether that is good; nothing where it stayed as it was. */
function Trend({ now, before, better }: { now?: number; before?: number; better: "more" | "less" }) {
  if (now === undefined || before === undefined || Math.abs(now - before) <= NOTABLE * Math.max(now, before)) return null;
  const up = now > before;
  const good = up === (better === "more");
  return <span className={good ? "tone-good" : "tone-bad"} role="img" aria-label={`${up ? "up" : "down"}, ${good ? "better" : "worse"}: `}>{up ? "▲" : "▼"} </span>;
}

const HEIGHT = 44;

function Days({ days }: { days: Figures["days"] }) {
  const most = Math.max(1, ...days.map((day) => day.delivered + day.failed));
  const total = days.reduce((sum, day) => sum + day.delivered, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  const width = 4;
  return (
    <div className="measure">
      <svg className="days" height={HEIGHT} width="100%" viewBox={`0 0 ${days.length * (width + 1)} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${total} delivered and ${failed} failed in ${days.length} days`}>
        {days.map((day, index) => {
          const ok = (day.delivered / most) * HEIGHT;
          const bad = (day.failed / most) * HEIGHT;
          return (
            <g key={day.date}>
              <title>{`${day.date}: ${day.delivered} delivered, ${day.failed} failed`}</title>
              <rect className="ground" x={index * (width + 1)} width={width} y={HEIGHT - 1} height={1} />
              <rect className="ok" x={index * (width + 1)} width={width} y={HEIGHT - ok} height={ok} />
              <rect className="bad" x={index * (width + 1)} width={width} y={HEIGHT - ok - bad} height={bad} />
            </g>
          );
        })}
      </svg>
      <span className="label">delivered and failed by day</span>
    </div>
  );
}
