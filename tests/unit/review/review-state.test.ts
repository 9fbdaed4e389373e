import { describe, expect, test } from 'vitest';
import { type AnyEvent, newEvent, type Position, readEvent } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import type { CaseId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { evolveReview, foldReview, gradingsOf, scoreOf } from '#shared/review/review-state.ts';
import { answers, asked, card } from '#tests/unit/review/review-kit.ts';

const head = (position: number, at: number, who = 'tom') => ({
  id: `e${position}` as EventId,
  about: { kind: 'review' as const, id: 'r1' },
  group: 'retail' as GroupId,
  at,
  actor: { kind: 'trainer' as const, id: who },
  position: position as Position,
  recordedAt: at,
});

const save = (position: number, given: Readonly<Record<string, number | null>>, of = 'c1', who = 'tom'): AnyEvent => {
  const body = {
    case: of as CaseId,
    agent: 'ann' as PersonId,
    scorecard: { id: 'card', version: 1 },
    purpose: 'quality' as const,
    answers: [...answers(given)],
  };
  return { ...newEvent(head(position, position * 100, who), 'review.saved', body, { comments: [{ question: null, text: 'good', marks: [] }] }) } as AnyEvent;
};

const note = (position: number, at: number, more: object = {}): AnyEvent => {
  const body = { case: 'c1' as CaseId, at, event: 'm1' as EventId, question: 'tone', mark: 'training' as const, ...more };
  return { ...newEvent(head(position, position * 100), 'review.noted', body, { text: 'see here', marks: [] }) } as AnyEvent;
};

describe('a review', () => {
  test('is what was saved last, by whom and how often', () => {
    const state = foldReview(undefined, [save(1, { a: 0 }), save(2, { a: 1 }, 'c1', 'eva')]);
    expect(state).toMatchObject({ id: 'r1', case: 'c1', saves: 2, saved: { by: 'eva', at: 200, agent: 'ann', answers: [{ question: 'a', value: 1 }] } });
  });

  test('has its notes in the order of the case’s moments, before it is saved too', () => {
    const state = foldReview(undefined, [note(1, 90), note(2, 30, { event: null })]);
    expect(state?.saved).toBeNull();
    expect(state?.notes.map(({ at, event, mark, text, by }) => [at, event, mark, text?.text, by])).toEqual([
      [30, null, 'training', 'see here', 'tom'],
      [90, 'm1', 'training', 'see here', 'tom'],
    ]);
  });

  test('has a note as its author changed it, without what its author removed; others change nothing', () => {
    const later = (position: number, type: 'review.noteChanged' | 'review.noteRemoved', of: string, who = 'tom'): AnyEvent => {
      const body = { case: 'c1' as CaseId, note: of as EventId };
      const event =
        type === 'review.noteRemoved'
          ? newEvent(head(position, position * 100, who), type, body)
          : newEvent(head(position, position * 100, who), type, { ...body, mark: 'good' as const }, { text: 'better', marks: [] });
      return { ...event } as AnyEvent;
    };
    const log = [
      note(1, 90),
      note(2, 30),
      later(3, 'review.noteChanged', 'e1'),
      later(4, 'review.noteRemoved', 'e1', 'eva'),
      later(5, 'review.noteRemoved', 'e2'),
    ];
    expect(foldReview(undefined, log)?.notes).toMatchObject([{ id: 'e1', at: 90, mark: 'good', text: { text: 'better' }, changedAt: 300, notedAt: 100 }]);
    expect(foldReview(undefined, [note(1, 90), later(2, 'review.noteChanged', 'e1', 'eva')])?.notes).toMatchObject([{ mark: 'training', changedAt: null }]);
  });

  test('is folded the same with repeats, and holds to its case', () => {
    const log = [save(1, { a: 1 }), note(2, 10), save(3, { a: 0 }, 'another')];
    expect(foldReview(undefined, [...log.slice(0, 2), ...log])).toEqual(foldReview(undefined, log.slice(0, 2)));
  });

  test('whose key was dropped keeps its points and loses its words', () => {
    const bare = (event: AnyEvent): AnyEvent => ({ ...event, content: null }) as AnyEvent;
    const state = foldReview(undefined, [bare(save(1, { a: 1 })), bare(note(2, 10))]);
    expect(state).toMatchObject({ saved: { answers: [{ question: 'a', value: 1 }], comments: null }, notes: [{ at: 10, text: null }] });
  });

  test('is scored with its own scorecard alone', () => {
    const saved = foldReview(undefined, [save(1, { a: 1 })])?.saved;
    if (!saved) throw new Error('it was saved');
    expect(scoreOf(saved, card(asked('a')))).toMatchObject({ ok: true, value: { value: 1 } });
    expect(scoreOf(saved, { ...card(asked('a')), version: 2 })).toEqual({ ok: false, error: { code: 'other-scorecard', question: null } });
  });
});

describe('events of reviews', () => {
  const { content, ...plain } = save(1, { a: null }) as AnyEvent & { content: unknown };

  test('are read with their contents', () => {
    expect(readEvent(plain, content)).toEqual({ ok: true, value: { ...plain, content } });
    const { content: words, ...noted } = note(2, 5) as AnyEvent & { content: unknown };
    expect(readEvent(noted, words)).toEqual({ ok: true, value: { ...noted, content: words } });
  });

  test.each([
    ['a point between points', { answers: [{ question: 'a', value: 0.5 }] }],
    ['no scorecard', { scorecard: undefined }],
    ['a purpose of a newer console', { purpose: 'appeal' }],
  ])('with %s are kept and not interpreted', (_, change) => {
    const read = readEvent({ ...plain, body: { ...(plain.body as object), ...change } }, content);
    expect(read).toMatchObject({ ok: true, value: { type: 'unsupported', originalType: 'review.saved' } });
    if (read.ok) expect(evolveReview(undefined, read.value)).toBeUndefined();
  });

  test('change no case', () => {
    const opening = newEvent(
      { ...head(1, 100), about: { kind: 'case', id: 'c1' } },
      'case.opened',
      { channel: 'chat', queue: 'a' as QueueId, language: 'en', priority: 1, thread: 't' },
      {},
    );
    const state = evolve(undefined, { ...opening, position: 1 as Position, recordedAt: 100 });
    const after = evolve(state, { ...note(2, 5), about: { kind: 'case', id: 'c1' } } as AnyEvent);
    expect(after).toEqual({ ...state, position: 2, changedAt: 200 });
  });

  test('is compared with others’ where it was made to be compared, and of one person alone', () => {
    const made = (who: string, more: object) => {
      const event = save(1, { a: 1 }, 'c1', who);
      return foldReview(undefined, [{ ...event, body: { ...(event.body as object), ...more } } as AnyEvent]) ?? [];
    };
    const calibration = { purpose: 'calibration' as const };
    const reviews = [made('tom', calibration), made('eva', {}), made('kim', { ...calibration, agent: 'bob' }), made('ida', calibration)].flat();
    expect(gradingsOf(reviews, 'ann' as PersonId).map(({ by }) => by)).toEqual(['tom', 'ida']);
    expect(gradingsOf(reviews, 'bob' as PersonId)).toEqual([{ by: 'kim', answers: [{ question: 'a', value: 1 }] }]);
  });
});
