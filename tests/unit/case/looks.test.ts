import { expect, it } from 'vitest';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldLooks } from '#shared/case/looks.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { Playback } from '#shared/review/playback.ts';

let made = 0;
const seen = (at: number, panel: string, by = 'lin', blob = panel) =>
  ({ id: `look-${++made}`, at, actor: { kind: 'agent', id: by }, type: 'trail.seen', body: { customer: 'C1', panel, blob } }) as unknown as AnyEvent;
/** What a window asks for in five minutes of which nothing changed, each 15 seconds. */
const open = (from: number, by = 'lin') =>
  Array.from({ length: 20 }, (_, index) => ['account', 'timeline', 'security'].map((panel) => seen(from + index * 15 * SECOND, panel, by))).flat();

it('a window that stays open looks once; who comes back looks once more, and a colleague’s window is theirs', () => {
  const trail = [...open(0), ...open(60 * SECOND, 'he'), ...open(15 * MINUTE)];
  expect(foldLooks(trail).map(({ actor, times, panels }) => [actor.id, times, panels])).toEqual([
    ['lin', 2, ['account', 'timeline', 'security']],
    ['he', 1, ['account', 'timeline', 'security']],
  ]);
});

it('the replay marks a look once, and again where what the open window showed had changed', () => {
  const said = {
    id: 'said',
    at: 0,
    actor: { kind: 'customer', id: 'c' },
    type: 'message.received',
    body: {},
    content: null,
    position: 1,
    about: { kind: 'case', id: 'k' },
  };
  const end = { ...said, id: 'end', at: 30 * MINUTE, position: 2 };
  const changed = seen(65 * SECOND, 'account', 'lin', 'paid');
  const trail = [...open(0).filter(({ at }) => at <= MINUTE), changed, seen(80 * SECOND, 'account', 'lin', 'paid'), ...open(15 * MINUTE)];
  const marks = new Playback([said, end] as unknown as AnyEvent[], trail).moments.filter(({ kind }) => kind === 'seen');
  expect(marks.map(({ at }) => at)).toEqual([0, 65 * SECOND, 15 * MINUTE]);
  expect(marks[1]?.id).toBe(changed.id);
  // What is shown at a moment comes of every look.
  expect(new Playback([said, end] as unknown as AnyEvent[], trail).seenAt('account' as never, 70 * SECOND).seen?.id).toBe(changed.id);
});
