/** A signed envelope (DSSE), as the API gives it. */
export interface Envelope {
  payloadType: string;
  payload: string;
  signatures: { keyid?: string; sig: string }[];
}

export interface Resource {
  name: string;
  uri?: string;
  digest: Record<string, string>;
}

/** As much of the in-toto statement as the page shows. */
export interface Statement {
  subject: Resource[];
  predicate: { buildDefinition: { resolvedDependencies?: Resource[] }; runDetails: { builder: { id: string }; gennaker_delivery?: { status: string } } };
}

/** What was signed. The signature is not checked here: a page that was tampered with would say that all is well. */
export function statementOf(envelope: Envelope): Statement {
  const bytes = Uint8Array.from(atob(envelope.payload), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Statement;
}

export const digestOf = (resource: Resource) => Object.entries(resource.digest).map(([algorithm, value]) => `${algorithm}:${value}`).join(", ");
