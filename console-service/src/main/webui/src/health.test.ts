import { expect, test } from "vitest";
import type { HealthLine } from "./api/types";
import { ofKind } from "./health";

const line = (kind: HealthLine["kind"], name: string, state: HealthLine["state"]): HealthLine => ({ kind, name, service: "deployer", state, since: "", facts: {}, replicas: 1, heardAt: "" });

test("the worst comes first, and a cluster that was not used yet is there, too", () => {
  const lines = [line("Cluster", "replica", "Up"), line("Metrics", "prometheus", "Down"), line("Cluster", "production", "Down")];
  expect(ofKind(lines, "Cluster", ["production", "edge"]).map(({ name, state }) => `${name} ${state}`)).toEqual(["production Down", "replica Up", "edge Unknown"]);
  expect(ofKind(lines, "Metrics", ["edge"]).map(({ name }) => name)).toEqual(["prometheus"]);
});
