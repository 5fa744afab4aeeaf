import "uplot/dist/uPlot.min.css";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot, { type AlignedData, type Options, type Series } from "uplot";
import { number } from "../format";

export type Values = (number | null)[];

export interface Drawn {
  label: string;
  values: Values;
  /** A variable of the style sheet. */
  colour: string;
  dash?: number[];
  width?: number;
  points?: boolean;
  /** Side by side with the others, to the left (-1) or right (1) of its place. */
  bars?: -1 | 1;
}

/** A line across the chart with a word beside it. */
export interface Mark {
  at: number;
  label: string;
  colour?: string;
}

interface Given {
  /** What a screen reader says instead of the picture. */
  label: string;
  /** Seconds since the epoch where `time` is set. */
  x: number[];
  time?: boolean;
  series: Drawn[];
  /** Between two of the series, by their places in the list. */
  band?: [upper: number, lower: number, colour: string];
  /** At values, from left to right; and at places of x, from top to bottom. */
  levels?: Mark[];
  marks?: Mark[];
  range?: [number, number];
  unit?: string;
  xUnit?: string;
  height?: number;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
/** Steps of a time axis in seconds: every two minutes, too, of which uPlot knows nothing. */
const STEPS = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400];
const FONT = "12px Inter, system-ui, sans-serif";
const variable = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** There is no room for more beside each line; what lies under the pointer is told with the whole of it. */
const short = (unit = "") => (unit.length <= 3 ? unit : "");

/** A chart in the page's colours, as wide as its place; what lies under the pointer is told in numbers below it. */
export function Chart(given: Given) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const shape = JSON.stringify(given);
  useEffect(() => {
    const element = place.current!;
    const plot = new uPlot(options(given, element.clientWidth), [given.x, ...given.series.map(({ values }) => values)] as AlignedData, element);
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: plot.height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
    // What is drawn is all in `shape`; colours are those of the scheme.
  }, [shape, scheme]); // eslint-disable-line
  return <div className="chart" ref={place} role="img" aria-label={given.label} />;
}

function options(given: Given, width: number): Options {
  const soft = variable("--soft");
  const line = variable("--line");
  const unit = given.unit ?? "";
  const axis = { stroke: soft, font: FONT, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const told = (value: number | null | undefined, after: string) => (value === null || value === undefined ? "–" : number(value, after));
  return {
    width, height: given.height ?? 160, padding: [10, 16, 0, 0],
    scales: { x: { time: given.time ?? false, ...(given.series.some(({ bars }) => bars) ? { range: around(given.x) } : {}) }, ...(given.range ? { y: { range: given.range } } : {}) },
    axes: [
      { ...axis, size: 26, space: given.time ? 64 : 72, ...(given.time ? { incrs: STEPS } : {}), values: (_, ticks) => ticks.map((tick) => (given.time ? clock.format(tick * 1000) : number(tick, short(given.xUnit)))) },
      { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => number(tick, short(unit))) },
    ],
    series: [
      given.time ? { label: "at" } : { label: "about", value: (_, value: number | null) => told(value, given.xUnit ?? "") },
      ...given.series.map((drawn): Series => {
        const colour = variable(drawn.colour);
        return {
          label: drawn.label, stroke: colour, width: drawn.width ?? 1.6, dash: drawn.dash, spanGaps: false,
          points: { show: drawn.points ?? false, size: 6, fill: colour },
          ...(drawn.bars ? { paths: uPlot.paths.bars!({ size: [0.42, 24], align: drawn.bars }), fill: colour, width: 0, points: { show: false } } : {}),
          value: (_, value: number | null) => told(value, unit),
        };
      }),
    ],
    bands: given.band ? [{ series: [given.band[0] + 1, given.band[1] + 1], fill: `${variable(given.band[2])}2e` }] : [],
    cursor: { y: false, drag: { setScale: false } },
    hooks: { draw: [(plot) => drawMarks(plot, given, soft)] },
  };
}

/** Room for the outer bars, which stand beside their places. */
const around = (x: number[]) => (): [number, number] => {
  const bucket = x.length > 1 ? x[1]! - x[0]! : 1;
  return [x[0]! - bucket, x.at(-1)! + bucket];
};

function drawMarks(plot: uPlot, { levels = [], marks = [] }: Given, soft: string) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px Inter, system-ui, sans-serif`;
  ctx.lineWidth = ratio;
  ctx.textBaseline = "alphabetic";
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  const stroke = (colour: string, from: [number, number], to: [number, number]) => {
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.stroke();
  };
  for (const { at, label, colour } of levels) {
    const y = plot.valToPos(at, "y", true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    stroke(colour ? variable(colour) : soft, [bbox.left, y], [bbox.left + bbox.width, y]);
    ctx.textAlign = "right";
    ctx.fillText(label, bbox.left + bbox.width - 4 * ratio, y - 4 * ratio);
  }
  for (const { at, label, colour } of marks) {
    const x = plot.valToPos(at, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    stroke(colour ? variable(colour) : soft, [x, bbox.top], [x, bbox.top + bbox.height]);
    const left = x > bbox.left + bbox.width / 2;
    ctx.textAlign = left ? "right" : "left";
    ctx.fillText(label, x + (left ? -5 : 5) * ratio, bbox.top + bbox.height - 6 * ratio);
  }
  ctx.restore();
}
