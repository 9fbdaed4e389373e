import { ownReason } from '#electron/channels/provider-call.ts';

/** Codes of the Graph and Cloud APIs (developers.facebook.com, WhatsApp, error codes). */
export const GRAPH_TOKEN = 190;

const reasons: readonly (readonly [reason: string, codes: readonly number[]])[] = [
  ['window-over', [131047]],
  ['not-reachable', [131021, 131026, 131030, 130472, 133010]],
  ['blocked-by-customer', [131050]],
  ['provider-busy', [4, 80007, 130429, 131048, 131049, 131056, 133016]],
  ['provider-error', [1, 2, 131000, 131016, 131057, 133004]],
  ['refused-credentials', [3, 10, GRAPH_TOKEN, 131005]],
  ['account-restricted', [368, 130497, 131031, 131037, 131042, 131045]],
  ['too-long', [131001]],
  ['file-refused', [131051, 131052, 131053]],
  ['template-unknown', [132001]],
  ['template-parameters', [132000, 132005, 132007, 132012, 132018]],
  ['template-paused', [132015, 132016]],
  ['not-accepted', [33, 100, 131008, 131009]],
];

const byCode: ReadonlyMap<number, string> = new Map(reasons.flatMap(([reason, codes]) => codes.map((code) => [code, reason] as const)));

/** A stable code for one of WhatsApp's; null for one that is not known. */
export function whatsappReason(errcode: number): string | null {
  const known = ownReason(errcode) ?? byCode.get(errcode);
  if (known) return known;
  // Permissions have a range of their own; a bare status is a proxy's, or an answer without a body.
  if ((errcode >= 200 && errcode <= 299) || errcode === 401 || errcode === 403) return 'refused-credentials';
  return errcode === 429 ? 'provider-busy' : null;
}
