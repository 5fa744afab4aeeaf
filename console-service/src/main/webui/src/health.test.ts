import { expect, test } from "vitest";
import type { HealthLine } from "./api/types";
import { foundation, ofKind } from "./health";

const line = (kind: HealthLine["kind"], name: string, state: HealthLine["state"]): HealthLine => ({ kind, name, service: "deployer", state, since: "", facts: {}, replicas: 1, heardAt: "" });

test("the worst comes first, and a cluster that was not used yet is there, too", () => {
  const lines = [line("Cluster", "replica", "Up"), line("Metrics", "prometheus", "Down"), line("Cluster", "production", "Down")];
  expect(ofKind(lines, "Cluster", ["production", "edge"]).map(({ name, state }) => `${name} ${state}`)).toEqual(["production Down", "replica Up", "edge Unknown"]);
  expect(ofKind(lines, "Metrics", ["edge"]).map(({ name }) => name)).toEqual(["prometheus"]);
});

test("a service that is heard stands on Kafka and its database; of one that is not, neither is known", () => {
  const heard = { ...line("Service", "deployer", "Impaired"), problem: "it has no part in reading messages", facts: { "messages to send": "3", "messages to read": "0" } };
  const silent = { ...line("Service", "analysis", "Down"), replicas: 0 };
  expect(foundation(heard)).toEqual({ kafka: "Impaired", database: "Up", toSend: "3", toRead: "0" });
  expect(foundation(silent)).toEqual({ kafka: "Unknown", database: "Unknown", toSend: undefined, toRead: undefined });
});
