import { yaml } from "@codemirror/lang-yaml";
import { unifiedMergeView } from "@codemirror/merge";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import CodeMirror, { EditorView, type Extension, Prec } from "@uiw/react-codemirror";
import { useMemo } from "react";
import { nonce } from "../nonce";

const NONE: Extension[] = [];

/** Texts in the page's own colours, which are readable on its ground in both schemes. */
const WORDS = syntaxHighlighting(HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--live)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.comment, tags.lineComment, tags.punctuation, tags.separator], color: "var(--soft)" },
  { tag: [tags.bool, tags.number, tags.keyword, tags.meta], color: "var(--good)" },
]));

const GROUND = Prec.highest(EditorView.theme({
  "&": { backgroundColor: "var(--card)" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", borderColor: "var(--line)" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", borderColor: "var(--line)", color: "var(--ink)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--live)", color: "var(--on)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--live) 6%, transparent)" },
  // The library marks them with a sign that few fonts have.
  ".cm-collapsedLines": { background: "var(--wash)", color: "var(--soft)" },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: "none" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
}));

interface Given {
  text: string;
  /** What a screen reader calls it. */
  label: string;
  change?: (text: string) => void;
  /** The same array as long as nothing in it changes. */
  more?: Extension[];
}

/** Text in YAML, to read or, with `change`, to write. */
export function Yaml({ text, label, change, more = NONE }: Given) {
  const extensions = useMemo(() => [GROUND, WORDS, yaml(), EditorView.cspNonce.of(nonce), EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }), ...more], [label, more]);
  return (
    <div className="document">
      <CodeMirror value={text} extensions={extensions} theme="none" readOnly={!change} editable={change !== undefined} onChange={change} basicSetup={{ highlightActiveLine: change !== undefined, highlightActiveLineGutter: change !== undefined }} />
    </div>
  );
}

/** What became another between two texts, line by line, with what stayed folded. */
export function YamlDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const more = useMemo(() => [unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } })], [before]);
  return <Yaml key={before} text={after} label={label} more={more} />;
}
