import { Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/client";
import type { Written } from "../api/types";
import { StageGraph } from "../execution/StageGraph";
import { Empty, Failure, Loading } from "../parts/Pieces";
import { drawn } from "./drawn";

/** What storing this would say. The last answer stays while the next is on its way. */
export const useCheck = (written: Written | undefined) =>
  useQuery({ queryKey: ["check", written], queryFn: () => api.check(written!), enabled: written !== undefined, placeholderData: keepPreviousData, staleTime: Infinity });

/** The stages of a pipeline as its definition makes them. */
export function Plan({ written, pipeline }: { written: Written; pipeline: string }) {
  const check = useCheck(written);
  const [chosen, setChosen] = useState<string>();
  if (check.isPending) return <Loading />;
  if (check.isError) return <Failure error={check.error} retry={() => void check.refetch()} />;
  const stages = check.data.definitions.find(({ name }) => name === pipeline)?.stages ?? [];
  if (stages.length === 0) return <Empty title="There is no plan">{check.data.problems[0]?.text ?? "The pipeline has no stage."}</Empty>;
  const stage = stages.find(({ id }) => id === chosen);
  return (
    <>
      <StageGraph stages={stages.map(drawn)} chosen={chosen} choose={setChosen} />
      {stage && (
        <Text size="sm">
          <b>{stage.id}</b>, kind {stage.kind}{stage.needs.length > 0 && `, after ${stage.needs.join(", ")}`}{stage.repeated && ", once for each entry of a list"}{stage.when !== undefined && <>, when <code>{stage.when}</code></>}
        </Text>
      )}
    </>
  );
}
