import { Alert, Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";

interface Asked {
  /** What is done: the text of both buttons. */
  label: string;
  title: string;
  /** What it means. */
  children: string;
  dangerous?: boolean;
  act: (reason: string, requestId: string) => Promise<unknown>;
}

/** A button for something that is recorded with a reason. Tried again after a failure, it is the same request. */
export function ReasonDialog({ label, title, children, dangerous = false, act }: Asked) {
  const [open, dialog] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const request = useRef(crypto.randomUUID());
  const asked = useMutation({
    mutationFn: () => act(reason.trim(), request.current),
    onSuccess: () => { request.current = crypto.randomUUID(); setReason(""); dialog.close(); },
  });
  return (
    <>
      <Button variant="default" size="xs" className={dangerous ? "reject" : ""} onClick={dialog.open}>{label}</Button>
      <Modal opened={open} onClose={dialog.close} title={title} centered lockScroll={false} closeButtonProps={{ "aria-label": "Close" }}>
        <form onSubmit={(event) => { event.preventDefault(); asked.mutate(); }}>
          <Text size="md">{children}</Text>
          <TextInput mt="sm" label="Reason" required data-autofocus maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          {asked.isError && <Alert mt="sm" color="red" variant="light" role="alert" className="problem">{asked.error.message}</Alert>}
          <Group mt="md" justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.close}>Leave it</Button>
            <Button type="submit" className={dangerous ? "danger" : ""} disabled={!reason.trim()} loading={asked.isPending}>{label}</Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
