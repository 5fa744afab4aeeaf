import { expect, test } from "vitest";
import { asks } from "./asks";
import { problemOf, problemOfImage } from "./fits";

const DOCUMENT = `kind: Cluster
metadata: {name: shop}
---
kind: Pipeline
metadata: {name: shop}
spec:
  parameters:
    - {name: replicas, type: int, default: 12}
    - {name: colour, type: enum, values: [red, blue]}
  artifacts:
    - {name: shop, image: us.gcr.io/acme/shop}
`;

test("what a start may give is read from the pipeline of that name", () => {
  const found = asks(DOCUMENT, "shop");
  expect(found.parameters.map((each) => each.name)).toEqual(["replicas", "colour"]);
  expect(found.artifacts).toEqual([{ name: "shop", image: "us.gcr.io/acme/shop" }]);
  const files = DOCUMENT.replace("  artifacts:\n", "  artifacts:\n    - {name: config, git: {repository: github.com/a/b, path: c}}\n");
  expect(asks(files, "shop").artifacts).toEqual(found.artifacts);
  expect(asks(DOCUMENT, "other")).toEqual({ parameters: [], artifacts: [] });
});

test("values are checked before they are sent", () => {
  const [replicas, colour] = asks(DOCUMENT, "shop").parameters;
  // Its default would stand in without a word.
  expect(problemOf(replicas!, "")).toBe("A value is needed");
  expect(problemOf(replicas!, "many")).toBe("A whole number is needed");
  expect(problemOf(colour!, "")).toBe("A value is needed");
  expect(problemOfImage("shop:v2")).toContain("digest");
  expect(problemOfImage(`shop:v2@sha256:${"a".repeat(64)}`)).toBeUndefined();
});
