import type { StageLine } from "../api/types";
import type { Drawn } from "../execution/StageGraph";

/** A stage that a definition names, as the graph draws it. */
export function drawn(stage: StageLine): Drawn {
  const note = [stage.repeated && "for each", stage.when !== undefined && `when ${stage.when}`].filter(Boolean).join(" · ");
  return { id: stage.id, kind: stage.kind, needs: stage.needs, status: "Waiting", note };
}
