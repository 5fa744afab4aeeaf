import { Alert, Anchor, Button, Group, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import Markdown, { type Components } from "react-markdown";
import { api } from "../api/client";
import type { Judgement, Verdict } from "../api/types";
import { count, words } from "../format";
import { Status } from "../parts/Status";
import { Time } from "../parts/Time";
import { VerdictCard } from "./Verdicts";

/** A question to people: what is asked, what speaks for and against it, and the buttons. */
export function JudgementPanel({ judgement, verdicts = [] }: { judgement: Judgement; verdicts?: Verdict[] }) {
  const open = judgement.openedAt !== undefined && judgement.endedAt === undefined;
  const approvals = judgement.answers.filter((answer) => answer.decision === "Approve").length;
  const { spec } = judgement;
  const newest = verdicts.at(-1);
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
          {open && spec.quorum > 1 ? `${approvals} of ${spec.quorum} approvals · ` : ""}
          may decide: {[...spec.roles.map((role) => `role ${role}`), ...spec.users].join(", ") || "everybody"}
          {open && judgement.expiresAt && <> · {spec.onExpiry === "Approve" ? "approved" : "rejected"} without an answer at <Time at={judgement.expiresAt} /></>}
          {judgement.requester && <> · asked for by {judgement.requester}{spec.requesterMayDecide ? "" : ", who may not decide"}</>}
        </Text>
      )}
      {judgement.answers.length > 0 && (
        <ul className="answers" aria-label={count(judgement.answers.length, "answer")}>
          {judgement.answers.map((answer) => (
            <li key={`${answer.user} ${answer.at}`}><Status status={answer.decision} label={answer.user} /><span className="soft small">{words(answer.channel)} · <Time at={answer.at} /></span>{answer.comment && <span>“{answer.comment}”</span>}</li>
          ))}
        </ul>
      )}
      {open && <Decide judgement={judgement} />}
    </article>
  );
}

/** What others wrote: no HTML and no images, so that reading it calls nobody. */
const LINKS: Components = { a: ({ href, children }) => <Anchor href={href} size="md" target="_blank" rel="noreferrer">{children}</Anchor> };

function Decide({ judgement }: { judgement: Judgement }) {
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  // The same for a repetition, so that a lost answer is not given twice; a new one for the other decision.
  const requests = useRef({ Approve: crypto.randomUUID(), Reject: crypto.randomUUID() });
  const decide = useMutation({
    mutationFn: (decision: "Approve" | "Reject") => api.decide(judgement.id, decision, comment, requests.current[decision]),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["judgements"] }),
  });
  return (
    <form className="decide" onSubmit={(event) => event.preventDefault()}>
      <Textarea label="Comment" placeholder="Why, for those who read this later (optional)" autosize minRows={1} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
      {decide.isError && <Alert color="red" variant="light" role="alert" className="problem">{decide.error.message}</Alert>}
      {decide.isSuccess && <Text size="md" role="status" className="tone-good">Your answer is recorded.</Text>}
      <Group gap="sm">
        <Button className="approve" loading={decide.isPending && decide.variables === "Approve"} disabled={decide.isPending || decide.isSuccess} onClick={() => decide.mutate("Approve")}>Approve</Button>
        <Button className="reject" variant="default" loading={decide.isPending && decide.variables === "Reject"} disabled={decide.isPending || decide.isSuccess} onClick={() => decide.mutate("Reject")}>Reject</Button>
      </Group>
    </form>
  );
}
