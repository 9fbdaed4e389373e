import type { Actor } from '#shared/case/actor.ts';
import { runningSince, unnotedSince } from '#shared/case/call.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import { decideAction, isActionCommand, type MakeEvent } from '#shared/case/decide-actions.ts';
import { decideCallBack, isCallBackCommand } from '#shared/case/decide-call-backs.ts';
import { comesBack, decideLine, isLineCommand } from '#shared/case/decide-lines.ts';
import { hasNotLeft } from '#shared/case/delivery.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { IncidentAnswer } from '#shared/case/incident.ts';
import { addressingBlock, forwardable } from '#shared/case/recipient-rules.ts';
import { hasTemplates, type ReplyRules, replyAllowance, replyBlock, templateReplyBlock } from '#shared/case/reply-rules.ts';
import type { CaseState, MessageEntry } from '#shared/case/state.ts';
import type { SurveyScore } from '#shared/case/survey.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CommandId, EventId, NewId, PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

export interface DecideContext {
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly now: Instant;
  readonly newId: NewId;
  readonly rules: ReplyRules;
  /** What the case's queue asks for after a contact. */
  readonly wrapUp: WrapUpRules;
}

/** After-call work of a queue: `seconds` 0 is none. */
export interface WrapUpRules {
  readonly seconds: number;
  readonly dispositionRequired: boolean;
}

type Decision = Result<readonly NewEvent[], Refusal>;

/** What waits until the running call has ended. */
const afterTheCall: ReadonlySet<CaseCommand['type']> = new Set(['release', 'transfer', 'snooze', 'wrapUp', 'resolve'] as const);

/** What is done on a case that goes on in another: its thread is answered as before. */
const onLine: ReadonlySet<CaseCommand['type']> = new Set([
  'reply',
  'addNote',
  'withdraw',
  'sendAgain',
  'confirmArrival',
  'identify',
  'movePrivate',
  'erase',
] as const);

const working = new Set<Actor['kind']>(['agent', 'supervisor', 'administrator']);

/** Since when the owner has the case, for "taken by a colleague at 14:03". */
function taken(state: CaseState): Refusal {
  const claim = state.entries.findLast((entry) => entry.kind === 'step' && entry.step.type === 'case.claimed');
  return { code: 'taken', ...(state.owner ? { by: state.owner } : {}), ...(claim ? { at: claim.at } : {}) };
}

/** Whether somebody wrote it for a case that was split off: they see to it that it arrives. */
const answersElsewhere = (entry: MessageEntry, me: PersonId): boolean => entry.for !== undefined && entry.actor.id === me;

/** Whether these words of an incident stand among what the customer was sent; what was taken back does not. */
export function wasTold(state: Pick<CaseState, 'entries'>, { incident, words }: IncidentAnswer): boolean {
  return state.entries.some((entry) => entry.kind === 'sent' && entry.answers?.incident === incident && entry.answers.words === words);
}

/** What the customer said of the contact that was closed last; null while nothing was said since. */
export function surveyOf({ entries }: Pick<CaseState, 'entries'>): SurveyScore | null {
  const newest = entries.findLast((entry) => entry.kind === 'step' && (entry.step.type === 'survey.answered' || entry.step.type === 'case.resolved'));
  return newest?.kind === 'step' && newest.step.type === 'survey.answered' ? newest.step.body.score : null;
}

/**
 * Decides one command on one case, purely: the events to append, in order, or why not. No events and `ok` means that
 * what was asked for holds already.
 */
export function decide(state: CaseState | undefined, command: CaseCommand, context: DecideContext): Decision {
  if (state === undefined) return fail({ code: 'no-such-case' });
  const { actor, now } = context;
  const make: MakeEvent = (type, body, ...content) =>
    newEvent(
      {
        id: context.newId() as EventId,
        about: { kind: 'case', id: state.id },
        group: state.group,
        at: now,
        actor,
        causedBy: context.commandId,
      },
      type,
      body,
      ...content,
    ) as NewEvent;
  const me = actor.id as PersonId;
  const fromDesk = working.has(actor.kind);

  if (state.erasedAt !== null) return command.type === 'erase' ? ok([]) : fail({ code: 'erased', at: state.erasedAt });
  if (command.type === 'receive') {
    const { providerId, visibility, original, recipients, wroteAt } = command;
    const aside = recipients?.aside === true;
    const said = {
      ...(providerId === undefined ? {} : { providerId }),
      ...(visibility === undefined ? {} : { visibility }),
      ...(aside ? { aside } : {}),
      // What is still to come was not written yet, whatever its clock says.
      ...(wroteAt === undefined || wroteAt < 0 || wroteAt >= now ? {} : { wroteAt: Math.floor(wroteAt) }),
    };
    const received = make('message.received', said, {
      ...command.text,
      attachments: command.attachments,
      ...(original === undefined ? {} : { original }),
      ...(recipients === undefined ? {} : { recipients }),
    });
    if (command.text.text.trim() === '' && command.attachments.length === 0) return fail({ code: 'empty' });
    // The case that it goes on in comes back for it.
    if (state.mergedInto !== null) return ok([received]);
    return ok([received, ...comesBack(state, make, aside ? 'other' : 'customer')]);
  }
  if (command.type === 'markRead') {
    const known = state.entries.some((entry) => entry.id === command.upTo);
    if (!known) return fail({ code: 'unknown-message' });
    if (command.by === 'customer') {
      const order = (id: EventId | null) => state.entries.findIndex((entry) => entry.id === id);
      if (order(state.readByCustomerUpTo) >= order(command.upTo)) return ok([]);
    } else if (state.unread === 0 || state.owner !== me) return ok([]);
    return ok([make('message.read', { by: command.by, upTo: command.upTo })]);
  }
  if (command.type === 'recordDelivery') {
    if (!state.entries.some((entry) => entry.id === command.message)) return fail({ code: 'unknown-message' });
    const known = state.delivery[command.message];
    const before = known?.state;
    // Of what has left more may be told: somebody did not get their copy.
    const more = command.state === 'sent' && command.reason !== undefined && command.reason !== known?.reason;
    // What comes late of an earlier attempt does not stand for the one that is still to be made.
    if (more && before === 'queued') return ok([]);
    if (before === command.state && !more) return ok([]);
    // What the provider told later has come before its own answer was on record, or instead of it.
    if ((command.state === 'sent' || command.state === 'unknown') && (before === 'delivered' || before === 'failed')) return ok([]);
    // Whoever records this asks the provider next: one console alone may, and not for what was taken back meanwhile.
    if (command.state === 'sending' && before !== undefined && before !== 'queued') return fail({ code: 'already-left' });
    const { message, state: delivered, reason } = command;
    return ok([make('message.delivery', { message, state: delivered, ...(reason === undefined ? {} : { reason }) })]);
  }
  if (command.type === 'postponeDelivery') {
    // Only what was with the provider just now; whatever else was told of it meanwhile is the truth.
    if (state.delivery[command.message]?.state !== 'sending') return ok([]);
    return ok([make('message.delivery', { message: command.message, state: 'queued', reason: command.reason, next: command.next })]);
  }
  if (state.readOnlyBecause !== null) return fail({ code: 'read-only', type: state.readOnlyBecause });
  if (command.type === 'answerSurvey') {
    if (actor.kind !== 'customer') return fail({ code: 'not-allowed' });
    if (state.status !== 'resolved') return fail({ code: 'not-resolved' });
    const said = surveyOf(state);
    if (said !== null) return said === command.score ? ok([]) : fail({ code: 'survey-answered' });
    return ok([make('survey.answered', { score: command.score }, command.text)]);
  }
  if (!fromDesk && actor.kind !== 'system') return fail({ code: 'not-allowed' });

  const mine = state.owner === me;
  const resolved = state.status === 'resolved';
  // A closed case is nobody's any more: whoever answers or reopens it has it.
  const foreign = !resolved && state.owner !== null && !mine && actor.kind === 'agent';
  if (isActionCommand(command)) return decideAction(state, command, { actor, now, make, foreign: foreign ? taken(state) : null });
  if (isLineCommand(command)) return decideLine(state, command, { make, me, bySystem: actor.kind === 'system', foreign: foreign ? taken(state) : null });
  if (state.mergedInto !== null && !onLine.has(command.type)) return fail({ code: 'merged' });
  const callSince = unnotedSince(state.call);
  // Of an agent who is gone nobody says how a call went that is over: it holds the case no longer.
  const left = actor.kind === 'system' && runningSince(state.call) === null;
  if (callSince !== null && !left && afterTheCall.has(command.type)) return fail({ code: 'call-running', at: callSince });
  /** What makes the case one's own before something is done on it. */
  const takeOver = (): readonly NewEvent[] => {
    if (state.mergedInto !== null) return [];
    if (resolved) return [make('case.reopened', { reason: 'agent' }), make('case.claimed', { by: me })];
    return mine && state.status === 'open' ? [] : [make('case.claimed', { by: me })];
  };

  if (isCallBackCommand(command)) return decideCallBack(state, command, { now, make, callSince, foreign: foreign ? taken(state) : null, takeOver });

  switch (command.type) {
    case 'accept':
      if (resolved) return fail({ code: 'already-resolved' });
      if (mine && state.status === 'open') return ok([]);
      if (state.owner !== null && !mine) return fail(taken(state));
      return ok([make('case.claimed', { by: me })]);
    case 'assign':
      if (actor.kind !== 'supervisor' && actor.kind !== 'administrator') return fail({ code: 'not-allowed' });
      if (resolved) return fail({ code: 'already-resolved' });
      return ok(state.owner === command.to && state.status === 'open' ? [] : [make('case.claimed', { by: command.to })]);
    case 'decline':
      if (state.status !== 'waiting') return fail(state.owner ? taken(state) : { code: 'not-waiting' });
      return ok(state.declinedBy.includes(me) ? [] : [make('case.declined', { by: me })]);
    case 'release':
      if (state.status === 'waiting') return ok([]);
      if (resolved) return fail({ code: 'already-resolved' });
      if (foreign) return fail({ code: 'not-yours' });
      return ok([make('case.released', { reason: command.reason })]);
    case 'reply': {
      const { for: other } = command;
      if (state.splitFrom !== null) return fail({ code: 'answered-there' });
      if (other !== undefined && !state.splitOff.some((one) => one.case === other)) return fail({ code: 'not-split' });
      // Whoever has the other matter answers it, whoever has this one.
      if (foreign && other === undefined) return fail(taken(state));
      if (state.channel === 'phone') return fail({ code: 'no-written-replies' });
      const { recipients, forwards } = command;
      const unaddressed = addressingBlock(state, recipients, forwards);
      if (unaddressed !== null) return fail({ code: unaddressed });
      const inPublic = state.visibility === 'public';
      if (inPublic && command.text.marks.length > 0) return fail({ code: 'sensitive-in-public' });
      const { template } = command;
      if (template !== undefined && (inPublic || !hasTemplates(state.channel))) return fail({ code: 'no-templates' });
      // What is sent on needs no words beside it.
      const size = { text: command.text.text, attachments: command.attachments.length + (forwards === undefined ? 0 : 1) };
      const block = template === undefined ? replyBlock(state, context.rules, size, now) : templateReplyBlock(context.rules, size);
      if (block !== null) return fail({ code: block });
      const told = {
        ...(inPublic ? { visibility: 'public' as const } : {}),
        ...(other === undefined ? {} : { for: other }),
        ...(forwards === undefined ? {} : { forwards: forwardable(state, forwards)?.id ?? forwards }),
        ...(template === undefined ? {} : { template: { name: template.name, language: template.language } }),
      };
      const sent = make('message.sent', told, {
        ...command.text,
        attachments: command.attachments,
        ...(recipients === undefined ? {} : { recipients }),
        ...(template === undefined ? {} : { values: template.values }),
      });
      // Sending on to somebody else says nothing to the customer: a closed case stays closed.
      return ok(other === undefined && !(resolved && forwards !== undefined) ? [...takeOver(), sent] : [sent]);
    }
    case 'movePrivate': {
      if (foreign) return fail(taken(state));
      if (state.visibility === 'private') return ok([]);
      const { line } = command;
      const moved = make('case.movedPrivate', {});
      if (line === null) return ok([...takeOver(), moved]);
      if (line.marks.length > 0) return fail({ code: 'sensitive-in-public' });
      const block = replyBlock(state, context.rules, { text: line.text, attachments: 0 }, now);
      if (block !== null) return fail({ code: block });
      return ok([...takeOver(), make('message.sent', { visibility: 'public' }, { ...line, attachments: [] }), moved]);
    }
    case 'startCall':
      if (foreign) return fail(taken(state));
      if (callSince !== null) return fail({ code: 'call-running', at: callSince });
      return ok([...takeOver(), make('call.started', { direction: command.direction }, { number: command.number })]);
    case 'endCall': {
      if (foreign) return fail(taken(state));
      if (state.call === null || callSince === null) return fail({ code: 'no-call' });
      const { outcome, followUp } = command;
      if (followUp.kind === 'callBack' && followUp.at <= now) return fail({ code: 'time-passed' });
      const seconds = Math.max(0, Math.floor(((state.call.hungUpAt ?? now) - callSince) / SECOND));
      const ended = { call: state.call.id, outcome, seconds };
      const over = make('call.ended', followUp.kind === 'callBack' ? { ...ended, followUp: followUp.at } : ended);
      const rest = [...(mine ? [] : [make('case.claimed', { by: me })]), over];
      if (followUp.kind === 'wait') return ok(rest);
      if (followUp.kind === 'callBack') return ok([...rest, make('case.snoozed', { until: followUp.at, reason: 'call-back' })]);
      const { seconds: writeUp, dispositionRequired } = context.wrapUp;
      if (followUp.disposition === null && writeUp > 0) return ok([...rest, make('case.wrapUp', { until: now + writeUp * SECOND })]);
      if (followUp.disposition === null && dispositionRequired) return fail({ code: 'disposition-needed' });
      return ok([...rest, make('case.resolved', { disposition: followUp.disposition }, { comment: '' })]);
    }
    case 'withdraw': {
      const sent = state.entries.find((entry) => entry.kind === 'sent' && entry.id === command.message);
      if (!sent) return fail({ code: 'unknown-message' });
      if (sent.actor.id !== me) return fail({ code: 'not-yours' });
      const delivery = state.delivery[command.message]?.state;
      const left = delivery === undefined ? context.rules.undoMs === 0 : !hasNotLeft(delivery);
      return left ? fail({ code: 'already-left' }) : ok([make('message.withdrawn', { message: command.message })]);
    }
    case 'sendAgain': {
      const again = state.entries.find((entry) => entry.kind === 'sent' && entry.id === command.message);
      if (again?.kind !== 'sent') return fail({ code: 'unknown-message' });
      if (foreign && !answersElsewhere(again, me)) return fail(taken(state));
      const delivery = state.delivery[command.message]?.state;
      if (delivery === 'queued') return ok([]);
      if (delivery !== 'failed' && delivery !== 'unknown') return fail({ code: 'already-left' });
      if (again.template === true) return ok([make('message.delivery', { message: command.message, state: 'queued' })]);
      const { left, open } = replyAllowance(state, context.rules, now);
      if (!open && left !== 0) return fail({ code: 'window-closed' });
      // One that failed does not count; one of which nothing is known does already.
      if (delivery === 'failed' && left === 0) return fail({ code: 'quota-used' });
      return ok([make('message.delivery', { message: command.message, state: 'queued' })]);
    }
    case 'confirmArrival': {
      const arrived = state.entries.find((entry) => entry.kind === 'sent' && entry.id === command.message);
      if (arrived?.kind !== 'sent') return fail({ code: 'unknown-message' });
      if (foreign && !answersElsewhere(arrived, me)) return fail(taken(state));
      const delivery = state.delivery[command.message]?.state;
      if (delivery === 'sent' || delivery === 'delivered') return ok([]);
      if (delivery !== 'unknown') return fail({ code: 'not-left' });
      return ok([make('message.delivery', { message: command.message, state: 'sent', reason: 'seen-by-agent' })]);
    }
    case 'addNote':
      if (command.text.text.trim() === '') return fail({ code: 'empty' });
      return ok([make('note.added', {}, command.text)]);
    case 'tag': {
      const add = command.add.filter((tag) => !state.tags.includes(tag));
      const remove = command.remove.filter((tag) => state.tags.includes(tag) && !command.add.includes(tag));
      return ok(add.length + remove.length === 0 ? [] : [make('case.tagged', { add, remove })]);
    }
    case 'prioritise':
      return ok(state.priority === command.priority ? [] : [make('case.prioritised', { priority: command.priority })]);
    case 'transfer': {
      if (resolved) return fail({ code: 'already-resolved' });
      if (foreign) return fail({ code: 'not-yours' });
      const body = command.to === undefined ? { queue: command.queue } : { queue: command.queue, to: command.to };
      return ok([make('case.transferred', body, { note: command.note })]);
    }
    case 'snooze':
      if (resolved) return fail({ code: 'already-resolved' });
      if (foreign) return fail({ code: 'not-yours' });
      if (command.until <= now) return fail({ code: 'time-passed' });
      return ok(mine ? [make('case.snoozed', { until: command.until })] : [make('case.claimed', { by: me }), make('case.snoozed', { until: command.until })]);
    case 'wake':
      if (state.status !== 'snoozed') return command.reason === 'due' ? ok([]) : fail({ code: 'not-snoozed' });
      if (foreign) return fail({ code: 'not-yours' });
      return ok([make('case.woken', { reason: command.reason })]);
    case 'wrapUp':
      if (resolved) return fail({ code: 'already-resolved' });
      if (!mine) return fail(state.owner === null ? { code: 'not-yours' } : taken(state));
      if (state.status === 'snoozed') return fail({ code: 'not-yours' });
      return ok(state.wrapUp !== null || context.wrapUp.seconds === 0 ? [] : [make('case.wrapUp', { until: now + context.wrapUp.seconds * SECOND })]);
    case 'endWrapUp':
      if (actor.kind !== 'system') return fail({ code: 'not-allowed' });
      if (state.wrapUp?.until !== command.until || now < command.until || context.wrapUp.dispositionRequired) return ok([]);
      return ok([make('case.resolved', { disposition: null }, { comment: '' })]);
    case 'miss':
      if (actor.kind !== 'system' && command.by !== me) return fail({ code: 'not-allowed' });
      return ok(state.status === 'waiting' ? [make('case.missed', { by: command.by })] : []);
    case 'resolve': {
      if (resolved) return fail({ code: 'already-resolved' });
      if (foreign) return fail({ code: 'not-yours' });
      if (command.disposition === null && context.wrapUp.dispositionRequired) return fail({ code: 'disposition-needed' });
      const done = make('case.resolved', { disposition: command.disposition }, { comment: command.comment });
      return ok(state.owner === null ? [make('case.claimed', { by: me }), done] : [done]);
    }
    case 'erase': {
      if (actor.kind !== 'administrator') return fail({ code: 'not-allowed' });
      if (callSince !== null) return fail({ code: 'call-running', at: callSince });
      const { reason, tokens } = command;
      const gone = { ...make('case.erased', { reason, tokens }), critical: true };
      if (resolved) return ok([gone]);
      // It closes the case for whoever has it: nobody took it to work it.
      return ok([make('case.resolved', { disposition: null }, { comment: '' }), gone]);
    }
    case 'reopen':
      if (!resolved) return fail({ code: 'not-resolved' });
      return ok([make('case.reopened', { reason: 'agent' }), make('case.claimed', { by: me })]);
    case 'identify': {
      const { customer, how, name } = command;
      return ok(state.customer === customer ? [] : [make('customer.identified', { customer, how }, name === undefined ? {} : { name })]);
    }
    case 'linkTransaction':
      return ok(state.transactions.includes(command.transaction) ? [] : [make('transaction.linked', { transaction: command.transaction })]);
    case 'unlinkTransaction':
      return ok(state.transactions.includes(command.transaction) ? [make('transaction.unlinked', { transaction: command.transaction })] : []);
    case 'linkIncident':
      if (foreign) return fail({ code: 'not-yours' });
      return ok(state.incidents.includes(command.incident) ? [] : [make('case.incidentLinked', { incident: command.incident })]);
    case 'unlinkIncident':
      if (foreign) return fail({ code: 'not-yours' });
      return ok(state.incidents.includes(command.incident) ? [make('case.incidentUnlinked', { incident: command.incident })] : []);
    case 'answerIncident': {
      const { answers, text } = command;
      if (actor.kind !== 'supervisor' && actor.kind !== 'administrator') return fail({ code: 'not-allowed' });
      // Whoever has the case answers it; nobody writes to many in a colleague's name.
      if (resolved) return fail({ code: 'already-resolved' });
      if (state.owner !== null && !mine) return fail(taken(state));
      if (state.channel === 'phone') return fail({ code: 'no-written-replies' });
      if (state.splitFrom !== null) return fail({ code: 'answered-there' });
      if (wasTold(state, answers)) return fail({ code: 'incident-answered' });
      const inPublic = state.visibility === 'public';
      if (inPublic && text.marks.length > 0) return fail({ code: 'sensitive-in-public' });
      const block = replyBlock(state, context.rules, { text: text.text, attachments: 0 }, now);
      if (block !== null) return fail({ code: block });
      const linked = state.incidents.includes(answers.incident) ? [] : [make('case.incidentLinked', { incident: answers.incident })];
      const told = make('message.sent', inPublic ? { visibility: 'public', answers } : { answers }, { ...text, attachments: [] });
      return ok([...linked, told]);
    }
    default:
      return assertNever(command, 'command');
  }
}
