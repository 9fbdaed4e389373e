import type { ICellRendererParams } from 'ag-grid-community';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { grown, isGrowing, valueText } from '#renderer/features/supervise/figure-text.ts';
import classes from '#renderer/features/supervise/supervise.module.css';
import { useNow } from '#renderer/ui/use-now.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';
import type { Figure } from '#shared/metrics/figure.ts';

export interface FigureValue {
  readonly figure: Figure;
  readonly at: Instant;
}

/** One figure, growing by itself where it does; it lights up shortly when it was told anew. */
export function FigureCell({ value }: ICellRendererParams<unknown, FigureValue>) {
  const { i18n } = useTranslation('supervise');
  const box = useRef<HTMLSpanElement>(null);
  const told = value?.figure.value ?? null;
  const grows = value !== undefined && value !== null && isGrowing(value.figure.id);
  const now = useNow(grows ? SECOND : null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    if (told === null || grows || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    box.current?.animate([{ backgroundColor: 'var(--mantine-primary-color-light)' }, { backgroundColor: 'transparent' }], 900);
  }, [told, grows]);
  if (!value) return null;
  const { figure, at } = value;
  const tone = figure.id === 'overdue' && figure.numerator > 0 ? 'bad' : figure.id === 'atRisk' && figure.numerator > 0 ? 'risk' : undefined;
  return (
    <span ref={box} className={classes.figure} data-tone={tone}>
      {valueText(figure.id, grown(figure, at, now), i18n.language)}
    </span>
  );
}
