import type { GroupId } from '#shared/lib/ids.ts';

export const faultsGroup = 'wallet' as GroupId;

export interface ConsoleOptions {
  readonly name: string;
  readonly folder: string;
  readonly servers: readonly string[];
  readonly seed: string;
}

/** Where a console ends itself: its append is recorded but not so noted, or noted but not told; a batch has come but is not committed, or is but the next was not asked for. */
export type KillPoint = 'recorded, not settled' | 'settled, not answered' | 'received, not committed' | 'committed, not acknowledged';

export type Order =
  | { readonly do: 'write'; readonly cases: readonly string[]; readonly paceMs: number }
  | { readonly do: 'stop' }
  | { readonly do: 'kill'; readonly at: KillPoint }
  | { readonly do: 'settle' }
  | { readonly do: 'hold'; readonly events: readonly (readonly [caseId: string, ids: readonly string[]])[] }
  | { readonly do: 'end' };

export type Told =
  | { readonly done: 'start' | 'stop' | 'settle' | 'hold' }
  | { readonly acknowledged: string; readonly caseId: string }
  | { readonly unreachable: string }
  | { readonly failed: string };
