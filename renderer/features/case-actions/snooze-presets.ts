import { HOUR, type Instant, MINUTE } from '#shared/lib/time.ts';

/** A moment until which a case may rest; `id` is its word in the catalogues. */
export interface SnoozePreset {
  readonly id: 'tenMinutes' | 'oneHour' | 'thisEvening' | 'tomorrow';
  readonly until: Instant;
}

const EVENING = 19;
const MORNING = 9;

/** The presets of a moment in local time; this evening is left out once it is near or over. */
export function snoozePresets(now: Instant): readonly SnoozePreset[] {
  const evening = new Date(now).setHours(EVENING, 0, 0, 0);
  const tomorrow = new Date(now);
  tomorrow.setDate(tomorrow.getDate() + 1);
  const presets: SnoozePreset[] = [
    { id: 'tenMinutes', until: now + 10 * MINUTE },
    { id: 'oneHour', until: now + HOUR },
  ];
  if (evening - now > HOUR) presets.push({ id: 'thisEvening', until: evening });
  presets.push({ id: 'tomorrow', until: tomorrow.setHours(MORNING, 0, 0, 0) });
  return presets;
}

/** A moment as a `datetime-local` field writes it, in local time. */
export function localFieldValue(at: Instant): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
