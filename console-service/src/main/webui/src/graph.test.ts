import { describe, expect, it } from "vitest";
import type { GraphEdge } from "./api/types";
import { graphOf, together } from "./graph";

const edge = (source: string, service: string, workload: string, figures: Partial<GraphEdge> = {}): GraphEdge => ({
  source: { namespace: source === "unknown" ? "unknown" : "shop", name: source }, serviceNamespace: "shop", service,
  destination: { namespace: "shop", name: workload }, version: "v1", protocol: "http", rate: 10, errorShare: 0, ...figures,
});

describe("service graph", () => {
  it("puts the versions of a service into one box and marks the canary with its delivery", () => {
    const { nodes, calls } = graphOf({
      edges: [edge("unknown", "shop", "shop", { rate: 80 }), edge("unknown", "shop", "shop-canary-0a1b2c3d4e", { rate: 20, errorShare: 0.05, version: "v2", p95: 40 })],
      canaries: [{ execution: "shop-1", pipeline: "shop", revision: "0a1b2c3d4e" }],
    });
    const shop = nodes.find(({ title }) => title === "shop")!;
    expect(shop.versions.map(({ workload, track, execution }) => [workload, track, execution])).toEqual([["shop", undefined, undefined], ["shop-canary-0a1b2c3d4e", "canary", "shop-1"]]);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ source: "outside", rate: 100, p95: 40 });
    expect(calls[0]!.errorShare).toBeCloseTo(0.01);
  });

  it("leads from a canary that calls to the box of its service", () => {
    const { nodes, calls } = graphOf({
      edges: [edge("unknown", "shop", "shop-canary-0a1b2c3d4e"), edge("shop-canary-0a1b2c3d4e", "cart", "cart"), edge("batch", "cart", "cart")], canaries: [],
    });
    expect(nodes.map(({ kind, title }) => `${kind} ${title}`).sort()).toEqual(["caller batch", "outside outside of the mesh", "service cart", "service shop"]);
    expect(calls.map(({ source, target }) => `${source} > ${target}`)).toContain("service shop/shop > service shop/cart");
  });

  it("shows requests that reached no workload", () => {
    const { nodes } = graphOf({ edges: [edge("gateway", "shop", "unknown", { errorShare: 1 })], canaries: [] });
    expect(nodes.find(({ title }) => title === "shop")!.versions[0]).toMatchObject({ workload: "unknown", errorShare: 1 });
  });

  it("has no shares of nothing", () => {
    expect(together([])).toEqual({ rate: 0, errorShare: 0, p50: undefined, p95: undefined, p99: undefined });
  });
});
