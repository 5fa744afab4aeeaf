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
  if (value === "") return isRequired(parameter) || (parameter.default !== undefined && parameter.type !== "string") ? "A value is needed" : undefined;
  if (parameter.type === "int" && !/^-?\d{1,18}$/.test(value)) return "A whole number is needed";
  return undefined;
}

/** Which values a start gives. An emptied text is one where there is a default, which would stand in for it otherwise. */
export function given(parameters: ParameterDefinition[], values: Record<string, string>): Record<string, string> {
  const said = parameters.filter((parameter) => (values[parameter.name] ?? "") !== "" || (parameter.type === "string" && parameter.default !== undefined));
  return Object.fromEntries(said.map(({ name }) => [name, values[name] ?? ""]));
}

const IMAGE = /^\S+@sha256:[0-9a-f]{64}$/;

/** @param optional whether another image stands in for one that is not given */
export function problemOfImage(value: string, optional = false): string | undefined {
  if (optional && value.trim() === "") return undefined;
  return IMAGE.test(value.trim()) ? undefined : "An image with its digest is needed: repository[:tag]@sha256:…";
}
