import { z } from 'zod';
import type { CaseCommand } from '#shared/case/commands.ts';

/**
 * What may be asked of a case while the engine cannot be reached, to be carried out when it is back. Left out is what
 * is of use only at once (`decline`, `withdraw`), what the screen asks by itself, and what somebody else waits for.
 */
export const deferrableType = z.enum([
  'accept',
  'reply',
  'addNote',
  'tag',
  'prioritise',
  'snooze',
  'wake',
  'wrapUp',
  'resolve',
  'reopen',
  'release',
  'transfer',
  'identify',
  'linkTransaction',
  'unlinkTransaction',
  'linkIncident',
  'unlinkIncident',
]);
export type DeferrableType = z.infer<typeof deferrableType>;
export type DeferrableCommand = Extract<CaseCommand, { type: DeferrableType }>;

export const mayBeDeferred = (command: CaseCommand): command is DeferrableCommand => deferrableType.safeParse(command.type).success;
