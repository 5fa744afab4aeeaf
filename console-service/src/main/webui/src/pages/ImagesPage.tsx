import { Alert, Button, Group, Modal, Select, Table, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, type ImageAsked } from "../api/client";
import type { WithdrawnImage } from "../api/types";
import { ReasonDialog } from "../execution/ReasonDialog";
import { imageParts, shortDigest } from "../format";
import { Empty, Failure, Loading, PageHead, useTitle } from "../parts/Pieces";
import { Time } from "../parts/Time";

const PINNED = /^\S+@sha256:[0-9a-f]{64}$/;

/** Images that are kept from pipelines: by whom or what, and why. */
export function ImagesPage() {
  useTitle("Withdrawn images");
  const [filter, setFilter] = useSearchParams();
  const pipeline = filter.get("pipeline") ?? "";
  const chosen = filter.get("image");
  const images = useQuery({ queryKey: ["withdrawn", pipeline], queryFn: () => api.withdrawnImages(pipeline) });
  const definitions = useQuery({ queryKey: ["definitions"], queryFn: api.definitions });
  const pipelines = (definitions.data ?? []).filter(({ kind }) => kind === "Pipeline").map(({ name }) => name);
  return (
    <>
      <PageHead title="Withdrawn images" beside={
        <Group gap="xs">
          <Select aria-label="Pipeline" placeholder="Any pipeline" size="xs" clearable searchable data={[...new Set([...pipelines, ...(pipeline ? [pipeline] : [])])]} value={pipeline || null} onChange={(value) => setFilter(value ? { pipeline: value } : {}, { replace: true })} />
          <Withdraw pipelines={pipelines} pipeline={pipeline} />
        </Group>
      }>
        <Text className="soft" size="sm">No trigger starts them any more; one that a person withdrew is refused to everybody</Text>
      </PageHead>
      {!images.data ? images.isError ? <Failure error={images.error} retry={() => void images.refetch()} /> : <Loading /> : images.data.length === 0 ? (
        <Empty title={pipeline ? `No image is withdrawn from ${pipeline}` : "No image is withdrawn"}>An image that an execution takes back, or a person withdraws, appears here.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={760} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table className="list stacked" verticalSpacing={7}>
            <Table.Thead><Table.Tr><Table.Th>Withdrawn</Table.Th><Table.Th>Image</Table.Th><Table.Th>Pipeline</Table.Th><Table.Th>By</Table.Th><Table.Th>Reason</Table.Th><Table.Th><span className="visually-hidden">What to do</span></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{images.data.map((each) => <Line key={each.pipeline + each.image} image={each} chosen={each.image === chosen} />)}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </>
  );
}

function Line({ image, chosen }: { image: WithdrawnImage; chosen: boolean }) {
  const queries = useQueryClient();
  const { repository, digest } = imageParts(image.image);
  return (
    <Table.Tr className={chosen ? "chosen" : ""}>
      <Table.Td className="nowrap"><Time at={image.at} /></Table.Td>
      <Table.Td>
        <Link className="strong" title={image.image} to={`/images?${new URLSearchParams({ pipeline: image.pipeline, image: image.image })}`}>{repository}</Link>
        <div className="mono soft small">{digest ? shortDigest(digest) : image.image}</div>
      </Table.Td>
      <Table.Td><Link to={`/definitions/pipeline/${encodeURIComponent(image.pipeline)}`}>{image.pipeline}</Link></Table.Td>
      <Table.Td>{image.execution ? <span>taken back by <Link className="more" to={`/executions/${image.execution}`}>an execution</Link></span> : image.by}</Table.Td>
      <Table.Td className="reason">{image.reason}</Table.Td>
      <Table.Td className="right">
        <ReasonDialog label="Reinstate" title={`Let ${image.pipeline} deliver it again?`} act={(reason) => api.reinstate({ pipeline: image.pipeline, image: image.image, reason }).then(() => queries.invalidateQueries({ queryKey: ["withdrawn"] }))}>
          Triggers and people may start executions with this image again. For maintainers of the application.
        </ReasonDialog>
      </Table.Td>
    </Table.Tr>
  );
}

function Withdraw({ pipelines, pipeline }: { pipelines: string[]; pipeline: string }) {
  const queries = useQueryClient();
  const [open, dialog] = useDisclosure(false);
  const [asked, setAsked] = useState<ImageAsked>({ pipeline, image: "", reason: "" });
  const whole = asked.pipeline !== "" && PINNED.test(asked.image.trim()) && asked.reason.trim() !== "";
  const sent = useMutation({
    mutationFn: () => api.withdraw({ pipeline: asked.pipeline, image: asked.image.trim(), reason: asked.reason.trim() }),
    onSuccess: () => { setAsked({ pipeline, image: "", reason: "" }); dialog.close(); return queries.invalidateQueries({ queryKey: ["withdrawn"] }); },
  });
  return (
    <>
      <Button size="xs" onClick={() => { setAsked({ ...asked, pipeline: asked.pipeline || pipeline }); dialog.open(); }}>Withdraw an image</Button>
      <Modal opened={open} onClose={dialog.close} title="Withdraw an image from a pipeline" centered lockScroll={false} closeButtonProps={{ "aria-label": "Close" }}>
        <form onSubmit={(event) => { event.preventDefault(); sent.mutate(); }}>
          <Text size="md">Executions that wait for their place end with the reason, those that run go on. Nobody can start it again, by a rerun neither, until it is reinstated.</Text>
          <Select mt="sm" label="Pipeline" required searchable data={pipelines} value={asked.pipeline || null} onChange={(value) => setAsked({ ...asked, pipeline: value ?? "" })} />
          <TextInput mt="sm" label="Image" required classNames={{ input: "mono" }} description="With its digest: REPOSITORY@sha256:…" error={asked.image !== "" && !PINNED.test(asked.image.trim()) ? "It needs a digest of 64 hexadecimal digits" : undefined} value={asked.image} onChange={(event) => setAsked({ ...asked, image: event.currentTarget.value })} />
          <TextInput mt="sm" label="Reason" required description="Told to those who are refused" maxLength={2000} value={asked.reason} onChange={(event) => setAsked({ ...asked, reason: event.currentTarget.value })} />
          {sent.isError && <Alert mt="sm" color="red" variant="light" role="alert" className="problem">{sent.error.message}</Alert>}
          <Group mt="md" justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.close}>Leave it</Button>
            <Button type="submit" className="danger" disabled={!whole} loading={sent.isPending}>Withdraw</Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
