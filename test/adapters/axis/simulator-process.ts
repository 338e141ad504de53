import { startAxisSimulator } from "#adapters/axis/simulator/simulator";
import { MEMBERS } from "./support.ts";

/** A simulator in a process of its own: `node simulator-process.js <data directory>`. Tells its address, and its peak memory when asked. */
const simulator = await startAxisSimulator({ port: 0, dataDirectory: process.argv[2] ?? "", members: MEMBERS, now: () => new Date() });
process.on("message", () => process.send?.({ peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
process.on("disconnect", () => process.exit(0));
process.send?.({ url: simulator.url });
