import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReviewNote } from '#shared/review/review-state.ts';

export type NoteMark = ReviewNote['mark'];

const marks: readonly NoteMark[] = ['good', 'neutral', 'poor', 'training'];

/** What kind of remark a note is. */
export function MarkChoice({ value, onChange }: { readonly value: NoteMark; readonly onChange: (mark: NoteMark) => void }) {
  const { t } = useTranslation('replay');
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('mark')}
      value={value}
      onChange={(chosen) => onChange(chosen as NoteMark)}
      data={marks.map((mark) => ({ value: mark, label: t(`mark_${mark}`) }))}
    />
  );
}
