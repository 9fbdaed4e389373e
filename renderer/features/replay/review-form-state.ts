import { z } from 'zod';
import type { ReviewState } from '#shared/review/review-state.ts';

const formState = z.object({
  agent: z.string().nullable(),
  purpose: z.enum(['quality', 'calibration']),
  /** Question → point; null is not applicable, what is missing is not answered yet. */
  answers: z.record(z.string(), z.number().nullable()),
  comments: z.record(z.string(), z.string()),
});
/** What stands in the form. */
export type ReviewFormState = z.infer<typeof formState>;

/** The form before anything was answered. */
export const emptyForm = (agent: string | null): ReviewFormState => ({ agent, purpose: 'quality', answers: {}, comments: {} });

/** The form as it was kept while it was being filled; null where nothing, or nothing legible, was. */
export function readForm(draft: string | null): ReviewFormState | null {
  if (draft === null) return null;
  try {
    const read = formState.safeParse(JSON.parse(draft));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** The form as a saved review filled it. */
export function formOf({ saved }: ReviewState): ReviewFormState {
  if (!saved) return emptyForm(null);
  return {
    agent: saved.agent,
    purpose: saved.purpose,
    answers: Object.fromEntries(saved.answers.map(({ question, value }) => [question, value])),
    comments: Object.fromEntries((saved.comments ?? []).flatMap(({ question, text }) => (question === null ? [] : [[question, text]]))),
  };
}

/** A score as a percentage. */
export function scoreText(value: number | null, locale: string): string {
  return value === null ? '–' : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value);
}
