import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, EventId, GroupId, PersonId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { boardAt } from '#shared/metrics/board.ts';
import type { BoardOptions } from '#shared/metrics/board-options.ts';
import { emptyBoard, evolveBoard, foldBoard, settleBoard } from '#shared/metrics/board-state.ts';
import type { Figure, FigureCases } from '#shared/metrics/figure.ts';
import { figureDefinition } from '#shared/metrics/figure-definitions.ts';
import { getFrom, valuesOf } from '#shared/metrics/sharded-map.ts';
import { logPeople, logQueues, randomCaseLog } from '#tests/fixtures/case-log.ts';
import { type FullBoard, fullBoard } from '#tests/unit/metrics/board-kit.ts';

/** A log of cases with the coming and going of agents in between. */
function deskLog(seed: number): readonly AnyEvent[] {
  const random = seededRandom(seed);
  const states = ['available', 'busy', 'break', 'offline'] as const;
  const mixed: AnyEvent[] = [];
  for (const event of randomCaseLog(seed, { cases: 8, acts: 15, lines: seed % 2 === 0 })) {
    if (random() < 0.2) {
      const id = logPeople[Math.floor(random() * logPeople.length)] ?? '';
      const head = { id: `agent-event-${mixed.length}` as EventId, about: { kind: 'agent' as const, id }, group: 'retail' as GroupId, at: event.at };
      const state = states[Math.floor(random() * states.length)] ?? 'offline';
      mixed.push(newEvent({ ...head, actor: { kind: 'agent', id } }, 'agent.stateChanged', { state }) as AnyEvent);
    }
    mixed.push(event);
  }
  return mixed.map((event, index) => ({ ...event, position: (index + 1) as Position, recordedAt: event.at }));
}

const seed = fc.integer({ min: 1, max: 1_000_000 });
/** Where in a log something is, as a share of its length. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

const options = (since: number, until?: number): BoardOptions => ({
  since,
  ...(until === undefined ? {} : { until }),
  queues: logQueues.map((id, index) => ({ id, serviceLevelMs: (20 + index * 40) * SECOND, shortAbandonMs: index * 10 * SECOND })),
  agents: logPeople.map((id, index) => ({ id, queues: logQueues.slice(index), capacity: index === 0 ? null : index })),
});

const atShare = (log: readonly AnyEvent[], part: number): number => log[Math.floor(part * (log.length - 1))]?.at ?? 0;
const endOf = (log: readonly AnyEvent[]): number => (log.at(-1)?.at ?? 0) + MINUTE;
const whole = (log: readonly AnyEvent[]) => foldBoard(emptyBoard(), log);

const figuresOf = (board: FullBoard): readonly (Figure & FigureCases)[] => [
  ...Object.values(board.total.figures),
  ...board.queues.flatMap(({ figures }) => Object.values(figures)),
  ...board.agents.flatMap(({ figures }) => Object.values(figures)),
];

/** Turns the events so that each case's and agent's keep their order and all else is shuffled. */
function shuffledAcross(log: readonly AnyEvent[], random: () => number): readonly AnyEvent[] {
  const lines = new Map<string, AnyEvent[]>();
  for (const event of log) {
    const key = `${event.about.kind} ${event.about.id}`;
    lines.set(key, [...(lines.get(key) ?? []), event]);
  }
  const left = [...lines.values()];
  const turned: AnyEvent[] = [];
  while (left.length > 0) {
    const at = Math.floor(random() * left.length);
    const next = left[at]?.shift();
    if (next) turned.push(next);
    if (left[at]?.length === 0) left.splice(at, 1);
  }
  return turned;
}

describe('the board', () => {
  test('is the same for any split of the log into batches, with repeats', () => {
    fc.assert(
      fc.property(seed, fc.array(share, { maxLength: 8 }), share, (from, cuts, part) => {
        const log = deskLog(from);
        let state = emptyBoard();
        let done = 0;
        for (const cut of [...cuts.map((c) => Math.floor(c * log.length)).sort((a, b) => a - b), log.length]) {
          state = foldBoard(state, log.slice(Math.max(0, done - 3), cut));
          done = cut;
        }
        const given = options(atShare(log, part));
        expect(boardAt(state, endOf(log), given)).toEqual(boardAt(log.reduce(evolveBoard, emptyBoard()), endOf(log), given));
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test('is the same in whatever order events of different cases and agents come', () => {
    fc.assert(
      fc.property(seed, seed, share, (from, turn, part) => {
        const log = deskLog(from);
        const given = options(atShare(log, part));
        const turned = foldBoard(emptyBoard(), shuffledAcross(log, seededRandom(turn)));
        expect(fullBoard(turned, endOf(log), given)).toEqual(fullBoard(whole(log), endOf(log), given));
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  test('has no share with more above than below, no time below 0 and never NaN', () => {
    fc.assert(
      fc.property(seed, share, share, share, (from, upTo, start, end) => {
        const log = deskLog(from);
        const seen = log.slice(0, 1 + Math.floor(upTo * log.length));
        const [since, until] = [atShare(log, Math.min(start, end)), atShare(log, Math.max(start, end))];
        for (const given of [options(since), options(since, until)]) {
          for (const figure of figuresOf(fullBoard(whole(seen), endOf(seen), given))) {
            const { unit } = figureDefinition(figure.id);
            const { value, numerator, denominator } = figure;
            expect(numerator).toBeGreaterThanOrEqual(0);
            if (value !== null) expect(Number.isFinite(value) && value >= 0).toBe(true);
            if (denominator === 0) expect(value).toBeNull();
            else if (denominator !== null) expect(value).toBe(numerator / denominator);
            if (unit === 'share') expect(numerator).toBeLessThanOrEqual(denominator ?? -1);
            if (figure.id === 'concurrency' && value !== null) expect(value).toBeGreaterThanOrEqual(1);
            if (unit === 'count') expect(figure.cases.length).toBeLessThanOrEqual(numerator);
            if (unit === 'share') expect(figure.cases.filter((id) => !figure.among.includes(id))).toEqual([]);
            expect(figure.cases.length > 0 || numerator === 0).toBe(true);
            expect(figure.cases).toEqual([...new Set(figure.cases)].sort());
          }
        }
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  test('adds up: the total is the sum of the queues, and what was offered is how it ended', () => {
    fc.assert(
      fc.property(seed, share, (from, part) => {
        const log = deskLog(from);
        const board = boardAt(whole(log), endOf(log), options(atShare(log, part)));
        const counts = ['waiting', 'active', 'snoozed', 'backlog', 'entered', 'offered', 'answered', 'abandoned', 'handled', 'resolved'] as const;
        for (const id of counts) expect(board.total.figures[id].numerator).toBe(board.queues.reduce((sum, row) => sum + row.figures[id].numerator, 0));
        for (const { figures } of [board.total, ...board.queues]) {
          expect(figures.offered.numerator).toBe(figures.answered.numerator + figures.abandoned.numerator + figures.flowedOut.numerator);
          expect(figures.backlog.numerator).toBe(figures.waiting.numerator + figures.active.numerator + figures.snoozed.numerator);
        }
        expect(board.total.figures.handled.numerator).toBe(board.agents.reduce((sum, { figures }) => sum + figures.agentHandled.numerator, 0));
        expect(board.total.figures.active.numerator).toBe(board.agents.reduce((sum, { figures }) => sum + figures.openCases.numerator, 0));
        const everyone = Object.values(board.total.agents).flat().sort();
        expect(everyone).toEqual([...logPeople].sort());
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  test('agrees with the cases’ own fold on status, queue, owner and since when the customer waits', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const log = deskLog(from);
        const own = new Map<string, CaseState | undefined>();
        let state = emptyBoard();
        for (const event of log) {
          state = evolveBoard(state, event);
          if (event.about.kind !== 'case') continue;
          const folded = evolve(own.get(event.about.id), event);
          own.set(event.about.id, folded);
          const { status, queue, owner, waitingSince, openedAt } = getFrom(state.cases, event.about.id as CaseId) ?? {};
          expect({ status, queue, owner, waitingSince, openedAt }).toEqual({
            status: folded?.status,
            queue: folded?.queue,
            owner: folded?.owner,
            waitingSince: folded?.waitingSince,
            openedAt: folded?.openedAt,
          });
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  test('of a later time is the same once what came before was let go, and goes on being so', () => {
    fc.assert(
      fc.property(seed, share, share, (from, cut, part) => {
        const log = deskLog(from);
        const at = Math.floor(cut * log.length);
        const before = atShare(log, Math.min(part, cut));
        const settled = settleBoard(whole(log.slice(0, at)), before);
        const given = options(before);
        expect(boardAt(foldBoard(settled, log.slice(at)), endOf(log), given)).toEqual(boardAt(whole(log), endOf(log), given));
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  test('lets go of everything resolved once all is over', () => {
    const boards = Array.from({ length: 12 }, (_, seed) => deskLog(seed)).map((log) => settleBoard(whole(log), endOf(log)));
    const dormant = boards.flatMap((board) => [...valuesOf(board.dormant)]);
    expect(boards.flatMap((board) => [...valuesOf(board.cases)]).filter(({ status }) => status === 'resolved')).toEqual([]);
    expect(dormant.length).toBeGreaterThan(0);
    expect(dormant.every(({ contacts, handlings }) => contacts.length + handlings.length === 0)).toBe(true);
  });

  test('is not changed by what its state became', () => {
    const log = deskLog(8);
    const half = whole(log.slice(0, log.length / 2));
    const given = options(0);
    const before = boardAt(half, endOf(log), given);
    foldBoard(half, log);
    settleBoard(half, endOf(log));
    expect(boardAt(half, endOf(log), given)).toEqual(before);
    expect(foldBoard(half, log.slice(0, 5))).toBe(half);
  });

  test('of nobody is empty', () => {
    const board = fullBoard(emptyBoard(), 0, { since: 0, queues: [], agents: [{ id: 'x' as PersonId, queues: [], capacity: 0 }] });
    expect(figuresOf(board).every(({ value }) => value === null || value === 0)).toBe(true);
  });
});
