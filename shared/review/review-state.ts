import type { AnyEvent, KnownEvent, Position } from '#shared/case/envelope.ts';
import type { BodyOf } from '#shared/case/events.ts';
import type { CaseId, EventId, PersonId } from '#shared/lib/ids.ts';
import { fail, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Grading } from '#shared/review/calibration.ts';
import { type Answer, type AnswerFault, type ReviewScore, scoreReview } from '#shared/review/score-review.ts';
import type { Scorecard } from '#shared/review/scorecard.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** A remark pinned to a moment of the case; `text` is null where its key was dropped. */
export interface ReviewNote {
  readonly id: EventId;
  readonly by: PersonId;
  readonly notedAt: Instant;
  /** When its author changed it last; null: it stands as it was written. */
  readonly changedAt: Instant | null;
  /** The moment of the case. */
  readonly at: Instant;
  readonly event: EventId | null;
  readonly question: string | null;
  readonly mark: BodyOf<'review.noted'>['mark'];
  readonly text: MaskedText | null;
}

/** What a review says of one person's part in a case; folded from the events about it. */
export interface ReviewState {
  readonly id: string;
  readonly case: CaseId;
  /** The newest save; null while only notes were made. */
  readonly saved: {
    readonly by: PersonId;
    readonly at: Instant;
    readonly agent: PersonId;
    readonly scorecard: { readonly id: string; readonly version: number };
    readonly purpose: 'quality' | 'calibration';
    readonly answers: readonly Answer[];
    /** Null where their key was dropped. */
    readonly comments: readonly (MaskedText & { readonly question: string | null })[] | null;
  } | null;
  /** How often it was saved; above 1 it was scored again. */
  readonly saves: number;
  /** In the order of the case's moments. */
  readonly notes: readonly ReviewNote[];
  readonly position: Position;
}

function noteOf(event: KnownEvent<'review.noted'>): ReviewNote {
  const { at, event: pinned, question, mark } = event.body;
  return { id: event.id, by: event.actor.id as PersonId, notedAt: event.at, changedAt: null, at, event: pinned, question, mark, text: event.content ?? null };
}

type ReviewEvent = KnownEvent<'review.saved' | 'review.noted' | 'review.noteChanged' | 'review.noteRemoved'>;
const reviewTypes: ReadonlySet<string> = new Set<ReviewEvent['type']>(['review.saved', 'review.noted', 'review.noteChanged', 'review.noteRemoved']);
const isReviewEvent = (event: AnyEvent): event is ReviewEvent => reviewTypes.has(event.type);

/** The notes after their author changed or removed one; nobody changes a note of somebody else. */
function changeNotes(notes: readonly ReviewNote[], event: KnownEvent<'review.noteChanged' | 'review.noteRemoved'>): readonly ReviewNote[] {
  return notes.flatMap((note): readonly ReviewNote[] => {
    if (note.id !== event.body.note || note.by !== event.actor.id) return [note];
    if (event.type === 'review.noteRemoved') return [];
    return [{ ...note, mark: event.body.mark, text: event.content ?? null, changedAt: event.at }];
  });
}

/** Folds one event about a review; repeats, and events about another case than the review's, change nothing. */
export function evolveReview(state: ReviewState | undefined, event: AnyEvent): ReviewState | undefined {
  if (!isReviewEvent(event)) return state;
  if (state !== undefined && (event.position <= state.position || event.body.case !== state.case)) return state;
  const before = state ?? { id: event.about.id, case: event.body.case, saved: null, saves: 0, notes: [], position: event.position };
  if (event.type === 'review.noted') {
    return { ...before, notes: [...before.notes, noteOf(event)].sort((a, b) => a.at - b.at), position: event.position };
  }
  if (event.type !== 'review.saved') return { ...before, notes: changeNotes(before.notes, event), position: event.position };
  const { agent, scorecard, purpose, answers } = event.body;
  const saved = { by: event.actor.id as PersonId, at: event.at, agent, scorecard, purpose, answers, comments: event.content?.comments ?? null };
  return { ...before, saved, saves: before.saves + 1, position: event.position };
}

/** Folds a batch about one review. */
export function foldReview(state: ReviewState | undefined, events: Iterable<AnyEvent>): ReviewState | undefined {
  let folded = state;
  for (const event of events) folded = evolveReview(folded, event);
  return folded;
}

/** Scores a saved review with the scorecard it was made with; another one, or another version, is refused. */
export function scoreOf(saved: NonNullable<ReviewState['saved']>, card: Scorecard): Result<ReviewScore, AnswerFault> {
  if (saved.scorecard.id !== card.id || saved.scorecard.version !== card.version) return fail({ code: 'other-scorecard', question: null });
  return scoreReview(card, saved.answers);
}

/** What the reviewers of a case answered about one person's part in it, where it was reviewed to compare reviewers. */
export function gradingsOf(reviews: readonly ReviewState[], agent: PersonId): readonly Grading[] {
  return reviews.flatMap(({ saved }) => (saved?.purpose === 'calibration' && saved.agent === agent ? [{ by: saved.by, answers: saved.answers }] : []));
}
