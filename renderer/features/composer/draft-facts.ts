import type { Draft } from '#renderer/features/composer/composer-slice.ts';

/** What the box takes from a draft beside its words; shallowly the same after nearly every letter. */
export const draftFacts = ({ text, attachments, addressing }: Draft, limit: number) => ({
  blank: text.trim() === '',
  tooLong: text.length > limit,
  attachments,
  addressing,
});
