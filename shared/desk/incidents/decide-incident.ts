import { z } from 'zod';
import { type Actor, actor } from '#shared/case/actor.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import { type IncidentDraft, type IncidentRule, incidentDraft, incidentWords } from '#shared/case/incident.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { type CommandId, type EventId, type IncidentId, incidentId, type NewId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import { type Instant, instant, MINUTE } from '#shared/lib/time.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

/** What may be asked of an incident; `basedOn` is the position that was before the person's eyes. */
export const incidentCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), incident: incidentId, draft: incidentDraft }),
  z.object({ type: z.literal('change'), incident: incidentId, draft: incidentDraft, basedOn: z.number().int() }),
  z.object({ type: z.literal('close'), incident: incidentId, closing: incidentWords }),
]);
export type IncidentCommand = z.infer<typeof incidentCommand>;

export const incidentRefusal = z.object({
  code: z.enum([
    'not-allowed',
    'no-such-incident',
    'already-closed',
    /** Somebody else changed it since: who, and when. */
    'changed-meanwhile',
    /** It names neither kinds nor parties nor words: every case would be one of its many. */
    'rule-too-wide',
    'since-ahead',
    /** A card, phone or other personal number stands in what everybody is told. */
    'sensitive',
  ]),
  by: actor.optional(),
  at: instant.optional(),
});
export type IncidentRefusal = z.infer<typeof incidentRefusal>;

export interface IncidentContext {
  readonly actor: Actor;
  readonly commandId?: CommandId;
  readonly now: Instant;
  readonly newId: NewId;
}

/** How far another machine's clock may be ahead of this one. */
const CLOCKS_APART = 5 * MINUTE;

const tooWide = ({ kinds, parties, words }: IncidentRule): boolean => kinds.length + parties.length + words.length === 0;

function draftRefusal({ title, answer, since, rule }: IncidentDraft, now: Instant): IncidentRefusal | null {
  if (tooWide(rule)) return { code: 'rule-too-wide' };
  if (since > now + CLOCKS_APART) return { code: 'since-ahead' };
  const said = [title.en, title['zh-CN'], answer.en, answer['zh-CN'], ...rule.words, ...rule.parties];
  return said.some((text) => findSensitive(text).length > 0) ? { code: 'sensitive' } : null;
}

const draftOf = ({ title, answer, since, rule }: IncidentDraft): IncidentDraft => ({ title, answer, since, rule });

/** Decides one command on one incident, purely: the events to append, none where it holds already, or why not. */
export function decideIncident(
  state: Incident | undefined,
  command: IncidentCommand,
  context: IncidentContext,
): Result<readonly NewEvent<'incident.opened' | 'incident.changed' | 'incident.closed'>[], IncidentRefusal> {
  const { actor: by, now } = context;
  if (by.kind !== 'supervisor' && by.kind !== 'administrator') return fail({ code: 'not-allowed' });
  const head = (id: IncidentId) => ({
    id: context.newId() as EventId,
    about: { kind: 'incident' as const, id },
    group: DESK_GROUP,
    at: now,
    actor: by,
    ...(context.commandId === undefined ? {} : { causedBy: context.commandId }),
  });
  if (command.type === 'open') {
    // A repeat of the same wish finds it there.
    if (state !== undefined)
      return sameValue(draftOf(state), command.draft) ? ok([]) : fail({ code: 'changed-meanwhile', by: state.openedBy, at: state.openedAt });
    const refused = draftRefusal(command.draft, now);
    return refused === null ? ok([newEvent(head(command.incident), 'incident.opened', command.draft)]) : fail(refused);
  }
  if (state === undefined) return fail({ code: 'no-such-incident' });
  if (state.closed !== null) {
    const same = command.type === 'close' && sameValue(state.closed.closing, command.closing);
    return same ? ok([]) : fail({ code: 'already-closed', by: state.closed.by, at: state.closed.at });
  }
  switch (command.type) {
    case 'change': {
      if (sameValue(draftOf(state), command.draft)) return ok([]);
      if (state.position !== command.basedOn) return fail({ code: 'changed-meanwhile', by: state.openedBy, at: state.changedAt });
      const refused = draftRefusal(command.draft, now);
      return refused === null ? ok([newEvent(head(command.incident), 'incident.changed', command.draft)]) : fail(refused);
    }
    case 'close':
      if (Object.values(command.closing).some((text) => findSensitive(text).length > 0)) return fail({ code: 'sensitive' });
      return ok([newEvent(head(command.incident), 'incident.closed', { closing: command.closing })]);
    default:
      return assertNever(command, 'command');
  }
}
