import type { BodyOf } from '#shared/case/events.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { answerFault } from '#shared/review/score-review.ts';
import type { Scorecard } from '#shared/review/scorecard.ts';

/** Why a review is not taken, and what of it is meant. */
export interface ReviewFault {
  readonly place: string;
  readonly fault: string;
}

/** Who worked a case: claimed it, wrote in it, or had it given. */
export function workedBy(state: CaseState): readonly PersonId[] {
  const people = new Set<PersonId>();
  for (const entry of state.entries) {
    if (entry.kind === 'step' && entry.step.type === 'case.claimed') people.add(entry.step.body.by);
    if (entry.kind === 'sent') people.add(entry.actor.id as PersonId);
  }
  return [...people];
}

/** Whether a review may be saved as it is: of a closed case, of somebody who worked it, by somebody else, answered as its form asks. */
export function reviewFault(
  state: CaseState,
  review: Omit<BodyOf<'review.saved'>, 'case'>,
  card: Scorecard | undefined,
  reviewer: PersonId,
): Result<null, ReviewFault> {
  if (state.status !== 'resolved') return fail({ place: 'caseId', fault: 'not-resolved' });
  if (review.agent === reviewer) return fail({ place: 'agent', fault: 'own-work' });
  if (!workedBy(state).includes(review.agent)) return fail({ place: 'agent', fault: 'not-their-case' });
  if (!card || card.version !== review.scorecard.version) return fail({ place: 'scorecard', fault: 'unknown-scorecard' });
  const fault = answerFault(card, review.answers);
  return fault === null ? ok(null) : fail({ place: `answers.${fault.question ?? ''}`, fault: fault.code });
}
