import { parseAllDocuments } from "yaml";
import type { ParameterDefinition } from "./fits";

export interface ArtifactDefinition {
  name: string;
  image: string;
  default?: string;
  prior?: boolean;
}

/** Whether its default, or the image of the execution before, stands in for one that is not given. */
export const isOptional = (artifact: ArtifactDefinition) => artifact.default !== undefined || artifact.prior === true;

export interface Asks {
  parameters: ParameterDefinition[];
  artifacts: ArtifactDefinition[];
}

interface Document {
  kind?: string;
  metadata?: { name?: string };
  spec?: { parameters?: ParameterDefinition[]; artifacts?: Partial<ArtifactDefinition>[] };
}

/** What a start of this pipeline must or may give. The server has validated the document. */
export function asks(document: string, pipeline: string): Asks {
  const found = parseAllDocuments(document)
    .map((each) => each.toJS() as Document | null)
    .find((each) => each?.kind === "Pipeline" && each.metadata?.name === pipeline);
  // Files from outside are brought by the server.
  const images = (found?.spec?.artifacts ?? []).filter((artifact): artifact is ArtifactDefinition => artifact.image !== undefined);
  return { parameters: found?.spec?.parameters ?? [], artifacts: images };
}
