import { readFileSync } from "node:fs";
import { z } from "zod";
import { ConfigError } from "./config-error.ts";
import { parseJson, readDataFile } from "./data-file.ts";
import { packageRoot } from "./package-root.ts";

const FILE = "config/flow.json";

const seconds = z.number().positive().max(86_400);
const retryRule = z.strictObject({ firstSeconds: seconds, growth: z.number().positive().max(10), longestSeconds: seconds, longestUrgentSeconds: seconds, expireHours: z.number().positive().max(24 * 90).nullable() });
const retry = z.strictObject({ unreachable: retryRule, timeout: retryRule, busy: retryRule, broken: retryRule, credentials: retryRule, unconfigured: retryRule, paused: retryRule, unclear: retryRule, ours: retryRule });
const breaker = z.strictObject({ opensAfter: z.int().min(1).max(1000), firstProbeSeconds: seconds, longestProbeSeconds: seconds });
const places = z.int().min(1).max(256);
const concurrency = z.strictObject({ start: places, least: places, most: places, slowSeconds: seconds, afterOutage: places }).refine(({ start, least, most }) => least <= start && start <= most, "least ≤ start ≤ most does not hold");
const lanes = z.strictObject({ large: places, incoming: places });
const some = z.strictObject({ retry: retry.partial().optional(), breaker: breaker.optional(), concurrency: concurrency.optional() });

const schema = z.strictObject({ default: z.strictObject({ retry, breaker, concurrency }), lanes, channels: z.record(z.string(), some) });
const ownSchema = z.strictObject({ default: some.optional(), lanes: lanes.optional(), channels: z.record(z.string(), some).optional() });

type Whole = z.output<typeof schema>["default"];
type Some = z.output<typeof some>;

/** Retry, breaker and number at once of every channel, and the lanes they have in common. `own`: a file of the installation that says what is different here. Throws DataFileError, ConfigError. */
export function loadFlowSettings(own: string | null = null, root: string = packageRoot()): { readonly lanes: z.output<typeof lanes> & { readonly start: number }; of(channel: string): Whole } {
  const ours = parseJson(FILE, readDataFile(FILE, root), schema);
  const theirs = own === null ? {} : readOwn(own);
  const standard = over(ours.default, theirs.default);
  const known = new Map<string, Whole>();
  return {
    lanes: { ...(theirs.lanes ?? ours.lanes), start: standard.concurrency.start },
    of(channel) {
      const found = known.get(channel) ?? over(over(standard, ours.channels[channel]), theirs.channels?.[channel]);
      known.set(channel, found);
      return found;
    },
  };
}

function over(base: Whole, { retry: rules = {}, ...sections }: Some = {}): Whole {
  const different = Object.fromEntries(Object.entries(sections).filter(([, section]) => section !== undefined));
  return { ...base, ...different, retry: { ...base.retry, ...Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== undefined)) } };
}

function readOwn(file: string): z.output<typeof ownSchema> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConfigError([`LIENTHONG_FLOW_FILE: không đọc được tệp ${file}`], cause);
  }
  return parseJson(file, text, ownSchema);
}
