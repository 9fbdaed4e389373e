/** Whether everything runs, as by `npm test -- --whole`; otherwise tests that take long and guard what others guard too are told as not run. */
export const whole = process.env.WHOLE_TESTS !== undefined;

interface Testing {
  readonly skip: unknown;
}

/** Declares a test that takes long: `long(test)('…', …)`. */
export const long = <T extends Testing>(test: T): T => (whole ? test : (test.skip as T));
