import { expect, it } from 'vitest';
import { sameWishes } from '#renderer/features/case-actions/same-wish.ts';
import type { CallFault } from '#renderer/transport/call-fault.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

it('what is asked for again since no answer came is the same wish, and what was answered is another the next time', async () => {
  let made = 0;
  const asSame = sameWishes(() => `id-${++made}` as CommandId);
  const asked: string[] = [];
  const ask = (wish: unknown, answer: Result<null, CallFault>) =>
    asSame(wish, (id) => {
      asked.push(id);
      return Promise.resolve(answer);
    });
  const lost = fail<CallFault>({ code: 'unreachable', given: true });
  const template = { type: 'sendTemplate', name: 'delay', values: ['Lin'] };
  await ask(template, lost);
  // Other words are another wish, and the first is not forgotten over it.
  await ask({ ...template, values: ['Chen'] }, fail<CallFault>({ code: 'failed' }));
  await ask({ ...template }, fail<CallFault>({ code: 'unavailable' }));
  await ask(template, ok(null));
  await ask(template, fail<CallFault>({ code: 'refused', refusal: { code: 'no-such-case' } }));
  await ask(template, ok(null));
  expect(asked).toEqual(['id-1', 'id-2', 'id-1', 'id-1', 'id-3', 'id-4']);
});
