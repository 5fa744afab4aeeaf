import { type Completion, type CompletionContext, type CompletionResult, snippetCompletion } from "@codemirror/autocomplete";
import language from "#language";
import { type Proposal, proposals, type Schema } from "./language";

/** Completes keys and values of the language where a word is written, or where it is asked for. */
export function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[\w.-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const options = proposals(language as Schema, context.state.doc.toString(), word.from, word.to).map(option);
  return options.length === 0 ? null : { from: word.from, options, validFor: /^[\w.-]*$/ };
}

function option({ text, key, description, required }: Proposal): Completion {
  const shown: Completion = { label: text, type: key ? "property" : "enum", info: description, boost: required ? 1 : 0, detail: required ? "needed" : undefined };
  return key ? snippetCompletion(`${text}: \${}`, shown) : shown;
}
