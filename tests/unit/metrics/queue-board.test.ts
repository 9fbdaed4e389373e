import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { EventId } from '#shared/lib/ids.ts';
import { DAY, SECOND } from '#shared/lib/time.ts';
import { figureDefinition, figureName, figureWords, queueFigures, serviceLevelVariants } from '#shared/metrics/figure-definitions.ts';
import { asCases, LogBook, NOON, queueOf, watched } from '#tests/unit/metrics/board-kit.ts';

describe('a queue without anybody', () => {
  test('has counts of 0 and nothing else to tell', () => {
    const { figures } = new LogBook().board(0).total;
    for (const figure of Object.values(figures)) {
      const { unit } = figureDefinition(figure.id);
      expect([figure.id, figure.value]).toEqual([figure.id, unit === 'count' ? 0 : null]);
      expect(figure).toMatchObject({ numerator: 0, cases: [], among: [] });
    }
  });

  test('has all figures that are defined, under their own ids', () => {
    const { figures } = new LogBook().board(0).total;
    expect(Object.keys(figures).sort()).toEqual(Object.keys(queueFigures).sort());
    expect(Object.entries(figures).filter(([id, figure]) => figure.id !== id)).toEqual([]);
    expect([figureName('abandonRate'), figureWords('abandonRate')]).toEqual(['figure_abandonRate', 'figure_abandonRate_words']);
  });
});

describe('waiting', () => {
  const log = new LogBook().opened('c1', 0).opened('c2', 4).opened('c3', 10, 'b').claimed('c3', 12);

  test('who waits now, and since when, grows with time alone', () => {
    expect(queueOf(log.board(16), 'a')).toMatchObject({
      waiting: { value: 2, cases: asCases('c1', 'c2') },
      longestWait: { value: 16 * SECOND, cases: asCases('c1') },
      atRisk: { value: 1, cases: asCases('c1') },
      overdue: { value: 0 },
    });
    expect(queueOf(log.board(21), 'a')).toMatchObject({
      longestWait: { value: 21 * SECOND },
      atRisk: { value: 1 },
      overdue: { value: 1, cases: asCases('c1') },
    });
  });

  test('who still waits is neither answered nor abandoned nor offered yet', () => {
    expect(queueOf(log.board(16), 'a')).toMatchObject({
      entered: { value: 2 },
      offered: { value: 0 },
      serviceLevel: { value: null },
      abandonRate: { value: null },
    });
  });

  test('who was answered without the case being taken waits no longer, until they write again or the answer is taken back', () => {
    const answered = () => new LogBook().opened('c', 0).said('c', 6, 'he');
    expect(queueOf(answered().board(30), 'a')).toMatchObject({ waiting: { value: 0 }, answered: { value: 1 }, averageSpeedOfAnswer: { value: 6 * SECOND } });
    const again = answered().asked('c', 40).board(50);
    expect(queueOf(again, 'a')).toMatchObject({ waiting: { value: 1 }, longestWait: { value: 10 * SECOND }, answered: { value: 1 } });
    const back = answered().add('case', 'c', 8, 'message.withdrawn', { message: 'e2' as EventId }, 'he');
    expect(queueOf(back.board(20), 'a')).toMatchObject({ waiting: { value: 1 }, longestWait: { value: 20 * SECOND }, answered: { value: 0 } });
  });

  test('nobody waiting has no longest wait', () => {
    expect(queueOf(log.board(16), 'b')).toMatchObject({ waiting: { value: 0 }, longestWait: { value: null, cases: [] }, active: { value: 1 } });
  });

  test('a clock behind the producers’ makes no negative waits', () => {
    expect(queueOf(log.board(-5), 'a')).toMatchObject({ longestWait: { value: 0 }, backlogAge: { value: 0 } });
  });

  test('the backlog is of all that is not resolved, and its age from the opening', () => {
    const figures = new LogBook().opened('c1', 0).opened('c2', 10).claimed('c2', 11).snoozed('c2', 12, 900).opened('c3', 20).claimed('c3', 21).board(40)
      .total.figures;
    expect(figures).toMatchObject({
      backlog: { value: 3 },
      active: { value: 1, cases: asCases('c3') },
      snoozed: { value: 1, cases: asCases('c2') },
      backlogAge: { value: 30 * SECOND, numerator: 90 * SECOND, denominator: 3 },
      oldestBacklog: { value: 40 * SECOND, cases: asCases('c1') },
      longestUnanswered: { value: 40 * SECOND, cases: asCases('c1') },
    });
  });
});

describe('service level', () => {
  // Answered after 10 s and 30 s; abandoned after 3 s, 12 s and 40 s; flowed out after 8 s.
  const log = new LogBook()
    .opened('in-time', 0)
    .claimed('in-time', 10)
    .opened('late', 0)
    .claimed('late', 30)
    .opened('short', 0)
    .resolved('short', 3, 'system')
    .opened('gone', 0)
    .resolved('gone', 12, 'system')
    .opened('gone-late', 0)
    .resolved('gone-late', 40, 'system')
    .opened('moved', 0)
    .transferred('moved', 8, 'b')
    .opened('waits', 60);
  const at = (second: number) => queueOf(log.board(second), 'a');

  test('each variant has the denominator of its name', () => {
    const among = (id: (typeof serviceLevelVariants)[number]) => [at(100)[id].numerator, at(100)[id].denominator];
    expect(serviceLevelVariants.map(among)).toEqual([
      [1, 5],
      [1, 3],
      [1, 5],
      [1, 6],
    ]);
    expect(at(100).serviceLevel).toMatchObject({
      value: 0.2,
      cases: asCases('in-time'),
      among: asCases('gone', 'gone-late', 'in-time', 'late', 'short'),
    });
    expect(at(70).serviceLevelWithOverdue.denominator).toBe(5);
  });

  test('short abandons are left out of the rate, above and below', () => {
    expect(at(100)).toMatchObject({
      offered: { value: 6 },
      abandoned: { value: 3 },
      shortAbandoned: { value: 1, cases: asCases('short') },
      flowedOut: { value: 1 },
      abandonRate: { value: 0.4, numerator: 2, denominator: 5 },
    });
    const none = log.board(100, { queues: [watched('a', { shortAbandonMs: 0 })] });
    expect(queueOf(none, 'a')).toMatchObject({ shortAbandoned: { value: 0 }, abandonRate: { value: 0.5, numerator: 3, denominator: 6 } });
  });

  test('ASA is of those answered alone', () => {
    expect(at(100).averageSpeedOfAnswer).toMatchObject({ value: 20 * SECOND, numerator: 40 * SECOND, denominator: 2 });
  });

  test('a channel may have targets of its own', () => {
    const own = log.board(100, { queues: [watched('a', { byChannel: { chat: { serviceLevelMs: 30 * SECOND, shortAbandonMs: 0 } } })] });
    expect(queueOf(own, 'a')).toMatchObject({ serviceLevel: { numerator: 2 }, shortAbandoned: { value: 0 } });
  });

  test('an answer at the target to the millisecond is in time', () => {
    const edge = new LogBook().opened('c', 0).claimed('c', 20).opened('d', 0).resolved('d', 5, 'system').board(30).total.figures;
    expect(edge).toMatchObject({ serviceLevel: { numerator: 1 }, shortAbandoned: { value: 0 } });
  });

  test('all abandoned: nothing was answered, and there is no ASA', () => {
    const { figures } = new LogBook().opened('c', 0).opened('d', 0).resolved('c', 9, 'system').resolved('d', 9, 'system').board(30).total;
    expect(figures).toMatchObject({
      serviceLevel: { value: 0, denominator: 2 },
      abandonRate: { value: 1, numerator: 2 },
      averageSpeedOfAnswer: { value: null, denominator: 0 },
      averageHandleTime: { value: null },
    });
  });

  test('closed from the queue in one command was never answered', () => {
    const { figures } = new LogBook().opened('c', 0).claimed('c', 30, 'ann', 'close').resolved('c', 30, 'ann', 'close').board(40).total;
    expect(figures).toMatchObject({ answered: { value: 0 }, abandoned: { value: 1 }, handled: { value: 0 }, resolved: { value: 1 } });
  });

  test('answered and closed in one command was answered', () => {
    const log = new LogBook().opened('c', 0).asked('c', 0).claimed('c', 30, 'ann', 'x').said('c', 30).resolved('c', 30, 'ann', 'x');
    expect(log.board(40).total.figures).toMatchObject({ answered: { value: 1 }, abandoned: { value: 0 }, handled: { value: 1 } });
  });
});

describe('a case that moves', () => {
  test('back and forth is a contact for each stay, a handling for each owner, and one case', () => {
    const log = new LogBook()
      .opened('c', 0)
      .claimed('c', 10)
      .transferred('c', 60, 'b')
      .claimed('c', 70, 'bob')
      .transferred('c', 100, 'a', 'bob')
      .claimed('c', 105)
      .resolved('c', 125);
    const board = log.board(200);
    expect(queueOf(board, 'a')).toMatchObject({
      entered: { value: 2, cases: asCases('c') },
      answered: { value: 2 },
      averageSpeedOfAnswer: { value: 7.5 * SECOND },
      handled: { value: 2 },
      averageHandleTime: { value: 35 * SECOND, numerator: 70 * SECOND, denominator: 2 },
      transferRate: { value: 0.5 },
      resolved: { value: 1 },
    });
    expect(queueOf(board, 'b')).toMatchObject({
      answered: { value: 1 },
      transferRate: { value: 1 },
      resolved: { value: 0 },
      averageHandleTime: { value: 30 * SECOND },
    });
    expect(board.total.figures).toMatchObject({
      answered: { value: 3, cases: asCases('c') },
      firstContactResolution: { value: 0 },
      transferRate: { numerator: 2, denominator: 3 },
    });
  });

  test('given to a colleague while it waits, in the same queue, goes on waiting', () => {
    const { figures } = new LogBook().opened('c', 0).transferred('c', 15, 'a').claimed('c', 30, 'bob').board(40).total;
    expect(figures).toMatchObject({ entered: { value: 1 }, flowedOut: { value: 0 }, averageSpeedOfAnswer: { value: 30 * SECOND } });
  });

  test('given back waits anew, and was not handled', () => {
    const { figures } = new LogBook().opened('c', 0).claimed('c', 10).released('c', 50).board(60).total;
    expect(figures).toMatchObject({ waiting: { value: 1 }, longestWait: { value: 10 * SECOND }, entered: { value: 2 }, handled: { value: 0 } });
  });

  test('reopened by the customer is a new contact, and no first contact resolution', () => {
    const log = new LogBook().opened('c', 0).claimed('c', 10).resolved('c', 40).reopened('c', 100);
    expect(log.board(130).total.figures).toMatchObject({
      waiting: { value: 1 },
      longestWait: { value: 30 * SECOND },
      backlogAge: { value: 130 * SECOND },
      resolved: { value: 1 },
      reopenRate: { value: 1 },
      firstContactResolution: { value: 0 },
    });
    log.claimed('c', 140).resolved('c', 150);
    expect(log.board(160).total.figures).toMatchObject({ answered: { value: 2 }, resolved: { value: 1 }, reopenRate: { value: 1 }, handled: { value: 2 } });
  });

  test('reopened by its agent in the command that takes it made nobody wait', () => {
    const log = new LogBook().opened('c', 0).claimed('c', 10).resolved('c', 40).reopened('c', 100, 'agent', 'again').claimed('c', 100, 'ann', 'again');
    expect(log.board(130).total.figures).toMatchObject({ entered: { value: 1 }, answered: { value: 1 }, active: { value: 1 } });
  });

  test('snoozed time is not handled, and waking does not make a contact of an owned case', () => {
    const log = new LogBook().opened('c', 0).claimed('c', 10).snoozed('c', 30, 600).woken('c', 600).resolved('c', 610);
    expect(log.board(700).total.figures).toMatchObject({ averageHandleTime: { value: 30 * SECOND }, entered: { value: 1 }, handled: { value: 1 } });
    expect(log.board(700).total.figures.snoozed.value).toBe(0);
  });

  test('taken over by a supervisor ends the first owner’s work without having been handled', () => {
    const { figures } = new LogBook().opened('c', 0).claimed('c', 10).claimed('c', 30, 'bob').resolved('c', 50, 'bob').board(60).total;
    expect(figures).toMatchObject({
      answered: { value: 1 },
      handled: { value: 1 },
      averageHandleTime: { value: 20 * SECOND },
      firstContactResolution: { value: 0 },
    });
  });
});

describe('response times', () => {
  test('run from the first unanswered message to the answer of a person; what is sent by itself is none', () => {
    const log = new LogBook()
      .opened('c', 0)
      .asked('c', 0)
      .said('c', 1, 'system')
      .asked('c', 8)
      .claimed('c', 20)
      .said('c', 30)
      .asked('c', 50)
      .said('c', 60)
      .said('c', 70);
    expect(log.board(100).total.figures).toMatchObject({
      firstResponseTime: { value: 30 * SECOND, denominator: 1 },
      responseTime: { value: 20 * SECOND, numerator: 40 * SECOND, denominator: 2 },
    });
  });

  test('a message of the desk to somebody who asked nothing is no response', () => {
    const { figures } = new LogBook().opened('c', 0).claimed('c', 0).said('c', 5).board(100).total;
    expect(figures.firstResponseTime.value).toBeNull();
  });
});

describe('the period', () => {
  const log = new LogBook().opened('c', -30).claimed('c', -20).resolved('c', -10).opened('d', -10).claimed('d', 15).resolved('d', 20).opened('e', -10);

  test('a day that begins forgets what ended before, and keeps who waits and what ends in it', () => {
    expect(log.board(30, { since: NOON }).total.figures).toMatchObject({
      entered: { value: 0 },
      answered: { value: 1, cases: asCases('d') },
      averageSpeedOfAnswer: { value: 25 * SECOND },
      serviceLevel: { value: 0, numerator: 0, denominator: 1 },
      handled: { value: 1 },
      waiting: { value: 1, cases: asCases('e') },
      longestWait: { value: 40 * SECOND },
    });
  });

  test('an end makes a report of the past, without the moment itself', () => {
    const until = NOON + 15 * SECOND;
    expect(log.board(3_600, { until }).total.figures).toMatchObject({ answered: { value: 1, cases: asCases('c') }, handled: { value: 1 } });
    expect(log.board(3_600, { until: until + 1 }).total.figures.answered.value).toBe(2);
  });

  test('a day without anything has nothing to tell but who waits', () => {
    expect(log.board(86_400, { since: NOON + DAY }).total.figures).toMatchObject({
      answered: { value: 0 },
      serviceLevel: { value: null },
      waiting: { value: 1 },
    });
  });
});

describe('what is not known', () => {
  test('queues that are not watched count nowhere', () => {
    const log = new LogBook().opened('c', 0, 'z').claimed('c', 5).opened('d', 0);
    expect(log.board(10).total.figures).toMatchObject({ active: { value: 0 }, waiting: { value: 1 }, answered: { value: 0 } });
  });

  test('unknown events, events before the opening and repeats change nothing', () => {
    const plain = new LogBook().opened('c', 0).claimed('c', 5);
    const odd = new LogBook().claimed('x', 0).opened('c', 0).claimed('c', 5);
    const [first, second] = odd.events.slice(1);
    odd.events.push({ ...first, type: 'unsupported', originalType: 'case.teleported', body: {} } as unknown as AnyEvent);
    if (first && second) odd.events.push(first, second);
    expect(odd.board(10)).toEqual(plain.board(10));
  });
});
