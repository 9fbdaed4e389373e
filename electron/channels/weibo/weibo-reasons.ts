import { ownReason } from '#electron/channels/provider-call.ts';

/** Weibo's codes (open.weibo.com, Error_code); some stand on old pages alone, which is why codes that are not known go through as they are. */
const reasons: readonly (readonly [reason: string, codes: readonly number[]])[] = [
  ['provider-busy', [10004, 10009, 10010, 10022, 10023, 10024, 20016, 20308]],
  ['provider-error', [10001, 10002, 10003, 10011]],
  ['refused-credentials', [10005, 10006, 10013, 10014, 21301, 21314, 21315, 21316, 21317, 21321, 21327, 21332]],
  ['too-long', [20012, 20013]],
  ['repeated', [20017, 20019, 20306]],
  ['content-refused', [20018, 20020, 20021]],
  ['account-restricted', [20015, 20022, 20031]],
  ['comment-gone', [20101, 20201]],
  ['blocked-by-customer', [20206, 20207, 20208]],
  // To whoever follows no more, or wrote too long ago.
  ['window-over', [20301]],
  ['not-reachable', [20003]],
  ['not-accepted', [10008, 10016, 10017]],
];

const byCode: ReadonlyMap<number, string> = new Map(reasons.flatMap(([reason, codes]) => codes.map((code) => [code, reason] as const)));

/** A stable code for one of Weibo's; null for one that is not known. */
export function weiboReason(errcode: number): string | null {
  const known = ownReason(errcode) ?? byCode.get(errcode);
  if (known) return known;
  if (errcode === 401 || errcode === 403) return 'refused-credentials';
  return errcode === 429 ? 'provider-busy' : null;
}
