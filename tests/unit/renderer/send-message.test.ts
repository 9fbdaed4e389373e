import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import type { DeskClient } from '#renderer/features/case-actions/perform.ts';
import type { PendingMessage } from '#renderer/features/composer/composer-slice.ts';
import { sendMessage } from '#renderer/features/composer/send-message.ts';
import { pendingWords } from '#renderer/features/conversation/pending-view.tsx';
import { callFault } from '#renderer/transport/call-fault.ts';
import { ConsoleSocket } from '#renderer/transport/console-socket.ts';
import { NotGiven } from '#renderer/transport/not-given.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';

const message = { commandId: 'c1' as CommandId, caseId: 'k1' as CaseId, kind: 'reply', text: 'Hello', attachments: [], at: 1, state: 'sending' } as const;

/** A desk that answers each call in turn: with a fault, or as done. */
function deskAnswering(...answers: readonly (Error | null)[]) {
  const asked: string[] = [];
  const drafts: (number | undefined)[] = [];
  const told: string[] = [];
  const pauses: number[] = [];
  const client = {
    cases: {
      act: ({ commandId, draft }: { commandId: string; draft?: number }) => {
        drafts.push(draft);
        const answer = answers[asked.length] ?? null;
        asked.push(commandId);
        return answer ? Promise.reject(answer) : Promise.resolve({ events: [] });
      },
    },
  } as unknown as DeskClient;
  const parts = {
    client,
    dispatch: (action: { type: string; payload: { state?: string } }) =>
      told.push(`${action.type.replace('composer/', '')} ${action.payload.state ?? ''}`.trim()),
    pause: (ms: number) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    random: () => 0.5,
    wanted: () => true,
  };
  return { parts: parts as unknown as Parameters<typeof sendMessage>[0], asked, told, pauses, drafts };
}

it('is tried again under the same id while the connection is gone, and then held no longer', async () => {
  const desk = deskAnswering(new NotGiven(), new NotGiven(), null);
  expect(await sendMessage(desk.parts, message, Promise.resolve(7))).toBeNull();
  expect(desk.asked).toEqual(['c1', 'c1', 'c1']);
  expect(desk.drafts).toEqual([7, 7, 7]);
  expect(desk.told).toEqual(['sendBegun sending', 'sendAdvanced held', 'sendAdvanced held', 'sendAdvanced kept']);
  expect(desk.pauses[1]).toBeGreaterThan(desk.pauses[0] ?? Number.POSITIVE_INFINITY);
});

it('is not tried again once it is on its way here no more, as when somebody else signs in', async () => {
  const desk = deskAnswering(new NotGiven(), new NotGiven(), null);
  let here = true;
  const parts = {
    ...desk.parts,
    pause: async (ms: number) => {
      await desk.parts.pause(ms);
      here = desk.pauses.length < 2;
    },
    wanted: () => here,
  };
  expect(await sendMessage(parts, message, Promise.resolve(7))).toBeNull();
  expect(desk.asked).toEqual(['c1', 'c1']);
  expect(desk.told.at(-1)).toBe('sendAdvanced held');
});

it('that was given to a connection or a desk without an answer is not known to have gone out, whatever its later tries come to, until it is answered', async () => {
  const lost = new Error('[AbortError] the connection was closed');
  for (const first of [lost, new ORPCError('UNAVAILABLE')]) {
    const desk = deskAnswering(new NotGiven(), first, new NotGiven(), null);
    expect(await sendMessage(desk.parts, message, Promise.resolve(7))).toBeNull();
    expect(desk.asked).toEqual(['c1', 'c1', 'c1', 'c1']);
    expect(desk.told).toEqual(['sendBegun sending', 'sendAdvanced held', 'sendAdvanced unsure', 'sendAdvanced unsure', 'sendAdvanced kept']);
  }
});

it('that was never given to a connection promises to go out while this page can be connected again, and else what is true', () => {
  const words = (state: PendingMessage['state']) => (['open', 'lost', 'foreign'] as const).map((connection) => pendingWords(state, connection));
  expect(words('sending')).toEqual(['sending', 'held', 'stranded']);
  expect(words('held')).toEqual(['sending', 'held', 'stranded']);
  expect(words('unsure')).toEqual(['unanswered', 'unsure', 'strandedUnsure']);
  expect(words('kept')).toEqual(['sending', 'taken', 'taken']);
});

it('A socket without a connection takes nothing, and says so by what it throws', () => {
  const socket = new ConsoleSocket('ws://127.0.0.1:1/console', null);
  expect(() => socket.send('x')).toThrow(NotGiven);
  expect([callFault(new NotGiven()), callFault(new Error('closed'))]).toEqual([
    { code: 'unreachable', given: false },
    { code: 'unreachable', given: true },
  ]);
});

it('comes back with its reason when the desk refuses it, and is not tried again', async () => {
  const refusal = { code: 'taken', by: 'agent-b', at: 5 };
  const desk = deskAnswering(new ORPCError('REFUSED', { data: refusal }));
  expect(await sendMessage(desk.parts, message, Promise.resolve(7))).toEqual({ code: 'refused', refusal });
  expect(desk.asked).toHaveLength(1);
  expect(desk.told).toEqual(['sendBegun sending', 'sendReturned']);
});

it('goes before what is asked of its case later, however long it is held, and holds up no other case', async () => {
  const gate = Promise.withResolvers<void>();
  const order: string[] = [];
  let online = false;
  const client = {
    cases: {
      act: ({ commandId }: { commandId: string }) => {
        if (commandId === 'c1' && !online) return Promise.reject(new Error('Cannot send message, WebSocket is not open.'));
        order.push(commandId);
        return Promise.resolve({ events: [], deferred: false });
      },
    },
  } as unknown as DeskClient;
  const parts = { client, dispatch: () => undefined, random: () => 0, pause: () => gate.promise, wanted: () => true } as unknown as Parameters<
    typeof sendMessage
  >[0];
  const send = (id: string, caseId: string) => sendMessage(parts, { ...message, commandId: id as CommandId, caseId: caseId as CaseId }, Promise.resolve(null));
  const first = send('c1', 'k1');
  const second = send('c2', 'k1');
  await send('c3', 'k2');
  expect(order).toEqual(['c3']);
  online = true;
  gate.resolve();
  await Promise.all([first, second]);
  expect(order).toEqual(['c3', 'c1', 'c2']);
});
