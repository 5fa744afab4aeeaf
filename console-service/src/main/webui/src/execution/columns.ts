import type { Stage } from "../api/types";

export interface Place {
  x: number;
  y: number;
}

/** Of a stage's box, and the room between two of a column, and between columns. */
export interface Measures {
  width: number;
  height: number;
  below: number;
  between: number;
}

/** A stage in its column, or the way of an edge past a column. */
interface Item {
  stage?: string;
  before: Item[];
  after: Item[];
  /** First the number in the column, then the middle's height. */
  y: number;
}

type Neighbours = "before" | "after";

/**
 * Places of the stages of a plan, found at once: each right of all that it needs and as level with it as can be, in the order
 * of the plan where nothing else decides.
 */
export function inColumns(stages: Pick<Stage, "id" | "needs">[], { width, height, below, between }: Measures): Map<string, Place> {
  const columns = columnsOf(stages);
  const room = ({ stage }: Item) => (stage === undefined ? 0 : height) + below;
  columns.forEach(number);
  sweep(columns, (column, to) => {
    column.sort((one, other) => level(one, to) - level(other, to));
    number(column);
  });
  columns.forEach((column) => tops(column, room).forEach((top, index) => { column[index]!.y = top; }));
  sweep(columns, (column, to) => draw(column, tops(column, room), to));
  const least = columns.flat().reduce((found, { stage, y }) => (stage === undefined ? found : Math.min(found, y)), Infinity);
  return new Map(columns.flatMap((column, at) => column.flatMap(({ stage, y }) => (stage === undefined ? [] : [[stage, { x: at * (width + between), y: y - least }] as const]))));
}

/** As far right as the longest chain of what a stage needs. An edge that passes columns has a place in each. */
function columnsOf(stages: Pick<Stage, "id" | "needs">[]): Item[][] {
  const needs = new Map(stages.map((stage) => [stage.id, stage.needs]));
  const known = (id: string) => needs.get(id)!.filter((need) => needs.has(need));
  const depths = new Map<string, number>();
  const depth = (id: string): number => {
    // A circle, which no plan has, would end here.
    if (!depths.has(id)) depths.set(id, 0).set(id, Math.max(0, ...known(id).map((need) => depth(need) + 1)));
    return depths.get(id)!;
  };
  const columns: Item[][] = [];
  const add = (at: number, stage?: string): Item => {
    const item: Item = { stage, before: [], after: [], y: 0 };
    (columns[at] ??= []).push(item);
    return item;
  };
  const items = new Map(stages.map(({ id }) => [id, add(depth(id), id)]));
  const ways = new Map<string, Item>();
  for (const { id } of stages) {
    for (const need of known(id)) {
      let from = items.get(need)!;
      for (let at = depth(need) + 1; at < depth(id); at++) {
        const key = `${at} ${need}`;
        const way = ways.get(key);
        const next = way ?? add(at);
        if (!way) join(from, next);
        ways.set(key, next);
        from = next;
      }
      join(from, items.get(id)!);
    }
  }
  return columns;
}

function join(from: Item, to: Item) {
  from.after.push(to);
  to.before.push(from);
}

/** To the right, back, and to the right again: what is on both sides of a column has its say. */
function sweep(columns: Item[][], act: (column: Item[], to: Neighbours) => void) {
  columns.forEach((column) => act(column, "before"));
  columns.toReversed().forEach((column) => act(column, "after"));
  columns.forEach((column) => act(column, "before"));
}

const number = (column: Item[]) => column.forEach((item, index) => { item.y = index; });

/** The mean height of the neighbours on one side; where there are none, its own. */
function level(item: Item, to: Neighbours): number {
  const near = item[to];
  return near.length === 0 ? item.y : near.reduce((sum, { y }) => sum + y, 0) / near.length;
}

/** Middles of the items when each stands close below the one before. */
function tops(column: Item[], room: (item: Item) => number): number[] {
  let y = 0;
  return column.map((item, index) => (y += index === 0 ? 0 : (room(column[index - 1]!) + room(item)) / 2));
}

/** As near as can be to the level of the neighbours without moving one over another: those in each other's way share the distance. */
function draw(column: Item[], close: number[], to: Neighbours) {
  const groups: { sum: number; many: number }[] = [];
  column.forEach((item, index) => {
    let group = { sum: level(item, to) - close[index]!, many: 1 };
    for (let above = groups.at(-1); above && above.sum / above.many > group.sum / group.many; above = groups.at(-1)) {
      groups.pop();
      group = { sum: above.sum + group.sum, many: above.many + group.many };
    }
    groups.push(group);
  });
  let index = 0;
  for (const { sum, many } of groups) for (const end = index + many; index < end; index++) column[index]!.y = sum / many + close[index]!;
}
