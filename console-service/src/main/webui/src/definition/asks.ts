import { parseAllDocuments } from "yaml";

export interface ParameterDefinition {
  name: string;
  type: "string" | "int" | "bool" | "enum";
  default?: string | number | boolean;
  description?: string;
  required?: boolean;
  values?: string[];
}

export interface ArtifactDefinition {
  name: string;
  image: string;
}

export interface Asks {
  parameters: ParameterDefinition[];
  artifacts: ArtifactDefinition[];
}

interface Document {
  kind?: string;
  metadata?: { name?: string };
  spec?: { parameters?: ParameterDefinition[]; artifacts?: { name: string; image?: string }[] };
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

export const isRequired = (parameter: ParameterDefinition) => parameter.default === undefined && parameter.required !== false;

/** What is wrong with a given value, or nothing. */
export function problemOf(parameter: ParameterDefinition, value: string): string | undefined {
  if (value === "") return isRequired(parameter) ? "A value is needed" : undefined;
  if (parameter.type === "int" && !/^-?\d{1,18}$/.test(value)) return "A whole number is needed";
  return undefined;
}

const IMAGE = /^\S+@sha256:[0-9a-f]{64}$/;

export function problemOfImage(value: string): string | undefined {
  return IMAGE.test(value.trim()) ? undefined : "An image with its digest is needed: repository[:tag]@sha256:…";
}
