import { Button, PasswordInput, Title } from "@mantine/core";
import { IconSailboat } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { login } from "../api/client";
import { useTitle } from "../parts/Pieces";
import { enter } from "../session";

export function LoginPage() {
  const [token, setToken] = useState("");
  const attempt = useMutation({ mutationFn: () => login(token), onSuccess: (known) => known && enter() });
  useTitle("Log in");
  const problem = attempt.error?.message ?? (attempt.data === false ? "This token is not known." : undefined);
  return (
    <main className="login">
      <form onSubmit={(event) => { event.preventDefault(); attempt.mutate(); }}>
        <span className="brand large"><IconSailboat size={30} stroke={1.6} aria-hidden="true" /> Gennaker</span>
        <Title order={1}>Log in</Title>
        <PasswordInput label="Access token" description="The token of the first user is in the file that the server was told to write it to." autoFocus required
          autoComplete="current-password" value={token} onChange={(event) => setToken(event.currentTarget.value)} error={problem} />
        <Button type="submit" loading={attempt.isPending} disabled={!token.trim()} fullWidth>Log in</Button>
      </form>
    </main>
  );
}
