import type { CaseId } from '#shared/lib/ids.ts';

const lines = new WeakMap<object, Map<CaseId, Promise<unknown>>>();

/** Runs what one window asks of a case after whatever it asked before: a later command never overtakes one that is held. */
export function inCaseLine<T>(client: object, caseId: CaseId, work: () => Promise<T>): Promise<T> {
  const ofClient = lines.get(client) ?? new Map<CaseId, Promise<unknown>>();
  lines.set(client, ofClient);
  const run = (ofClient.get(caseId) ?? Promise.resolve()).then(work, work);
  const settled = run.then(
    () => undefined,
    () => undefined,
  );
  ofClient.set(caseId, settled);
  void settled.then(() => {
    if (ofClient.get(caseId) === settled) ofClient.delete(caseId);
  });
  return run;
}
