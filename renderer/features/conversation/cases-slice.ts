import { createEntityAdapter, createSelector, createSlice, original, type PayloadAction } from '@reduxjs/toolkit';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** One case that was opened in this window: its fold so far and what is known of the moment. */
export interface OpenCase {
  readonly id: CaseId;
  /** Null until its first events came. */
  readonly state: CaseState | null;
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

/** Folds frames into an open case; a frame of events ends the typing of the one who wrote. */
function withFrames(open: OpenCase, frames: readonly CaseFrame[]): OpenCase {
  let { state, typing, viewers } = open;
  for (const frame of frames) {
    if (frame.kind === 'typing') typing = { from: frame.from, at: frame.at };
    else if (frame.kind === 'viewers') viewers = frame.people;
    else {
      state = foldCase(state ?? undefined, frame.events) ?? null;
      if (frame.events.some((event) => event.type === 'message.received')) typing = null;
    }
  }
  // Immer would walk through all of a long case to freeze it; what is frozen above is left as it is.
  return Object.freeze({ ...open, state: Object.freeze(state), typing, viewers, fault: null });
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
        before ? { ...before, turn, fault: null, viewers: [], typing: null } : { id: caseId, state: null, fault: null, typing: null, viewers: [], turn },
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
    /** The customer stopped typing: nothing was heard for a while. */
    typingFaded(slice, action: PayloadAction<{ caseId: CaseId; at: Instant }>) {
      const open = (original(slice) as CasesSlice).entities[action.payload.caseId];
      if (open?.typing?.at === action.payload.at) adapter.setOne(slice as CasesSlice, { ...open, typing: null });
    },
    followRefused(slice, action: PayloadAction<{ caseId: CaseId; fault: string }>) {
      const open = (original(slice) as CasesSlice).entities[action.payload.caseId];
      if (open)
        adapter.setOne(slice as CasesSlice, { ...open, fault: action.payload.fault, ...(action.payload.fault === 'not-allowed' ? { state: null } : {}) });
    },
    /** Another person signs in: nothing of the one before stays. */
    casesForgotten: () => initialState,
  },
});

export const { caseOpened, framesReceived, typingFaded, followRefused, casesForgotten } = casesSlice.actions;

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

/** How far a case is folded: follow it from here. */
export const selectPosition = createSelector([selectCaseState], (state): number => state?.position ?? 0);
