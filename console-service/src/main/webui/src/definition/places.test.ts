import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import type { Found } from "../api/types";
import { places } from "./places";

const found = (file: string, line: number, column: number): Found => ({ file, line, column, message: "found x", text: "" });

test("a problem is marked from its column to the end of its line", () => {
  const doc = Text.of(["kind: Pipeline", "spec: 1"]);
  expect(places(doc, "p.yaml", [found("p.yaml", 2, 7)])).toEqual([{ from: 21, to: 22, severity: "error", message: "found x" }]);
});

test("what lies in another file, or no longer in the text, is not marked", () => {
  const doc = Text.of(["a"]);
  expect(places(doc, "p.yaml", [found("other.yaml", 1, 1), found("p.yaml", 9, 1)])).toEqual([]);
  expect(places(doc, "p.yaml", [found("p.yaml", 1, 40)])[0]).toMatchObject({ from: 1, to: 1 });
});
