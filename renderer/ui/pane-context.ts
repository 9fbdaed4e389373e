import { createContext, type RefObject } from 'react';

/** The box of the pane that something is drawn in; null outside of one. */
export const PaneContext = createContext<RefObject<HTMLElement | null> | null>(null);
