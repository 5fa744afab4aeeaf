import { Alert, Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";

export function Cancel({ id, hasTraffic }: { id: string; hasTraffic: boolean }) {
  const [open, dialog] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const cancel = useMutation({ mutationFn: () => api.cancel(id, reason.trim()), onSuccess: dialog.close });
  return (
    <>
      <Button variant="default" size="xs" className="reject" onClick={dialog.open}>Cancel execution</Button>
      <Modal opened={open} onClose={dialog.close} title="Cancel this execution?" centered lockScroll={false} closeButtonProps={{ "aria-label": "Close" }}>
        <form onSubmit={(event) => { event.preventDefault(); cancel.mutate(); }}>
          <Text size="md">What was done is taken back in order{hasTraffic ? ": traffic returns to release first, then the new workloads are removed" : ""}.</Text>
          <TextInput mt="sm" label="Reason" required data-autofocus maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          {cancel.isError && <Alert mt="sm" color="red" variant="light" role="alert" className="problem">{cancel.error.message}</Alert>}
          <Group mt="md" justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.close}>Let it go on</Button>
            <Button type="submit" className="danger" disabled={!reason.trim()} loading={cancel.isPending}>Cancel execution</Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
