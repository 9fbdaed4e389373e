import { createEntityAdapter, createSlice, original, type PayloadAction } from '@reduxjs/toolkit';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { type EarlierEntries, wholeCase } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** One case that was opened in this window: its fold so far and what is known of the moment. */
export interface OpenCase {
  readonly id: CaseId;
  /** Null until it came; with the newest of its entries alone while `earlier` of them are on their way. */
  readonly state: CaseState | null;
  readonly earlier: number;
  /** What came meanwhile and is folded with what comes next: events fold into a whole case only. */
  readonly afterwards: readonly AnyEvent[];
  /** Why the case cannot be followed: the contract's error code. */
  readonly fault: string | null;
  readonly typing: { readonly from: string; readonly at: Instant } | null;
  /** Colleagues who have it open as well. */
  readonly viewers: readonly PersonId[];
  /** Grows with each opening: the lowest is forgotten first. */
  readonly turn: number;
}

/** How many recently opened cases are kept ready to paint. */
export const KEPT_CASES = 24;

const adapter = createEntityAdapter<OpenCase>();
const initialState = adapter.getInitialState({ turns: 0 });
export type CasesSlice = typeof initialState;

const none: readonly AnyEvent[] = [];

/** Immer would walk through all of a long case to freeze it; what is frozen above is left as it is. */
const frozen = (open: OpenCase): OpenCase => Object.freeze({ ...open, state: Object.freeze(open.state) });

/** Whether the one who types wrote: the customer, of whom one alone is told, or the colleague whose answer it is. */
const endsTyping = (event: AnyEvent, typing: OpenCase['typing']): boolean =>
  event.type === 'message.received' ? typing?.from === 'customer' : event.type === 'message.sent' && typing?.from === event.actor.id;

/** Folds frames into an open case; a frame of events ends the typing of the one who wrote. */
function withFrames(open: OpenCase, frames: readonly CaseFrame[]): OpenCase {
  let { state, earlier, afterwards, typing, viewers } = open;
  for (const frame of frames) {
    if (frame.kind === 'typing') {
      if (frame.over !== true) typing = { from: frame.from, at: frame.at };
      else if (typing?.from === frame.from) typing = null;
    } else if (frame.kind === 'viewers') viewers = frame.people;
    else if (frame.kind === 'opened') {
      // What is here whole already is not cut short again.
      const known = state !== null && earlier === 0 && state.position >= frame.state.position;
      if (!known) [state, earlier, afterwards] = [frame.state, frame.earlier, none];
    } else {
      // All of it, where the case could not be opened anew before its rest came.
      if (earlier > 0 && frame.events[0]?.type === 'case.opened') [state, earlier, afterwards] = [null, 0, none];
      if (earlier > 0) afterwards = [...afterwards, ...frame.events];
      else [state, afterwards] = [foldCase(state ?? undefined, [...afterwards, ...frame.events]) ?? null, none];
      if (frame.events.some((event) => endsTyping(event, typing))) typing = null;
    }
  }
  const same = state === open.state && afterwards === open.afterwards && typing === open.typing && open.fault === null;
  if (same && viewers.join() === open.viewers.join()) return open;
  return frozen({ ...open, state, earlier, afterwards, typing, viewers, fault: null });
}

/** The cases opened in this window, newest kept; each is a fold over its events and nothing else. */
export const casesSlice = createSlice({
  name: 'cases',
  initialState,
  reducers: {
    caseOpened(slice, action: PayloadAction<{ caseId: CaseId }>) {
      const { caseId } = action.payload;
      const before = (original(slice) as CasesSlice).entities[caseId];
      const turn = slice.turns + 1;
      slice.turns = turn;
      adapter.setOne(
        slice as CasesSlice,
        before
          ? { ...before, turn, fault: null, viewers: [], typing: null }
          : { id: caseId, state: null, earlier: 0, afterwards: none, fault: null, typing: null, viewers: [], turn },
      );
      const held = Object.values((slice as CasesSlice).entities);
      if (held.length <= KEPT_CASES) return;
      const oldest = held.reduce((least, open) => (open.turn < least.turn ? open : least));
      adapter.removeOne(slice as CasesSlice, oldest.id);
    },
    framesReceived(slice, action: PayloadAction<{ caseId: CaseId; frames: readonly CaseFrame[] }>) {
      const open = (original(slice) as CasesSlice).entities[action.payload.caseId];
      if (open) adapter.setOne(slice as CasesSlice, withFrames(open, action.payload.frames));
    },
    /** What stands before the entries that a case was opened with, at the position that it was opened at. */
    earlierReceived(slice, { payload }: PayloadAction<{ caseId: CaseId; position: number; rest: EarlierEntries }>) {
      const open = (original(slice) as CasesSlice).entities[payload.caseId];
      if (!open || open.earlier === 0 || open.state?.position !== payload.position) return;
      adapter.setOne(slice as CasesSlice, frozen({ ...open, state: wholeCase(open.state, payload.rest), earlier: 0 }));
    },
    /** The customer stopped typing: nothing was heard for a while. */
    typingFaded(slice, action: PayloadAction<{ caseId: CaseId; at: Instant }>) {
      const open = (original(slice) as CasesSlice).entities[action.payload.caseId];
      if (open?.typing?.at === action.payload.at) adapter.setOne(slice as CasesSlice, { ...open, typing: null });
    },
    followRefused(slice, action: PayloadAction<{ caseId: CaseId; fault: string }>) {
      const open = (original(slice) as CasesSlice).entities[action.payload.caseId];
      if (open)
        adapter.setOne(slice as CasesSlice, {
          ...open,
          fault: action.payload.fault,
          ...(action.payload.fault === 'not-allowed' ? { state: null, earlier: 0, afterwards: none } : {}),
        });
    },
    /** Another person signs in: nothing of the one before stays. */
    casesForgotten: () => initialState,
  },
});

export const { caseOpened, framesReceived, earlierReceived, typingFaded, followRefused, casesForgotten } = casesSlice.actions;

interface WithCases {
  readonly cases: CasesSlice;
}

/** The open case of an id, if it is kept. */
export const selectOpenCase = (root: WithCases, caseId: CaseId): OpenCase | undefined => root.cases.entities[caseId];

/** The folded state of a case, or null while nothing of it is known. */
export const selectCaseState = (root: WithCases, caseId: CaseId): CaseState | null => root.cases.entities[caseId]?.state ?? null;

/** What is known of the cases that go on in a case, in the order they were merged; a new list each time, of the same states. */
export const selectLineStates = (root: WithCases, caseId: CaseId): readonly CaseState[] =>
  (selectCaseState(root, caseId)?.lines ?? []).flatMap((line) => selectCaseState(root, line.case) ?? []);

/** What is known of the case that a case was split from. */
export const selectOriginState = (root: WithCases, caseId: CaseId): CaseState | null => {
  const from = selectCaseState(root, caseId)?.splitFrom ?? null;
  return from === null ? null : selectCaseState(root, from.case);
};

/** How far a case is folded: follow it from here; null for one that is not there, or not whole. */
export const selectPosition = (root: WithCases, caseId: CaseId): number | null => {
  const open = selectOpenCase(root, caseId);
  return open === undefined || open.state === null || open.earlier > 0 || open.afterwards.length > 0 ? null : open.state.position;
};
