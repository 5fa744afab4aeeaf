import { Alert, Button, Divider, PasswordInput, Title } from "@mantine/core";
import { IconSailboat } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { login, provider } from "../api/client";
import { useTitle } from "../parts/Pieces";
import { enter } from "../session";

/** Why the server led back here from the identity provider. */
const REFUSALS: Record<string, string> = {
  "no-roles": "You are known, but have no role here. Ask your administrator for one.",
  "no-user": "The identity provider does not name you as it should.",
  failed: "The log-in at the identity provider did not work. Try it again.",
};

export function LoginPage() {
  const refusal = REFUSALS[new URLSearchParams(location.search).get("refused") ?? ""];
  const other = useQuery({ queryKey: ["login"], queryFn: provider, staleTime: Infinity }).data;
  const [token, setToken] = useState("");
  const attempt = useMutation({ mutationFn: () => login(token), onSuccess: (known) => known && enter() });
  useTitle("Log in");
  const problem = attempt.error?.message ?? (attempt.data === false ? "This token is not known." : undefined);
  return (
    <main className="login">
      <form onSubmit={(event) => { event.preventDefault(); attempt.mutate(); }}>
        <span className="brand large"><IconSailboat size={30} stroke={1.6} aria-hidden="true" /> Gennaker</span>
        <Title order={1}>Log in</Title>
        {refusal && <Alert color="red" variant="light">{refusal}</Alert>}
        {other && (
          <>
            <Button component="a" href="/login/oidc" variant="default" fullWidth>Log in with {other.name}</Button>
            <Divider label="or" />
          </>
        )}
        <PasswordInput label="Access token" description="The token of the first user is in the file that the server was told to write it to." autoFocus={!other} required
          autoComplete="current-password" value={token} onChange={(event) => setToken(event.currentTarget.value)} error={problem} />
        <Button type="submit" loading={attempt.isPending} disabled={!token.trim()} fullWidth>Log in</Button>
      </form>
    </main>
  );
}
