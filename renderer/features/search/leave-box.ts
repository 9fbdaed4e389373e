/** What takes the focus after the search, the first that is shown: a case's conversation, or the list of cases by the guard that leads Tab into it. */
const after = ['[data-case] [role="log"]', '[data-inbox-list] .ag-tab-guard-top'];

/** Gives the focus from the search to the work that goes on; at a place that has neither it is only taken from the box. */
export function leaveBox(box: HTMLElement | null): void {
  const to = after.map((place) => document.querySelector<HTMLElement>(`main:not([hidden]) ${place}`)).find((found) => found !== null);
  if (to) to.focus();
  else box?.blur();
}
