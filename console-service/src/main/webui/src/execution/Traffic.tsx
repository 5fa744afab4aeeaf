import { Group, Text } from "@mantine/core";
import type { Observed, Shift, Split } from "../api/types";
import { number } from "../format";
import { group } from "../group";
import { Section } from "../parts/Pieces";
import { Time } from "../parts/Time";

const PARTS = ["release", "baseline", "canary"] as const;

/** The split in force per route, large; those before it as a history. */
export function Traffic({ shifts }: { shifts: Shift[] }) {
  const routes = group(shifts, (shift) => `${shift.cluster} / ${shift.namespace} / ${shift.route}`);
  return (
    <Section title="Traffic" beside={<Legend />}>
      {routes.map(([route, of]) => {
        const now = of.at(-1)!;
        return (
          <div key={route} className="route">
            <Text size="sm" className="soft mono">{route}</Text>
            <Bar split={now.split} large />
            <Group gap="xs" justify="space-between">
              <Confirmed shift={now} />
              <Text size="sm" className="soft">since <Time at={now.appliedAt} /></Text>
            </Group>
            {now.observed && <div className="observed"><Text size="xs" className="soft">observed</Text><Bar split={now.observed} /></div>}
            {of.length > 1 && (
              <ol className="shifts" aria-label={`Earlier splits of ${route}`}>
                {of.slice(0, -1).reverse().map((shift) => (
                  <li key={`${shift.operationId} ${shift.appliedAt}`}><span className="soft small nowrap"><Time at={shift.appliedAt} /></span><Bar split={shift.split} /><Confirmed shift={shift} short /></li>
                ))}
              </ol>
            )}
          </div>
        );
      })}
    </Section>
  );
}

function Legend() {
  return <span className="legend">{PARTS.map((part) => <span key={part}><i className={`swatch ${part}`} />{part}</span>)}</span>;
}

export function Bar({ split, large = false }: { split: Split | Observed; large?: boolean }) {
  const label = PARTS.map((part) => `${part} ${number(split[part], " %")}`).join(", ");
  return (
    <div className={`bar ${large ? "large" : ""}`} role="img" aria-label={label} title={label}>
      {PARTS.filter((part) => split[part] > 0).map((part) => (
        <span key={part} className={`${part} ${split[part] < 20 ? "little" : ""}`} style={{ flexGrow: split[part] }}>{split[part] >= 8 && number(split[part], " %")}</span>
      ))}
    </div>
  );
}

function Confirmed({ shift, short = false }: { shift: Shift; short?: boolean }) {
  if (shift.doubt) return <Text size="sm" className="soft">{short ? "too little traffic to see" : `applied and read back; too little traffic to see more: ${shift.doubt}`}</Text>;
  if (!shift.confirmedAt) return <Text size="sm" className="soft">{short ? "not confirmed" : "applied and read back; not confirmed by requests"}</Text>;
  return <Text size="sm" className="tone-good">{short ? "confirmed" : `confirmed by ${number(shift.observed?.requests)} requests`}</Text>;
}
