import { expect, it } from 'vitest';
import { withoutSent } from '#renderer/features/conversation/without-sent.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';

const sent = (text: string) => ({ type: 'message.sent', content: { text, attachments: [] } }) as unknown as AnyEvent;

it('a draft keeps what was added to words that were sent meanwhile, and every word that merely begins alike', () => {
  const cases: readonly (readonly [draft: string, sent: readonly string[], left: string])[] = [
    ['One moment. I ask the bank', ['One moment.'], 'I ask the bank'],
    ['您好，我查一下继续写的话', ['您好，我查一下'], '继续写的话'],
    ['One moment', ['One moment'], ''],
    ['One. Two. Three', ['One.', 'Two.'], 'Three'],
    ['Helloween is over', ['Hello'], 'Helloween is over'],
    ['Order 12345', ['Order 12'], 'Order 12345'],
    ['Something else', ['One moment'], 'Something else'],
    ['Something else', [''], 'Something else'],
  ];
  for (const [draft, texts, left] of cases) expect([draft, withoutSent(draft, texts.map(sent))]).toEqual([draft, left]);
  expect(withoutSent('One moment', [{ type: 'note.added', content: { text: 'One moment' } } as unknown as AnyEvent])).toBe('One moment');
});
