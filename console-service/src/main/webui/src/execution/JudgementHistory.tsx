import { Text } from "@mantine/core";
import type { Filled, HistoryEntry } from "../api/types";
import { words } from "../format";
import { Status } from "../parts/Status";
import { Time } from "../parts/Time";

/** All that was done about a judgement, the oldest first: nothing is ever taken out. */
export function JudgementHistory({ history, titles }: { history: HistoryEntry[]; titles: Record<string, string> }) {
  if (history.length === 0) return null;
  return (
    <details className="disclosed">
      <summary>History, {history.length} {history.length === 1 ? "entry" : "entries"}</summary>
      <ol className="answers">
        {history.map((entry) => (
          <li key={`${entry.kind} ${entry.user ?? ""} ${entry.at} ${entry.reminder ?? ""}`}>
            <span>{told(entry)}</span>
            <FilledValues form={entry.form} titles={titles} />
            <span className="soft small">{entry.channel ? `${words(entry.channel)} · ` : ""}<Time at={entry.at} /></span>
            {entry.text && <span>“{entry.text}”</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function told(entry: HistoryEntry) {
  switch (entry.kind) {
    case "Answered":
      return <Status status={entry.decision} label={`${entry.user} ${entry.decision === "Approve" ? "approved" : "rejected"}${entry.onBehalfOf ? ` on behalf of ${entry.onBehalfOf}` : ""}`} />;
    case "Revoked":
      return `${entry.user} took it back`;
    case "Delegated":
      return `${entry.user} handed the decision on to ${entry.to}`;
    case "Commented":
      return `${entry.user} commented`;
    case "Reminded":
      return "A reminder went out";
  }
}

/** What was chosen and put in. */
export function FilledValues({ form, titles }: { form?: Filled; titles: Record<string, string> }) {
  const inputs = Object.entries(form?.inputs ?? {});
  if (!form?.choice && inputs.length === 0) return null;
  return (
    <Text span size="sm">
      {form?.choice && <b>{titles[form.choice] ?? form.choice}</b>}
      {inputs.map(([name, value]) => <span key={name} className="given">{titles[name] ?? name}: <span className="mono">{value}</span></span>)}
    </Text>
  );
}
