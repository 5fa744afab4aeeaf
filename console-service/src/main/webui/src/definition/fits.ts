export interface ParameterDefinition {
  name: string;
  type: "string" | "int" | "bool" | "enum";
  default?: string | number | boolean;
  description?: string;
  required?: boolean;
  values?: string[];
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
