import { TextInput } from '@mantine/core';
import { minuteText } from '#renderer/features/admin/admin-text.ts';

interface Props {
  readonly label: string;
  /** Minutes after midnight. */
  readonly value: number;
  readonly onChange: (minutes: number) => void;
  /** Midnight means the day's end here. */
  readonly end?: boolean;
}

/** A time of the day in minutes. */
export function TimeField({ label, value, onChange, end = false }: Props) {
  const read = (text: string) => {
    const [hours = Number.NaN, minutes = Number.NaN] = text.split(':').map(Number);
    const total = hours * 60 + minutes;
    if (!Number.isNaN(total)) onChange(end && total === 0 ? 1440 : total);
  };
  return <TextInput type="time" size="xs" aria-label={label} value={minuteText(value % 1440)} onChange={(event) => read(event.currentTarget.value)} />;
}
