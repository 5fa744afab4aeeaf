import { expect, test } from "vitest";
import language from "#language";
import { proposals, type Schema } from "./language";

const schema = language as Schema;

/** What is proposed at the mark `|`, in place of the word before it. */
function at(text: string): string[] {
  const to = text.indexOf("|");
  const word = /[\w.-]*$/.exec(text.slice(0, to))![0];
  return proposals(schema, text.replace("|", ""), to - word.length, to).map((proposal) => proposal.text);
}

const HEAD = "apiVersion: gennaker/v1\nkind: Pipeline\nmetadata: {name: shop}\n";

test("keys that are missing are proposed, and those that are there are not", () => {
  expect(at(`${HEAD}|`)).toEqual(["spec"]);
  expect(at(`${HEAD}spec:\n  stages:\n    - {id: a, kind: wait, duration: 1s}\n  trig|`)).toContain("triggers");
  expect(at(`${HEAD}spec:\n  stages:\n    - {id: a, kind: wait, duration: 1s}\n  trig|`)).not.toContain("stages");
});

test("a stage has the keys of its kind only", () => {
  const keys = at(`${HEAD}spec:\n  stages:\n    - id: a\n      kind: wait\n      |`);
  expect(keys).toEqual(expect.arrayContaining(["duration", "needs", "when"]));
  expect(keys).not.toContain("manifests");
  expect(at(`${HEAD}spec:\n  stages:\n    - {id: a, kind: deploy, m|}`)).toContain("manifests");
});

test("kinds of a stage are proposed as values", () => {
  expect(at(`${HEAD}spec:\n  stages:\n    - id: a\n      kind: w|`)).toEqual(expect.arrayContaining(["wait", "webhook", "canary"]));
});

test("a second document of a file has its own kind", () => {
  expect(at(`${HEAD}spec: {stages: []}\n---\napiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: eu}\nspec:\n  con|`)).toContain("context");
});

test("a text that is no YAML yet proposes nothing and does not fail", () => {
  expect(at("kind: [Pipeline\n  : }|")).toEqual([]);
});
