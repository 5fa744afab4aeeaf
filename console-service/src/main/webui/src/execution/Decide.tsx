import { Alert, Button, Group, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../api/client";
import type { Judgement } from "../api/types";
import { problemOf } from "../definition/fits";
import { ParameterField } from "../parts/ParameterField";
import { me as whoIAm } from "../queries";
import { field, handedOn, initialInputs, type Way, ways } from "./answers";

/** One thing that is done about a judgement. The same again after a failure is the same request. */
function useAct(judgement: Judgement) {
  const queries = useQueryClient();
  const last = useRef({ what: "", id: "" });
  return useMutation({
    mutationFn: ({ path, body }: { path: "decisions" | "revocations" | "delegations" | "comments"; body: object; button: string; done: string }) => {
      const what = JSON.stringify([path, body]);
      if (last.current.what !== what) last.current = { what, id: crypto.randomUUID() };
      return api.judge(path, { judgementId: judgement.id, requestId: last.current.id, ...body });
    },
    onSuccess: () => {
      last.current = { what: "", id: "" };
      return Promise.all([queries.invalidateQueries({ queryKey: ["judgements"] }), queries.invalidateQueries({ queryKey: ["execution", judgement.executionId] })]);
    },
  });
}

/** What the reader can do: answer, or else take back what they did; hand it on, comment. */
export function Decide({ judgement }: { judgement: Judgement }) {
  const me = useQuery(whoIAm);
  const [comment, setComment] = useState("");
  const [inputs, setInputs] = useState(() => initialInputs(judgement));
  const [shown, setShown] = useState(false);
  const act = useAct(judgement);
  const said = comment.trim() ? { comment: comment.trim() } : {};
  const asked = judgement.spec?.form?.inputs ?? [];
  const problems = Object.fromEntries(asked.map((input) => [input.name, problemOf(field(input), inputs[input.name] ?? "")]));
  const answered = judgement.answers.find(({ user }) => user === me.data?.user);
  const delegate = handedOn(judgement.history ?? [], me.data?.user);
  const mine = answered ? `You have ${answered.decision === "Approve" ? "approved" : "rejected"}.` : delegate ? `You handed the decision on to ${delegate}.` : undefined;

  const decide = (way: Way) => {
    if (way.decision === "Approve" && Object.values(problems).some(Boolean)) return setShown(true);
    const given = way.decision === "Approve" && asked.length > 0 ? { inputs: Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== "")) } : {};
    act.mutate({ path: "decisions", body: { decision: way.decision, ...(way.choice ? { choice: way.choice } : {}), ...given, ...said }, button: way.label, done: "Your answer is recorded." });
  };
  const busy = (button: string) => act.isPending && act.variables.button === button;
  const decided = act.isSuccess && act.variables.path === "decisions";

  return (
    <form className="decide" noValidate onSubmit={(event) => event.preventDefault()}>
      {!mine && asked.map((input) => (
        <ParameterField key={input.name} parameter={field(input)} value={inputs[input.name] ?? ""} error={shown ? problems[input.name] : undefined} change={(value) => setInputs((before) => ({ ...before, [input.name]: value }))} />
      ))}
      <Textarea label="Comment" placeholder="Why, for those who read this later (optional)" autosize minRows={1} maxLength={2000} value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
      {act.isError && <Alert color="red" variant="light" role="alert" className="problem">{act.error.message}</Alert>}
      {act.isSuccess && <Text size="md" role="status" className="tone-good">{act.variables.done}</Text>}
      {mine && <Text size="md">{mine}</Text>}
      <Group gap="sm" className="ways">
        {mine
          ? <Button variant="default" loading={busy("back")} disabled={act.isPending} onClick={() => act.mutate({ path: "revocations", body: said, button: "back", done: "It is taken back." })}>Take it back</Button>
          : ways(judgement.spec).map((way) => (
            <Button key={way.label} className={way.decision === "Approve" ? "approve" : "reject"} variant={way.decision === "Approve" ? undefined : "default"} loading={busy(way.label)} disabled={act.isPending || decided} onClick={() => decide(way)}>{way.label}</Button>
          ))}
        <Button variant="subtle" disabled={act.isPending || !comment.trim()} loading={busy("comment")} onClick={() => act.mutate({ path: "comments", body: { text: comment.trim() }, button: "comment", done: "Your comment is recorded." }, { onSuccess: () => setComment("") })}>Only comment</Button>
      </Group>
      {!mine && <HandOn disabled={act.isPending} handOn={(to) => act.mutate({ path: "delegations", body: { to, ...said }, button: "to", done: `${to} may decide instead of you.` })} />}
    </form>
  );
}

function HandOn({ disabled, handOn }: { disabled: boolean; handOn: (to: string) => void }) {
  const [to, setTo] = useState("");
  return (
    <details className="disclosed">
      <summary>Let somebody else decide</summary>
      <Group gap="sm" align="flex-end" mt={6}>
        <TextInput label="Name of the person" maxLength={200} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <Button variant="default" disabled={disabled || !to.trim()} onClick={() => handOn(to.trim())}>Hand on</Button>
      </Group>
    </details>
  );
}
