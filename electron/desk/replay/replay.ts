import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { ReviewedCases } from '#electron/desk/replay/reviewed-cases.ts';
import type { Trail } from '#electron/desk/trail/trail.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Ledger } from '#electron/store/port.ts';
import { type AnyEvent, type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf } from '#shared/case/events.ts';
import type { ChangeNoteInput, KeepReviewDraftInput, NoteInput, ReviewDrafts, ReviewInput } from '#shared/contract/replay-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, EventId, GroupId, NewId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type ReviewFault, reviewFault } from '#shared/review/decide-review.ts';
import { defaultScorecard } from '#shared/review/default-scorecard.ts';
import { foldReview } from '#shared/review/review-state.ts';
import { hideSensitive } from '#shared/wallet/find-sensitive.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

interface Options {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly trail: Trail;
  readonly reviewed: Pick<ReviewedCases, 'add'>;
  readonly group: GroupId;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface Recording {
  readonly events: readonly AnyEvent[];
  readonly trail: readonly AnyEvent[];
  readonly reviews: readonly AnyEvent[];
  /** What this person began to write about the case and did not save yet. */
  readonly drafts: ReviewDrafts;
}

/** What reviewers say of a case is nobody's to reveal, and its erasure reaches no vault by it. */
const hidden = (text: string): MaskedText => ({ text: hideSensitive(text), marks: [] });

/** Both begin and end alike: by that the erasure of a case finds them. */
const draftName = (person: Person, caseId: CaseId, part: keyof ReviewDrafts) => `review ${person.id} ${part === 'note' ? 'note ' : ''}${caseId}`;

/** Plays closed cases again: what happened, what its people looked at, and what reviewers said of it. */
export class Replay {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Everything of a closed case, after the look is on record; null where the case is not closed. */
  async open(person: Person, caseId: CaseId): Promise<Recording | null> {
    const { hub, log, trail } = this.#options;
    const state = await hub.state(caseId);
    if (state?.status !== 'resolved') return null;
    await trail.replayed(person, caseId);
    const [events, looks, reviews, review, note] = await Promise.all([
      log.read({ kind: 'case', id: caseId }),
      log.read({ kind: 'trail', id: caseId }),
      log.read({ kind: 'review', id: caseId }),
      this.#draft(person, caseId, 'review'),
      this.#draft(person, caseId, 'note'),
    ]);
    return { events, trail: looks.filter(({ type }) => type === 'trail.seen' || type === 'trail.revealed'), reviews, drafts: { review, note } };
  }

  /** What was shown of the customer, in its masked form; null where it is gone or is not of this case. */
  async seen(caseId: CaseId, blob: BlobHash): Promise<unknown> {
    const { log } = this.#options;
    const looks = await log.read({ kind: 'trail', id: caseId });
    if (!looks.some((event) => event.type === 'trail.seen' && event.body.blob === blob)) return null;
    const bytes = await log.getBlob({ kind: 'case', id: caseId }, blob);
    return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
  }

  async keepDraft(person: Person, { caseId, part, draft }: KeepReviewDraftInput): Promise<void> {
    await this.#options.ledger.saveSetting(draftName(person, caseId, part), draft);
  }

  /** Saves a review as it stands now, or says what of it does not fit. */
  async save(person: Person, input: ReviewInput): Promise<Result<readonly AnyEvent[], ReviewFault>> {
    const { caseId, comments, ...review } = input;
    const state = await this.#options.hub.state(caseId);
    if (!state) return fail({ place: 'caseId', fault: 'no-such-case' });
    if (state.erasedAt !== null) return fail({ place: 'caseId', fault: 'erased' });
    const card = review.scorecard.id === defaultScorecard.id ? defaultScorecard : undefined;
    const checked = reviewFault(state, review, card, person.id);
    if (!checked.ok) return checked;
    const masked = comments.map(({ question, text }) => ({ ...hidden(text), question }));
    const body: BodyOf<'review.saved'> = { ...review, case: caseId };
    await this.#append(newEvent(this.#head(person, caseId), 'review.saved', body, { comments: masked }));
    this.#options.reviewed.add(caseId, person.id);
    await this.keepDraft(person, { caseId, part: 'review', draft: '' });
    return ok(await this.#reviews(caseId));
  }

  /** Pins a remark to a moment of a closed case. */
  async note(person: Person, { caseId, text, ...note }: NoteInput): Promise<Result<readonly AnyEvent[], ReviewFault>> {
    const state = await this.#options.hub.state(caseId);
    if (state?.status !== 'resolved') return fail({ place: 'caseId', fault: 'not-resolved' });
    if (state.erasedAt !== null) return fail({ place: 'caseId', fault: 'erased' });
    await this.#append(newEvent(this.#head(person, caseId), 'review.noted', { ...note, case: caseId }, hidden(text)));
    await this.keepDraft(person, { caseId, part: 'note', draft: '' });
    return ok(await this.#reviews(caseId));
  }

  /** Says a note of one's own otherwise. */
  async changeNote(person: Person, { caseId, note, mark, text }: ChangeNoteInput): Promise<Result<readonly AnyEvent[], ReviewFault>> {
    const fault = await this.#noteFault(person, caseId, note);
    if (fault) return fail(fault);
    await this.#append(newEvent(this.#head(person, caseId), 'review.noteChanged', { case: caseId, note, mark }, hidden(text)));
    return ok(await this.#reviews(caseId));
  }

  /** Takes a note of one's own away. */
  async removeNote(person: Person, caseId: CaseId, note: EventId): Promise<Result<readonly AnyEvent[], ReviewFault>> {
    const fault = await this.#noteFault(person, caseId, note);
    if (fault) return fail(fault);
    await this.#append(newEvent(this.#head(person, caseId), 'review.noteRemoved', { case: caseId, note }));
    return ok(await this.#reviews(caseId));
  }

  async #noteFault(person: Person, caseId: CaseId, id: EventId): Promise<ReviewFault | null> {
    const found = foldReview(undefined, await this.#reviews(caseId))?.notes.find((note) => note.id === id);
    if (!found) return { place: 'note', fault: 'no-such-note' };
    return found.by === person.id ? null : { place: 'note', fault: 'not-own-note' };
  }

  async #draft(person: Person, caseId: CaseId, part: keyof ReviewDrafts): Promise<string | null> {
    const kept = await this.#options.ledger.setting(draftName(person, caseId, part));
    return kept === '' ? null : kept;
  }

  #reviews(caseId: CaseId): Promise<readonly AnyEvent[]> {
    return this.#options.log.read({ kind: 'review', id: caseId });
  }

  #head(person: Person, caseId: CaseId) {
    const { group, clock, newId } = this.#options;
    return { id: newId() as EventId, about: { kind: 'review' as const, id: caseId }, group, at: clock(), actor: { kind: person.role, id: person.id } };
  }

  async #append(event: NewEvent): Promise<void> {
    const { log } = this.#options;
    await log.append(await log.seal([event]));
  }
}
