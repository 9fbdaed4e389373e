/**
 * Every figure that a board or a report shows: its unit, its formula in symbols and where the rule comes from. Its name
 * and its formula in words are in the catalogues, under the keys given by `figureName` and `figureWords`.
 *
 * Symbols: a contact is one wait of a case in one queue; w its wait, T the target and t the short-abandon threshold of
 * its queue and channel; n() counts; Σ sums; period is the time from the day's start (or the report's) to its end. What
 * ended in the period counts in it, whenever it began, so that no share has more above than below.
 */
export interface FigureDefinition {
  /** `share` is of 1, `ratio` a number without a unit, `ms` a duration. */
  readonly unit: 'count' | 'ms' | 'share' | 'ratio';
  readonly formula: string;
  readonly source: string;
}

export const queueFigures = {
  waiting: { unit: 'count', formula: 'n(waiting at now)', source: 'FX-RT' },
  longestWait: { unit: 'ms', formula: 'max(now − entered queue | waiting)', source: 'FX-RT; AC OLDEST_CONTACT_AGE' },
  atRisk: { unit: 'count', formula: 'n(waiting | 0.75·T ≤ w ≤ T)', source: 'DOMAIN 3: SLA at risk' },
  overdue: { unit: 'count', formula: 'n(waiting | w > T)', source: 'AC; 8x8 still waiting over threshold' },
  active: { unit: 'count', formula: 'n(open at now)', source: 'FX-RT' },
  snoozed: { unit: 'count', formula: 'n(snoozed at now)', source: 'LD pending' },
  longestUnanswered: { unit: 'ms', formula: 'max(now − first unanswered message)', source: 'CW waiting since' },
  backlog: { unit: 'count', formula: 'n(waiting + open + snoozed)', source: 'LD open' },
  backlogAge: { unit: 'ms', formula: 'Σ(now − opened) / n(backlog)', source: 'DOMAIN 3: backlog age' },
  oldestBacklog: { unit: 'ms', formula: 'max(now − opened | backlog)', source: 'DOMAIN 3: backlog age' },
  entered: { unit: 'count', formula: 'n(entered queue in period)', source: '8x8 entered; AC queued' },
  offered: { unit: 'count', formula: 'n(answered) + n(abandoned) + n(flowed out)', source: 'GC-COL' },
  answered: { unit: 'count', formula: 'n(claimed from queue)', source: 'GC-COL; AC' },
  abandoned: { unit: 'count', formula: 'n(closed without having been accepted)', source: 'GC-COL' },
  shortAbandoned: { unit: 'count', formula: 'n(abandoned | w < t)', source: 'FX-SLP; 8x8' },
  flowedOut: { unit: 'count', formula: 'n(left for another queue unanswered)', source: 'GC-COL' },
  serviceLevel: { unit: 'share', formula: 'n(answered | w ≤ T) / (n(answered) + n(abandoned))', source: 'DOMAIN 3, variant 1' },
  serviceLevelLateAbandons: {
    unit: 'share',
    formula: 'n(answered | w ≤ T) / (n(answered) + n(abandoned | w > T))',
    source: 'DOMAIN 3, variant 2',
  },
  serviceLevelOfOffered: { unit: 'share', formula: 'n(answered | w ≤ T) / (n(offered) − n(abandoned | w < t))', source: 'DOMAIN 3, variant 3' },
  serviceLevelWithOverdue: {
    unit: 'share',
    formula: 'n(answered | w ≤ T) / (n(offered) − n(abandoned | w < t) + n(waiting | w > T))',
    source: '8x8 VCC Glossary, SLA %',
  },
  averageSpeedOfAnswer: { unit: 'ms', formula: 'Σ w(answered) / n(answered)', source: 'DOMAIN 3; AWS-M18' },
  abandonRate: { unit: 'share', formula: '(n(abandoned) − n(abandoned | w < t)) / (n(offered) − n(abandoned | w < t))', source: 'GC-COL' },
  handled: { unit: 'count', formula: 'n(work ended by resolve or transfer)', source: 'AC contacts handled' },
  averageHandleTime: { unit: 'ms', formula: 'Σ(open time without snoozes) / n(handled)', source: 'DOMAIN 3; AWS-M18' },
  transferRate: { unit: 'share', formula: 'n(handled | transferred) / n(handled)', source: 'DOMAIN 3: transfer %' },
  firstResponseTime: { unit: 'ms', formula: 'Σ(first answer − first message) / n(first answers)', source: 'ZD-RTM' },
  responseTime: { unit: 'ms', formula: 'Σ(answer − first unanswered message) / n(answers)', source: 'ZD-RTM' },
  resolved: { unit: 'count', formula: 'n(cases resolved in period)', source: 'LD' },
  firstContactResolution: { unit: 'share', formula: 'n(resolved once, by one person) / n(resolved)', source: 'Intercom 7022438' },
  reopenRate: { unit: 'share', formula: 'n(resolved | open again or resolved again) / n(resolved)', source: 'Intercom 7022438' },
} as const satisfies Readonly<Record<string, FigureDefinition>>;

export const agentFigures = {
  openCases: { unit: 'count', formula: 'n(open at now | own)', source: 'AWS-M concurrency' },
  capacityUsed: { unit: 'ratio', formula: 'n(open at now | own) / capacity', source: 'AWS-M concurrency' },
  agentHandled: { unit: 'count', formula: 'n(own work ended by resolve or transfer)', source: 'AWS-M18' },
  agentHandleTime: { unit: 'ms', formula: 'Σ(open time without snoozes) / n(handled)', source: 'DOMAIN 3; AWS-M18' },
  occupancy: { unit: 'share', formula: 't(≥ 1 open) / (t(≥ 1 open) + t(available, none open))', source: 'DOMAIN 3; AWS-M18' },
  utilisation: { unit: 'share', formula: 't(≥ 1 open) / t(signed in)', source: 'DOMAIN 3' },
  concurrency: { unit: 'ratio', formula: 'Σ t(open) / t(≥ 1 open)', source: 'DOMAIN 3' },
  effectiveHandleTime: { unit: 'ms', formula: 'Σ(open time without snoozes) / (n(handled) · concurrency)', source: 'DOMAIN 3: span / concurrency' },
} as const satisfies Readonly<Record<string, FigureDefinition>>;

export type QueueFigureId = keyof typeof queueFigures;
export type AgentFigureId = keyof typeof agentFigures;
export type FigureId = QueueFigureId | AgentFigureId;

/** The variants of the service level, the plain one first; a screen names the one it shows. */
export const serviceLevelVariants = [
  'serviceLevel',
  'serviceLevelLateAbandons',
  'serviceLevelOfOffered',
  'serviceLevelWithOverdue',
] as const satisfies readonly QueueFigureId[];
export type ServiceLevelVariant = (typeof serviceLevelVariants)[number];

/** What is known of a figure. */
export function figureDefinition(id: FigureId): FigureDefinition {
  return { ...queueFigures, ...agentFigures }[id];
}

/** The catalogues' key of a figure's name. */
export function figureName<I extends FigureId>(id: I): `figure_${I}` {
  return `figure_${id}`;
}

/** The catalogues' key of a figure's formula in words. */
export function figureWords<I extends FigureId>(id: I): `figure_${I}_words` {
  return `figure_${id}_words`;
}
