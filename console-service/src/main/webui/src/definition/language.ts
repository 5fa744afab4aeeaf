import { isMap, isPair, isScalar, isSeq, parseAllDocuments, visit } from "yaml";

/** As much of JSON Schema as the language's own schema uses to say what may be written. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

export interface Proposal {
  text: string;
  /** Of a key: a value follows. */
  key: boolean;
  description?: string;
  required?: boolean;
}

const HERE = "x-here-x";

/** What may be written in place of the text from `from` to `to`. Other text may be wrong: it is read as far as it goes. */
export function proposals(root: Schema, text: string, from: number, to: number): Proposal[] {
  const before = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
  const asKey = /^[\s-]*$|[{,]\s*$/.test(before);
  const found = placeOf(text.slice(0, from) + HERE + (asKey ? ": " : "") + text.slice(to));
  if (!found) return [];
  const schemas = at(root, found.path, found.document);
  return asKey ? keys(root, schemas, found.siblings) : schemas.flatMap((schema) => values(root, schema));
}

interface Place {
  path: (string | number)[];
  document: unknown;
  siblings: unknown;
}

function placeOf(text: string): Place | undefined {
  for (const document of parseAllDocuments(text)) {
    if (!("contents" in document)) continue;
    let path: (string | number)[] | undefined;
    visit(document, {
      Scalar(key, node, ancestors) {
        if (node.value !== HERE) return undefined;
        path = pathOf(key === "key" ? ancestors.slice(0, -1) : [...ancestors, node]);
        return visit.BREAK;
      },
    });
    if (path) {
      const whole = document.toJS() as unknown;
      return { path, document: whole, siblings: path.reduce((value, step) => inside(value, step), whole) };
    }
  }
  return undefined;
}

function pathOf(ancestors: readonly unknown[]): (string | number)[] {
  return ancestors.flatMap((node, index): (string | number)[] => {
    const next = ancestors[index + 1];
    if (isSeq(node) && next !== undefined) return [node.items.indexOf(next)];
    if (isPair(node) && isScalar(node.key) && next !== undefined && (isMap(next) || isSeq(next) || isScalar(next))) return [String(node.key.value)];
    return [];
  });
}

const inside = (value: unknown, step: string | number) => (value as Record<string | number, unknown> | null | undefined)?.[step];

/** The schemas that may hold at a path, by what is written there already. */
function at(root: Schema, path: (string | number)[], document: unknown): Schema[] {
  let schemas = branches(root, root, document);
  let value = document;
  for (const step of path) {
    value = inside(value, step);
    schemas = schemas.flatMap((schema) => below(schema, step)).flatMap((schema) => branches(root, schema, value));
  }
  return schemas;
}

function below(schema: Schema, step: string | number): Schema[] {
  if (typeof step === "number") return schema.items ? [schema.items] : [];
  const named = schema.properties?.[step];
  if (named) return [named];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

/** A schema taken apart into its alternatives, without those that what is written contradicts. */
function branches(root: Schema, schema: Schema, value: unknown): Schema[] {
  if (schema.$ref) return branches(root, root.$defs?.[schema.$ref.replace("#/$defs/", "")] ?? {}, value);
  const inner = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((each) => branches(root, each, value)).filter((each) => fits(root, each, value));
  return [schema, ...inner];
}

function fits(root: Schema, schema: Schema, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(schema.properties ?? {}).every(([name, property]) => {
    const written = inside(value, name);
    const allowed = values(root, property).map(({ text }) => text);
    return typeof written !== "string" || written === HERE || written === "" || allowed.length === 0 || allowed.includes(written);
  });
}

function keys(root: Schema, schemas: Schema[], siblings: unknown): Proposal[] {
  const known = new Map<string, Proposal>();
  schemas.forEach((schema) => Object.entries(schema.properties ?? {}).forEach(([text, property]) => {
    if (inside(siblings, text) === undefined && !known.has(text)) known.set(text, { text, key: true, description: describe(root, property), required: schema.required?.includes(text) });
  }));
  return [...known.values()];
}

function values(root: Schema, schema: Schema): Proposal[] {
  if (schema.$ref) return values(root, root.$defs?.[schema.$ref.replace("#/$defs/", "")] ?? {});
  const listed = [...(schema.const === undefined ? [] : [schema.const]), ...(schema.enum ?? []), ...(schema.type === "boolean" ? [true, false] : [])];
  return listed.map((each) => ({ text: String(each), key: false, description: schema.description }));
}

const describe = (root: Schema, schema: Schema): string | undefined => schema.description ?? (schema.$ref ? root.$defs?.[schema.$ref.replace("#/$defs/", "")]?.description : undefined);
