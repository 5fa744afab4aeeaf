import { words } from "../format";

type Tone = "good" | "bad" | "warn" | "live" | "idle";
type Shape = "check" | "cross" | "ring" | "pause" | "half" | "dash" | "clock" | "mark" | "back";

/** Every status has a shape of its own beside its colour: nobody needs to tell red from green. */
const LOOKS: Record<string, [Tone, Shape]> = {
  Succeeded: ["good", "check"], Pass: ["good", "check"], Approved: ["good", "check"], Approve: ["good", "check"],
  Failed: ["bad", "cross"], Fail: ["bad", "cross"], Rejected: ["bad", "cross"], Reject: ["bad", "cross"], High: ["bad", "cross"], Low: ["bad", "cross"],
  Started: ["good", "check"], NotMatched: ["idle", "dash"], Duplicate: ["idle", "dash"], Superseded: ["idle", "dash"], Quiet: ["live", "clock"], Resolving: ["live", "clock"],
  Up: ["good", "check"], Down: ["bad", "cross"], Impaired: ["warn", "mark"], Stalled: ["warn", "clock"],
  TimedOut: ["bad", "clock"], Expired: ["warn", "clock"],
  Running: ["live", "half"], Compensating: ["warn", "back"],
  Paused: ["warn", "pause"], Open: ["warn", "pause"],
  FailedContinued: ["warn", "mark"], Inconclusive: ["warn", "mark"], Nodata: ["warn", "mark"],
  Queued: ["idle", "clock"], Waiting: ["idle", "ring"], Skipped: ["idle", "dash"], Cancelled: ["idle", "dash"], Withdrawn: ["idle", "dash"],
};

const PATHS: Record<Shape, string> = {
  check: "M4.6 8.3l2.3 2.3 4.5-4.9", cross: "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6", ring: "", pause: "M6.3 5.3v5.4M9.7 5.3v5.4",
  half: "", dash: "M4.8 8h6.4", clock: "M8 4.6V8l2.3 1.5", mark: "M8 4.4v4.4M8 11.2v.2", back: "M10.9 8H5.1m2.4-2.6L5.1 8l2.4 2.6",
};

export const tone = (status: string | undefined): Tone => (LOOKS[status ?? ""] ?? ["idle", "ring"])[0];

export function StatusIcon({ status, size = 16 }: { status: string | undefined; size?: number }) {
  const [colour, shape] = LOOKS[status ?? ""] ?? ["idle", "ring"];
  const hollow = shape === "ring" || shape === "half" || colour === "idle";
  return (
    <svg className={`icon tone-${colour} ${shape === "half" ? "turns" : ""}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r={hollow ? 6.5 : 7.5} className={hollow ? "hollow" : "solid"} />
      {shape === "half" ? <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" className="half" /> : <path d={PATHS[shape]} className={hollow ? "stroke" : "stroke on"} />}
    </svg>
  );
}

export function Status({ status, label }: { status: string | undefined; label?: string }) {
  return (
    <span className={`status tone-${tone(status)}`}>
      <StatusIcon status={status} />
      {label ?? (status ? words(status) : "Unknown")}
    </span>
  );
}
