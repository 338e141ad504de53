import type { Blame } from "#edxml";

/** What a script can tell from the exit code alone; `docs/cli.md` prints the table. 70 is EX_SOFTWARE of sysexits.h. */
export const EXIT = { done: 0, caller: 2, partner: 3, trust: 4, infrastructure: 5, us: 70, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(blame: Blame): ExitCode {
  return EXIT[blame];
}
