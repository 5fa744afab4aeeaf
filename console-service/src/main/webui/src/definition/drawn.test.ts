import { expect, test } from "vitest";
import { drawn } from "./drawn";

test("a stage says when it runs and that it is repeated, and has no status", () => {
  expect(drawn({ id: "a", kind: "wait", needs: [], repeated: false }).note).toBe("");
  expect(drawn({ id: "b", kind: "deploy", needs: ["a"], repeated: true, when: "params.eu" })).toEqual({ id: "b", kind: "deploy", needs: ["a"], status: "Waiting", note: "for each · when params.eu" });
});
