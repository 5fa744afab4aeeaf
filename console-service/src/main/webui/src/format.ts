/** Length of a span, in the two units that matter: `850 ms`, `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function duration(millis: number): string {
  if (millis < 0) return "0 s";
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = Math.floor(millis / 1000);
  const units: [number, string][] = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest %= size;
    if (count > 0) parts.push(`${count} ${name}`);
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join(" ");
}

export function between(from: string | undefined, to: string | undefined, now: number): string {
  return from ? duration((to ? Date.parse(to) : now) - Date.parse(from)) : "";
}

const FOUR_DIGITS = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** Four digits are enough to compare two numbers by eye. The unit comes with the space before it, as ` ms`. */
export function number(value: number | null | undefined, unit = ""): string {
  if (value === null || value === undefined) return "no data";
  if (value !== 0 && (Math.abs(value) < 0.0001 || Math.abs(value) >= 1e7)) return `${value.toExponential(2)}${unit}`;
  return `${FOUR_DIGITS.format(value)}${unit}`;
}

/** `of 3 things`, with the right ending. */
export const count = (many: number, thing: string) => `${many} ${thing}${many === 1 ? "" : "s"}`;

/** Words of an enumeration as people read them: `FailedContinued` is `Failed continued`. */
export const words = (name: string) =>
  name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

export const shortDigest = (digest: string) => digest.replace(/^sha256:/, "").slice(0, 12);

export interface ImageParts {
  repository: string;
  tag?: string;
  digest?: string;
}

/** Takes `repository[:tag][@digest]` apart. */
export function imageParts(reference: string): ImageParts {
  const [name = "", digest] = reference.split("@");
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  return { repository: hasTag ? name.slice(0, colon) : name, tag: hasTag ? name.slice(colon + 1) : undefined, digest };
}

export const version = (image: ImageParts) => image.tag ?? (image.digest ? shortDigest(image.digest) : "latest");

/** `PT1M30S` in milliseconds; undefined where it is no such text. */
export function millisOf(text: string | number): number | undefined {
  if (typeof text === "number") return text * 1000;
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (!found) return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = found;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** `PT3H` as `3 h`; anything else as it is. */
export function isoDuration(text: string | number): string {
  const millis = millisOf(text);
  return millis === undefined ? String(text) : duration(millis);
}
