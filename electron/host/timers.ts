/** A timer that keeps no process alive. */
export const setTimer = (work: () => void, ms: number): unknown => setTimeout(work, ms).unref();

export const clearTimer = (timer: unknown): void => clearTimeout(timer as NodeJS.Timeout);
