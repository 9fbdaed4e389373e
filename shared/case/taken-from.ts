import type { Actor } from '#shared/case/actor.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** That a case was somebody's and is a colleague's now, by no doing of their own. */
export interface Taken {
  readonly to: PersonId;
  readonly by: Actor;
  readonly at: Instant;
}

/** How a case that a person had came to the colleague who has it; null where they never had it, gave it away themselves, or nobody else has it. */
export function takenFrom({ owner, entries }: Pick<CaseState, 'owner' | 'entries'>, person: PersonId): Taken | null {
  if (owner === null || owner === person) return null;
  let taken: Taken | null = null;
  let has: PersonId | null = null;
  let lost = false;
  for (const { kind, at, actor, ...entry } of entries) {
    if (kind !== 'step' || !('step' in entry)) continue;
    const { type, body } = entry.step;
    if (type === 'case.claimed') {
      if (body.by === person) [lost, taken] = [false, null];
      else if (has === person || lost) [lost, taken] = [true, { to: body.by, by: actor, at }];
      has = body.by;
    } else if (type === 'case.released' || type === 'case.transferred' || type === 'case.reopened') {
      if (has === person) lost = type === 'case.released' && actor.id !== person;
      has = null;
    }
  }
  return taken?.to === owner ? taken : null;
}
