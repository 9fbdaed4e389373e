import type { Actor } from '#shared/case/actor.ts';
import type { CallDirection } from '#shared/case/call.ts';
import type { Refusal } from '#shared/case/commands.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import type { CaseId, CommandId, CustomerId, EventId, GroupId, NewId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** Who called whom, after the edge has masked the number. */
export interface CallOpening {
  readonly caseId: CaseId;
  readonly group: GroupId;
  readonly queue: QueueId;
  readonly language: Language;
  readonly direction: CallDirection;
  readonly number: MaskedText | null;
  readonly customer: CustomerId | null;
  readonly contactName: string | null;
}

interface Context {
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly now: Instant;
  readonly newId: NewId;
  /** Since when the person is on the phone already. */
  readonly onCallSince: Instant | null;
}

/** Nobody is on the phone twice: the refusal of a second call while one runs, or null. */
export function callBlock(person: PersonId, onCallSince: Instant | null): Refusal | null {
  return onCallSince === null ? null : { code: 'on-a-call', by: person, at: onCallSince };
}

/** Decides the beginning of a call that has no case yet, purely: a case of its own, which is the caller's at once. */
export function openCall(opening: CallOpening, { actor, commandId, now, newId, onCallSince }: Context): Result<readonly NewEvent[], Refusal> {
  const me = actor.id as PersonId;
  const block = callBlock(me, onCallSince);
  if (block) return fail(block);
  const { caseId, group, queue, language, direction, number, customer, contactName } = opening;
  const make = <T extends EventType>(type: T, body: BodyOf<T>, ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]): NewEvent =>
    newEvent({ id: newId() as EventId, about: { kind: 'case', id: caseId }, group, at: now, actor, causedBy: commandId }, type, body, ...content) as NewEvent;
  return ok([
    make(
      'case.opened',
      { channel: 'phone', queue, language, priority: 0, thread: `call-${caseId}`, ...(customer === null ? {} : { customer }) },
      contactName === null ? {} : { contactName },
    ),
    make('case.claimed', { by: me }),
    make('call.started', { direction }, { number }),
  ]);
}
