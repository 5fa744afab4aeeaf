import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { Found } from "../api/types";

/** Where the problems of a file are in its text: from their column to the end of the line. */
export function places(doc: Text, fileName: string, problems: Found[]): Diagnostic[] {
  return problems.filter(({ file, line }) => file === fileName && line >= 1 && line <= doc.lines).map(({ line, column, message }) => {
    const { from, to } = doc.line(line);
    return { from: Math.min(from + Math.max(0, column - 1), to), to, severity: "error" as const, message };
  });
}
