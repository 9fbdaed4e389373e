import type { TFunction } from 'i18next';
import { clockText, type Instant } from '#shared/lib/time.ts';
import { type Figure, quotient } from '#shared/metrics/figure.ts';
import { type FigureId, figureDefinition, figureName, figureWords } from '#shared/metrics/figure-definitions.ts';

/** Figures of the present that grow while nothing happens. */
const growing: ReadonlySet<FigureId> = new Set(['longestWait', 'longestUnanswered', 'oldestBacklog']);

/** Whether a figure grows while nothing happens. */
export const isGrowing = (id: FigureId): boolean => growing.has(id);

/** A figure as it stands at `now`, some time after it was reckoned at `at`. */
export function grown(figure: Figure, at: Instant, now: Instant): number | null {
  return figure.value !== null && growing.has(figure.id) ? figure.value + Math.max(0, now - at) : figure.value;
}

/** A figure's value in its unit; a dash where there is nothing to tell. */
export function valueText(id: FigureId, value: number | null, locale: string): string {
  if (value === null) return '–';
  switch (figureDefinition(id).unit) {
    case 'ms':
      return clockText(value);
    case 'share':
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value);
    case 'ratio':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
    default:
      return new Intl.NumberFormat(locale).format(value);
  }
}

/** How a figure came about: its formula in words, with the numbers put in. */
export function explanation(t: TFunction<'supervise'>, figure: Figure, place: string, value: number | null, locale: string): string {
  const { id, numerator, denominator } = figure;
  const { unit } = figureDefinition(id);
  const number = (one: number) => (unit === 'ms' ? clockText(one) : new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(one));
  const shown = valueText(id, value, locale);
  const parts = { numerator: number(numerator), denominator: String(denominator ?? ''), value: shown };
  const sum = () => {
    if (denominator === null) return t('sumPlain', { value: shown });
    if (quotient(numerator, denominator) === null) return t('sumNothing');
    return unit === 'share' ? t('sumShare', parts) : t('sumMean', parts);
  };
  return t('explain', { name: t(figureName(id)), place, words: t(figureWords(id)), sum: sum() });
}
