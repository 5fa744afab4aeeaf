import type { CanaryShift } from "../api/types";
import { number } from "../format";

const WIDTH = 640;
const HEIGHT = 32;

/** The difference of canary and baseline with its bounds, and the part of the scale that does not matter. */
export function Interval({ shift, unit, direction }: { shift: CanaryShift; unit: string; direction: string }) {
  const { lower, upper, estimate, tolerance } = shift;
  if (lower == null || upper == null) return null;
  const least = Math.min(lower, 0, -(tolerance ?? 0));
  const most = Math.max(upper, 0, tolerance ?? 0);
  const room = (most - least) * 0.06 || 1;
  const x = (value: number) => ((value - least + room) / (most - least + 2 * room)) * WIDTH;
  const certain = lower > 0 || upper < 0;
  const bad = certain && (direction === "Either" || (direction === "Increase" ? lower > 0 : upper < 0));
  const words = `canary minus baseline: ${number(estimate, unit)}, between ${number(lower, unit)} and ${number(upper, unit)} with 98 % confidence`;
  return (
    <figure className={`interval ${bad ? "tone-bad" : certain ? "tone-live" : "tone-idle"}`}>
      <figcaption>{words}{certain ? "" : ": 0, the dashed line, lies within, so no difference is shown"}{tolerance != null && tolerance > 0 && "; shaded is what is tolerated"}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" role="img" aria-label={words}>
        {tolerance != null && tolerance > 0 && <rect className="tolerance" x={x(-tolerance)} width={x(tolerance) - x(-tolerance)} y="4" height="24" />}
        <line className="axis" x1="0" x2={WIDTH} y1="16" y2="16" />
        <line className="zero" x1={x(0)} x2={x(0)} y1="2" y2="30" />
        <line className="bounds" x1={x(lower)} x2={x(upper)} y1="16" y2="16" />
        <line className="bounds end" x1={x(lower)} x2={x(lower)} y1="9" y2="23" /><line className="bounds end" x1={x(upper)} x2={x(upper)} y1="9" y2="23" />
        {estimate != null && <line className="estimate" x1={x(estimate)} x2={x(estimate)} y1="6" y2="26" />}
      </svg>
    </figure>
  );
}
