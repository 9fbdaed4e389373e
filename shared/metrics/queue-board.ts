import { count, greatest, mean, type Reckoned, share } from '#shared/metrics/figure.ts';
import type { QueueFigureId } from '#shared/metrics/figure-definitions.ts';
import type { QueueItems } from '#shared/metrics/queue-items.ts';

export type ReckonedQueue = { readonly [I in QueueFigureId]: Reckoned<I> };

/** Reckons all figures of one queue, or of several together, as `queueFigures` defines them. */
export function reckonQueue(items: QueueItems): ReckonedQueue {
  const { backlog, waiting, ended, handled, rounds, resolved } = items;
  const answered = ended.filter(({ outcome }) => outcome === 'answered');
  const abandoned = ended.filter(({ outcome }) => outcome === 'abandoned');
  const inTime = answered.filter((contact) => contact.inTime);
  const overdue = waiting.filter((contact) => !contact.inTime);
  const withoutShort = ended.filter(({ short }) => !short);
  const unanswered = backlog.flatMap(({ caseId, unanswered: time }) => (time === null ? [] : [{ caseId, time }]));
  const firstRounds = rounds.filter(({ first }) => first);
  return {
    waiting: count('waiting', waiting),
    longestWait: greatest('longestWait', waiting, ({ wait }) => wait),
    atRisk: count(
      'atRisk',
      waiting.filter(({ atRisk }) => atRisk),
    ),
    overdue: count('overdue', overdue),
    active: count(
      'active',
      backlog.filter(({ status }) => status === 'open'),
    ),
    snoozed: count(
      'snoozed',
      backlog.filter(({ status }) => status === 'snoozed'),
    ),
    longestUnanswered: greatest('longestUnanswered', unanswered, ({ time }) => time),
    backlog: count('backlog', backlog),
    backlogAge: mean('backlogAge', backlog, ({ age }) => age),
    oldestBacklog: greatest('oldestBacklog', backlog, ({ age }) => age),
    entered: count('entered', items.entered),
    offered: count('offered', ended),
    answered: count('answered', answered),
    abandoned: count('abandoned', abandoned),
    shortAbandoned: count(
      'shortAbandoned',
      abandoned.filter(({ short }) => short),
    ),
    flowedOut: count(
      'flowedOut',
      ended.filter(({ outcome }) => outcome === 'flowed-out'),
    ),
    serviceLevel: share(
      'serviceLevel',
      inTime,
      ended.filter(({ outcome }) => outcome !== 'flowed-out'),
    ),
    serviceLevelLateAbandons: share(
      'serviceLevelLateAbandons',
      inTime,
      ended.filter((contact) => contact.outcome === 'answered' || (contact.outcome === 'abandoned' && !contact.inTime)),
    ),
    serviceLevelOfOffered: share('serviceLevelOfOffered', inTime, withoutShort),
    serviceLevelWithOverdue: share('serviceLevelWithOverdue', inTime, [...withoutShort, ...overdue]),
    averageSpeedOfAnswer: mean('averageSpeedOfAnswer', answered, ({ wait }) => wait),
    abandonRate: share(
      'abandonRate',
      abandoned.filter(({ short }) => !short),
      withoutShort,
    ),
    handled: count('handled', handled),
    averageHandleTime: mean('averageHandleTime', handled, ({ open }) => open),
    transferRate: share(
      'transferRate',
      handled.filter(({ transferred }) => transferred),
      handled,
    ),
    firstResponseTime: mean('firstResponseTime', firstRounds, ({ time }) => time),
    responseTime: mean('responseTime', rounds, ({ time }) => time),
    resolved: count('resolved', resolved),
    firstContactResolution: share(
      'firstContactResolution',
      resolved.filter(({ atOnce }) => atOnce),
      resolved,
    ),
    reopenRate: share(
      'reopenRate',
      resolved.filter(({ again }) => again),
      resolved,
    ),
  };
}
