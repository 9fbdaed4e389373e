import type { Role } from '#shared/desk/person.ts';

/**
 * What a role may do. One table, asked by the contract's dispatch and by the screen; the rules of a case come after it.
 * - `work`: accept, answer, resolve, transfer cases
 * - `reveal`: see a raw sensitive value, with a reason
 * - `account`: have a customer show who they are, and ask the wallet to act on their account
 * - `approve`: be the second person of such an act
 * - `see-all`: open cases of any queue
 * - `watch`: the live board, and opening a running case without its people being told
 * - `direct`: hand a case to somebody, change an agent's state
 * - `replay`: play a case again as it went
 * - `review`: note and score a colleague's case
 * - `channels`: where a channel's messages come from and go: folders, own addresses
 * - `configure`: people, accounts, queues, rules; the desk's file; the cache filled again
 * - `erase`: a person's cases, for good
 */
const powers = {
  agent: ['work', 'reveal', 'account'],
  supervisor: ['work', 'reveal', 'account', 'approve', 'see-all', 'watch', 'direct', 'replay', 'review', 'channels'],
  trainer: ['see-all', 'replay', 'review'],
  administrator: ['work', 'reveal', 'account', 'approve', 'see-all', 'watch', 'direct', 'replay', 'review', 'channels', 'configure', 'erase'],
} as const satisfies Readonly<Record<Role, readonly string[]>>;

export type Power = (typeof powers)[Role][number];

/** Whether a role has a power. */
export function may(role: Role, power: Power): boolean {
  const own: readonly Power[] = powers[role];
  return own.includes(power);
}
