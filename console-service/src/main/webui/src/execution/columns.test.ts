import { expect, test } from "vitest";
import { group } from "../group";
import { inColumns } from "./columns";

const SIZE = { width: 100, height: 40, below: 10, between: 30 };
const stage = (id: string, ...needs: string[]) => ({ id, needs });

test("a stage stands right of all that it needs, and a chain is a straight line", () => {
  const places = inColumns([stage("a"), stage("b", "a"), stage("c", "b")], SIZE);
  expect(Object.fromEntries(places)).toEqual({ a: { x: 0, y: 0 }, b: { x: 130, y: 0 }, c: { x: 260, y: 0 } });
});

test("what splits and joins again stands in the middle of its parts, which keep the order of the plan", () => {
  const places = inColumns([stage("begin"), stage("eu", "begin"), stage("us", "begin"), stage("asia", "begin"), stage("end", "eu", "us", "asia")], SIZE);
  expect(["eu", "us", "asia"].map((id) => places.get(id)!.y)).toEqual([0, 50, 100]);
  expect(places.get("begin")!.y).toBe(50);
  expect(places.get("end")).toEqual({ x: 260, y: 50 });
});

test("chains do not cross, whatever the order they are written in", () => {
  const places = inColumns([stage("a1"), stage("b1"), stage("b2", "b1"), stage("a2", "a1"), stage("b3", "b2"), stage("a3", "a2")], SIZE);
  for (const chain of ["a", "b"]) expect(new Set([1, 2, 3].map((at) => places.get(`${chain}${at}`)!.y)).size).toBe(1);
});

test("an edge that passes a column has room there", () => {
  const places = inColumns([stage("a"), stage("b", "a"), stage("c", "a", "b")], SIZE);
  expect(places.get("b")!.y).not.toBe(places.get("a")!.y);
});

test("needs that are not known are passed over", () => {
  expect(inColumns([stage("a", "gone")], SIZE).get("a")).toEqual({ x: 0, y: 0 });
});

test("of a thousand stages none lies over another, and each is right of its needs", () => {
  let seed = 7;
  const random = (below: number) => { seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31; return seed % below; };
  const stages = Array.from({ length: 1000 }, (_, index) => stage(`s${index}`, ...Array.from({ length: index < 20 ? 0 : 1 + random(3) }, () => `s${Math.max(0, index - 1 - random(60))}`)));
  const places = inColumns(stages, SIZE);
  expect(places.size).toBe(1000);
  for (const { id, needs } of stages) for (const need of needs) expect(places.get(need)!.x).toBeLessThan(places.get(id)!.x);
  for (const [, column] of group([...places.values()], ({ x }) => String(x))) {
    const down = column.map(({ y }) => y).sort((one, other) => one - other);
    down.slice(1).forEach((y, index) => expect(y - down[index]!).toBeGreaterThanOrEqual(SIZE.height + SIZE.below - 1e-6));
  }
});
