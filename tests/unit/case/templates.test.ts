import { describe, expect, test } from 'vitest';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import { decide } from '#shared/case/decide.ts';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import { evolve, foldCase } from '#shared/case/evolve.ts';
import { defaultReplyRules, lastUnleft } from '#shared/case/reply-rules.ts';
import { filledTemplate, type ReplyTemplate, templateFaults, templatePieces } from '#shared/case/reply-template.ts';
import type { CommandId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { DAY } from '#shared/lib/time.ts';

const template: ReplyTemplate = {
  ...{ name: 'refund', language: 'en_US', category: 'UTILITY', buttons: [], blocked: null },
  header: 'Case {{1}}',
  body: 'Hello {{1}}, your refund of {{2}} is on its way, {{1}}.',
  footer: 'Wallet Care',
  places: [
    { part: 'header', name: '1' },
    { part: 'body', name: '1' },
    { part: 'body', name: '2' },
  ],
};

describe('a template', () => {
  test('is filled by part: the head’s first place is not the body’s', () => {
    const values = ['A-7', 'Li', '50.00'];
    expect(filledTemplate(template, values)).toBe('Case A-7\n\nHello Li, your refund of 50.00 is on its way, Li.\n\nWallet Care');
    expect(filledTemplate(template, ['A-7'], ({ name }) => `<${name}>`)).toBe('Case A-7\n\nHello <1>, your refund of <2> is on its way, <1>.\n\nWallet Care');
    expect(templatePieces({ ...template, header: '', footer: '', body: 'Only this', places: [] })).toEqual([{ text: 'Only this' }]);
  });

  test('a value that looks like a place stays as it was typed', () => {
    expect(filledTemplate(template, ['{{2}}', '{{1}}', '$&'])).toBe('Case {{2}}\n\nHello {{1}}, your refund of $& is on its way, {{1}}.\n\nWallet Care');
  });

  test.each([
    [
      ['A', 'Li', ''],
      [null, null, 'missing'],
    ],
    [
      ['A', ' ', '5'],
      [null, 'missing', null],
    ],
    [
      ['A', 'L\ni', '5'],
      [null, 'line-break', null],
    ],
    [
      ['A', 'L     i', '5'],
      [null, 'spaces', null],
    ],
    [
      ['x'.repeat(56), 'Li', '5'],
      ['too-long', null, null],
    ],
    [
      ['x'.repeat(55), 'Li', '5'],
      [null, null, null],
    ],
    [
      ['A', 'Li', 'x'.repeat(1_000)],
      [null, 'too-long', 'too-long'],
    ],
  ] as const)('%j is told as %j', (values, faults) => {
    expect(templateFaults(template, values)).toEqual(faults);
  });
});

/** A case on a channel, and what is asked of it at a moment. */
function caseOn(channel: ChannelKind) {
  const opened = newEvent(
    { id: 'opening' as EventId, about: { kind: 'case', id: 'case-1' }, group: 'retail' as GroupId, at: 1_000, actor: { kind: 'customer', id: 'c' } },
    'case.opened',
    { channel, queue: 'top-up' as QueueId, language: 'en', priority: 1, thread: 't' },
    {},
  );
  const opening: AnyEvent = { ...opened, position: 1 as Position, recordedAt: 1_000 };
  let state = evolve(undefined, opening);
  let made = 0;
  let position = 1;
  const ask = (command: CaseCommand, now: number) => {
    const decision = decide(state, command, {
      actor: { kind: 'agent', id: 'agent-1' },
      commandId: `c${now}` as CommandId,
      now,
      newId: () => `e${++made}`,
      rules: defaultReplyRules[channel],
      wrapUp: { seconds: 0, dispositionRequired: false },
    });
    if (decision.ok)
      state = foldCase(
        state,
        decision.value.map((event): AnyEvent => ({ ...event, position: ++position as Position, recordedAt: now }) as AnyEvent),
      );
    return decision.ok ? decision.value.map(({ type }) => type) : decision.error.code;
  };
  return { ask, state: () => state };
}

const text = { text: 'Hello Li', marks: [] };
const values = [{ part: 'body' as const, name: '1', text: 'Li' }];
const reply: CaseCommand = { type: 'reply', text, attachments: [] };
const filled: CaseCommand = { ...reply, template: { name: 'refund', language: 'en_US', values } };

describe('on a case', () => {
  test('a template goes out when the window is over, and a free reply does not', () => {
    const { ask, state } = caseOn('whatsapp');
    expect(ask(filled, 2_000)).toEqual(['case.claimed', 'message.sent']);
    expect(ask(reply, 2 * DAY)).toBe('window-closed');
    expect(ask(filled, 2 * DAY + 1)).toEqual(['message.sent']);
    expect(state()?.entries.at(-1)).toMatchObject({ kind: 'sent', text: 'Hello Li', template: true });
  });

  test('one that failed may go out once more at any time; a reply may not', () => {
    const { ask, state } = caseOn('whatsapp');
    ask(reply, 2_000);
    ask(filled, 3_000);
    const [free, approved] = state()?.entries.flatMap((entry) => (entry.kind === 'sent' ? [entry.id] : [])) ?? [];
    if (!free || !approved) throw new Error('not sent');
    for (const message of [free, approved]) ask({ type: 'recordDelivery', message, state: 'failed', reason: 'provider-error' }, 4_000);
    expect(ask({ type: 'sendAgain', message: free }, 2 * DAY)).toBe('window-closed');
    expect(ask({ type: 'sendAgain', message: approved }, 2 * DAY)).toEqual(['message.delivery']);
  });

  test('what is being written is not joined with a template that has not left, though it is with a reply', () => {
    const { ask, state } = caseOn('whatsapp');
    const newest = (now: number) => {
      const at = state();
      return at && lastUnleft(at, defaultReplyRules.whatsapp, 'agent-1' as PersonId, now);
    };
    ask(reply, 2_000);
    expect(newest(2_001)).toMatchObject({ kind: 'sent', text: 'Hello Li' });
    ask(filled, 3_000);
    expect(newest(3_001)).toBe(null);
  });

  test.each(['chat', 'wechat', 'telegram', 'email'] as const)('%s has none', (channel) => {
    expect(caseOn(channel).ask(filled, 2_000)).toBe('no-templates');
  });

  test('one that is empty, too long for the desk’s rule, or comes with a file is refused', () => {
    const { ask } = caseOn('whatsapp');
    expect(ask({ ...filled, text: { text: ' ', marks: [] } }, 2_000)).toBe('empty');
    expect(ask({ ...filled, text: { text: 'x'.repeat(4_097), marks: [] } }, 2_000)).toBe('too-long');
    const attachments = [{ blob: 'a'.repeat(64), name: 'a.png', type: 'image/png', size: 1 }] as never;
    expect(ask({ ...filled, attachments }, 2_000)).toBe('attachments-not-allowed');
  });
});
