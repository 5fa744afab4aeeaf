import type { ParameterDefinition } from "../definition/fits";
import type { Answer, AnswerInput, HistoryEntry, Judgement, JudgementSpec } from "../api/types";

/** Answers count together when they say the same: the largest number of approvals that do. */
export function leading(answers: Answer[]): Answer[] {
  const groups = new Map<string, Answer[]>();
  for (const answer of answers.filter(({ decision }) => decision === "Approve")) {
    const key = JSON.stringify([answer.form?.choice ?? null, Object.entries(answer.form?.inputs ?? {}).sort()]);
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  return [...groups.values()].reduce<Answer[]>((most, group) => (group.length > most.length ? group : most), []);
}

export interface Way {
  decision: "Approve" | "Reject";
  choice?: string;
  label: string;
}

/** The buttons: those of the question, or yes and no. What the question offers no choice for is still possible. */
export function ways(spec: JudgementSpec | undefined): Way[] {
  const choices = (spec?.form?.choices ?? []).map(({ name, title, decision }) => ({ decision, choice: name, label: title }));
  const plain: Way[] = [{ decision: "Approve", label: "Approve" }, { decision: "Reject", label: "Reject" }];
  return plain.flatMap((way) => {
    const offered = choices.filter(({ decision }) => decision === way.decision);
    return offered.length > 0 ? offered : [way];
  });
}

const TYPES = { String: "string", Int: "int", Bool: "bool", Enum: "enum" } as const;

/** An input, as forms know parameters. */
export const field = (input: AnswerInput): ParameterDefinition => ({
  name: input.title ?? input.name,
  type: TYPES[input.type],
  required: input.required,
  description: input.pattern ? `Must fit ${input.pattern.replace(/^regex:/, "")}` : undefined,
  values: input.values,
});

/** What others put in already, so that whoever agrees does not type it again; else the defaults. */
export function initialInputs(judgement: Judgement): Record<string, string> {
  const before = leading(judgement.answers)[0]?.form?.inputs ?? {};
  return Object.fromEntries((judgement.spec?.form?.inputs ?? []).map((input) => [input.name, before[input.name] ?? input.defaultValue ?? (input.type === "Bool" ? "false" : "")]));
}

/** To whom somebody handed their right on, unless they took it back. */
export function handedOn(history: HistoryEntry[], user: string | undefined): string | undefined {
  const last = history.findLast((entry) => entry.user === user && (entry.kind === "Delegated" || entry.kind === "Revoked"));
  return last?.kind === "Delegated" ? last.to : undefined;
}
