import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Crockford's base32: without I, L, O and U, so that what is read aloud or off a print is not taken for another sign. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 7 groups of 5 signs: 4 of the key and one to check them by; 140 bits that nobody guesses. */
export const RECOVERY_GROUPS = 7;
const GROUP = 5;

/** Random bytes that make one recovery key; the top three bits of each are not used. */
export const RECOVERY_BYTES = RECOVERY_GROUPS * (GROUP - 1);

/** What is wrong with a recovery key as it was typed, and in which group, counted from 1. */
export type RecoveryKeyFault =
  | { readonly code: 'length'; readonly signs: number }
  | { readonly code: 'group-length'; readonly group: number; readonly signs: number }
  | { readonly code: 'sign'; readonly group: number; readonly sign: string }
  | { readonly code: 'typo'; readonly group: number };

/** The product in the field of 32 elements (x^5 + x^2 + 1). */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5);
  return product;
}

/**
 * Each place has a weight of its own, and each group a start of its own: any one wrong sign, any two that changed
 * places within a group, and any two groups that did, are noticed for certain.
 */
function checkOf(values: readonly number[], group: number): number {
  return values.reduce((sum, value, place) => sum ^ times(value, place + 2), group + 1);
}

/** The key that these random bytes make, as it is shown: `0A1B2-…`. */
export function makeRecoveryKey(random: Uint8Array): string {
  const groups = Array.from({ length: RECOVERY_GROUPS }, (_, group) => {
    const values = Array.from(random.subarray(group * (GROUP - 1), (group + 1) * (GROUP - 1)), (byte) => byte & 31);
    return [...values, checkOf(values, group)].map((value) => SIGNS[value]).join('');
  });
  return groups.join('-');
}

/** Signs as they are meant: full width, small letters, and those that are taken for others. */
const plain = (text: string): string => text.normalize('NFKC').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');

const separators = /[^\p{L}\p{N}]+/u;

/** Reads a key however it was typed: with any dashes or spaces or none. Answers it as `makeRecoveryKey` wrote it, or the first fault with its group. */
export function readRecoveryKey(text: string): Result<string, RecoveryKeyFault> {
  const typed = plain(text)
    .split(separators)
    .filter((part) => part !== '');
  const signs = [...typed.join('')];
  // Where it was typed in its groups, the one that is too long or short is known.
  const uneven = typed.length === RECOVERY_GROUPS ? typed.findIndex((part) => [...part].length !== GROUP) : -1;
  if (uneven !== -1) return fail({ code: 'group-length', group: uneven + 1, signs: [...(typed[uneven] ?? '')].length });
  if (signs.length !== RECOVERY_GROUPS * GROUP) return fail({ code: 'length', signs: signs.length });
  const groups: string[] = [];
  for (let group = 0; group < RECOVERY_GROUPS; group++) {
    const own = signs.slice(group * GROUP, (group + 1) * GROUP);
    const values = own.map((sign) => SIGNS.indexOf(sign));
    const foreign = values.indexOf(-1);
    if (foreign !== -1) return fail({ code: 'sign', group: group + 1, sign: own[foreign] ?? '' });
    if (checkOf(values.slice(0, -1), group) !== values.at(-1)) return fail({ code: 'typo', group: group + 1 });
    groups.push(own.join(''));
  }
  return ok(groups.join('-'));
}

/** Whether a group was typed as it stands in a key; `group` is counted from 1. */
export function isRecoveryGroup(key: string, group: number, typed: string): boolean {
  return plain(typed).replaceAll(new RegExp(separators, 'gu'), '') === key.split('-')[group - 1];
}
