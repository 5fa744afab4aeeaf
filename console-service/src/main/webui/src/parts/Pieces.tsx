import { Alert, Button, Code, Group, Skeleton, Stack, Text, Title, Tooltip } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import { type ImageParts, shortDigest, version } from "../format";
import { useLate } from "./Time";

export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Gennaker`;
  }, [title]);
}

export function PageHead({ title, children, beside }: { title: ReactNode; children?: ReactNode; beside?: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="md">
      <div className="head">
        <Title order={1}>{title}</Title>
        {children}
      </div>
      {beside}
    </Group>
  );
}

export function Section({ title, beside, children, id }: { title: string; beside?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="section" aria-label={title} id={id}>
      <Group justify="space-between" mb={8} gap="sm">
        <Title order={2}>{title}</Title>
        {beside}
      </Group>
      {children}
    </section>
  );
}

export function Loading() {
  const late = useLate();
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {late && <><Skeleton h={28} w="30%" /><Skeleton h={120} /><Skeleton h={220} /></>}
    </Stack>
  );
}

export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title="This could not be shown" role="alert" className="problem">
      <Text size="md">{error.message}</Text>
      {retry && <Button mt="sm" size="xs" variant="default" onClick={retry}>Try again</Button>}
    </Alert>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Text fw={600}>{title}</Text>
      {children && <Text className="soft" size="md" component="div" mt={4}>{children}</Text>}
    </div>
  );
}

/** An image by its version, with the whole reference on hover. */
export function Image({ image, long = false }: { image: ImageParts; long?: boolean }) {
  const whole = `${image.repository}${image.tag ? `:${image.tag}` : ""}${image.digest ? `@${image.digest}` : ""}`;
  return (
    <Tooltip label={whole} multiline maw={560} events={{ hover: true, focus: true, touch: true }}>
      <span className="image">
        <span className="soft">{long ? image.repository : image.repository.split("/").at(-1)}</span>
        <Code className="mono">{version(image)}</Code>
        {long && image.digest && <span className="mono soft small">{shortDigest(image.digest)}</span>}
      </span>
    </Tooltip>
  );
}
