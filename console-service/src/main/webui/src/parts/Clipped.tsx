import { UnstyledButton } from "@mantine/core";
import { useState } from "react";

const WORTH_CLIPPING = 160;

/** A long reason: its beginning, and all of it when asked for. */
export function Clipped({ text, className = "" }: { text: string; className?: string }) {
  const [whole, setWhole] = useState(false);
  if (text.length <= WORTH_CLIPPING) return <div className={`reason ${className}`}>{text}</div>;
  return (
    <div className={`reason ${className}`}>
      {whole ? text : `${text.slice(0, WORTH_CLIPPING - 20).trimEnd()}…`}{" "}
      <UnstyledButton className="more" aria-expanded={whole} onClick={() => setWhole(!whole)}>{whole ? "less" : "more"}</UnstyledButton>
    </div>
  );
}
