/** Stable: build scripts rely on them. */
export const exitCodes = {
  clean: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Options, configuration, input and output, a control plane that is needed and does not answer. */
  couldNotRun: 2,
  /** A mistake in Sluice. */
  internal: 101,
  /** Ctrl-C: 128 + SIGINT, as shells expect. */
  interrupted: 130,
} as const;
