import { Text } from "@mantine/core";
import type { Changes as ChangesFact, ObjectChange, Tests as TestsFact } from "../api/types";
import { count } from "../format";

const MARK: Record<ObjectChange["effect"], string> = { Created: "+", Changed: "~", Removed: "−", Unchanged: "=" };

/** What applying was to change, by object and field, as the cluster itself said before it was done. */
export function Changes({ changes }: { changes: ChangesFact }) {
  const moved = changes.objects.filter((object) => object.effect !== "Unchanged");
  const same = changes.objects.length - moved.length;
  return (
    <details>
      <summary className="small">
        {moved.length === 0 ? "Nothing changes" : `${count(moved.length, "object")} changed`} on {changes.cluster} / {changes.namespace}{same > 0 && `, ${same} unchanged`}
      </summary>
      <ul className="changes">
        {moved.map((object) => (
          <li key={`${object.kind} ${object.name}`}>
            <span className={`mono mark-${object.effect.toLowerCase()}`}>{MARK[object.effect]}</span> <span className="strong">{object.kind}</span> {object.name} <span className="soft small">{object.effect.toLowerCase()}</span>
            {object.fields.length > 0 && (
              <dl className="fields">
                {object.fields.map((field) => (
                  <div key={field.path}>
                    <dt className="mono small">{field.path}</dt>
                    <dd className="mono small">{field.before !== undefined && <del>{field.before}</del>} {field.after !== undefined && <ins>{field.after}</ins>}</dd>
                  </div>
                ))}
              </dl>
            )}
            {object.moreFields > 0 && <Text size="sm" className="soft">and {count(object.moreFields, "field")} more</Text>}
          </li>
        ))}
      </ul>
      {changes.moreObjects > 0 && <Text size="sm" className="soft">and {count(changes.moreObjects, "object")} more</Text>}
    </details>
  );
}

/** What a test job reported, the failures first. */
export function Tests({ tests }: { tests: TestsFact }) {
  const bad = tests.tests.filter((test) => test.outcome === "Failed" || test.outcome === "Errored");
  return (
    <details open={bad.length > 0}>
      <summary className="small">{tests.passed} passed, <span className={tests.failed > 0 ? "tone-bad" : ""}>{tests.failed} failed</span>, {tests.skipped} skipped</summary>
      <ul className="changes">
        {[...bad, ...tests.tests.filter((test) => !bad.includes(test))].map((test) => (
          <li key={`${test.suite} ${test.name}`}>
            <span className={bad.includes(test) ? "tone-bad" : ""}>{test.outcome}</span> {test.name} <span className="soft small">{test.suite}</span>
            {test.message && <div className="mono small reason">{test.message}</div>}
          </li>
        ))}
      </ul>
    </details>
  );
}
