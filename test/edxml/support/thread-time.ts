import { existsSync, readFileSync } from "node:fs";

const OWN = "/proc/thread-self/schedstat";
const TOLD = existsSync(OWN);

/**
 * Milliseconds this thread has spent on a processor. Test files are threads of one process, on machines that do other things: neither the
 * clock nor the processor time of the process tells what one of them has done. Where the system does not tell, that of the process.
 */
export function threadTime(): number {
  if (TOLD) return Number(readFileSync(OWN, "latin1").split(" ")[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
