import { expect, test } from "vitest";
import { digestOf, statementOf } from "./statement";

test("a statement is read from its envelope, whatever letters it has", () => {
  const statement = { subject: [{ name: "grüße", digest: { sha256: "ab" } }], predicate: { buildDefinition: {}, runDetails: { builder: { id: "b" } } } };
  const payload = Buffer.from(JSON.stringify(statement), "utf8").toString("base64");
  const read = statementOf({ payloadType: "application/vnd.in-toto+json", payload, signatures: [{ sig: "x" }] });
  expect(read).toEqual(statement);
  expect(digestOf(read.subject[0]!)).toBe("sha256:ab");
});
