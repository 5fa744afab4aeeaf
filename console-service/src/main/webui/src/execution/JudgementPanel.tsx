import { Anchor, Group, Text, Title } from "@mantine/core";
import Markdown, { type Components } from "react-markdown";
import type { Judgement, Verdict } from "../api/types";
import { count, words } from "../format";
import { Status } from "../parts/Status";
import { Time } from "../parts/Time";
import { leading } from "./answers";
import { Decide } from "./Decide";
import { FilledValues, JudgementHistory } from "./JudgementHistory";
import { VerdictCard } from "./Verdicts";

/** A question to people: what is asked, what speaks for and against it, and the buttons. */
export function JudgementPanel({ judgement, verdicts = [] }: { judgement: Judgement; verdicts?: Verdict[] }) {
  const open = judgement.openedAt !== undefined && judgement.endedAt === undefined;
  const { spec } = judgement;
  const newest = verdicts.at(-1);
  const form = spec?.form;
  const titles = Object.fromEntries([...(form?.choices ?? []), ...(form?.inputs ?? [])].map(({ name, title }) => [name, title ?? name]));
  const barred = [...(judgement.requester && spec && !spec.requesterMayDecide ? [judgement.requester] : []), ...(spec?.barred ?? [])];
  return (
    <article className={`judgement ${open ? "open" : ""}`} aria-label={spec?.title ?? "Judgement"}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <Title order={3} size="lg">{spec?.title ?? "Judgement"}</Title>
        <Status status={open ? "Open" : judgement.withdrawn ? "Withdrawn" : judgement.outcome} />
      </Group>
      {spec?.instructions && <div className="instructions"><Markdown skipHtml components={LINKS} disallowedElements={["img"]}>{spec.instructions}</Markdown></div>}
      {spec && spec.links.length > 0 && <Group gap="md" mt={4}>{spec.links.map((link) => <Anchor key={link.url} href={link.url} size="md" target="_blank" rel="noreferrer">{link.title}</Anchor>)}</Group>}
      {open && newest && <div className="beside"><VerdictCard verdict={newest} /></div>}
      {spec && (
        <Text size="sm" className="soft" mt={6}>
          {open && spec.quorum > 1 ? `${leading(judgement.answers).length} of ${spec.quorum} approvals${form ? " that say the same" : ""} · ` : ""}
          may decide: {[...spec.roles.map((role) => `role ${role}`), ...spec.users].join(", ") || "everybody"}
          {open && judgement.expiresAt && <> · {spec.onExpiry === "Approve" ? "approved" : "rejected"} without an answer at <Time at={judgement.expiresAt} /></>}
          {judgement.requester && <> · asked for by {judgement.requester}</>}
          {barred.length > 0 && <> · may not decide: {[...new Set(barred)].join(", ")}</>}
        </Text>
      )}
      {judgement.answers.length > 0 && (
        <ul className="answers" aria-label={count(judgement.answers.length, "answer")}>
          {judgement.answers.map((answer) => (
            <li key={`${answer.user} ${answer.at}`}><Status status={answer.decision} label={answer.onBehalfOf ? `${answer.user} on behalf of ${answer.onBehalfOf}` : answer.user} /><FilledValues form={answer.form} titles={titles} /><span className="soft small">{words(answer.channel)} · <Time at={answer.at} /></span>{answer.comment && <span>“{answer.comment}”</span>}</li>
          ))}
        </ul>
      )}
      {open && <Decide judgement={judgement} />}
      <JudgementHistory history={judgement.history ?? []} titles={titles} />
    </article>
  );
}

/** What others wrote: no HTML and no images, so that reading it calls nobody. */
const LINKS: Components = { a: ({ href, children }) => <Anchor href={href} size="md" target="_blank" rel="noreferrer">{children}</Anchor> };
