import { expect, test } from "vitest";
import type { Workload } from "./api/types";
import { where } from "./workloads";

const workload = (cluster: string, name: string, image: string): Workload => ({ cluster, namespace: "shop", kind: "Deployment", name, images: [image], executionId: "e", application: "shop", at: "2026-01-01T00:00:00Z" });

test("a workload has one line, with what each cluster runs, and whether they differ", () => {
  const { clusters, rows } = where([workload("replica", "shop", "acme/shop:v3"), workload("production", "shop", "acme/shop:v2"), workload("production", "cart", "acme/cart:v7")]);
  expect(clusters).toEqual(["production", "replica"]);
  expect(rows.map(({ name, differs }) => [name, differs])).toEqual([["shop", true], ["cart", false]]);
  expect(rows[0]!.runs.get("replica")!.images).toEqual(["acme/shop:v3"]);
  expect(rows[1]!.runs.get("replica")).toBeUndefined();
});
