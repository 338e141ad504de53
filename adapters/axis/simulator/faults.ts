import { z } from "zod";
import { AdapterError } from "../../errors.ts";

/** One planned misfortune. The first rule that fits an operation and is not used up is taken. */
const ruleSchema = z.strictObject({
  /** An operation such as `sendEdoc`, or `*`. */
  operation: z.string().min(1),
  kind: z.enum(["drop", "cut", "slow", "html-502", "busy-503", "busy-429", "text-401", "empty-body", "fail"]),
  /** `after`: the operation takes effect, only the answer is lost. Default `before`. */
  when: z.enum(["before", "after"]).default("before"),
  /** How often; absent = until it is taken away. */
  times: z.int().positive().optional(),
  /** For `slow`, in ms. */
  delayMs: z.int().min(0).max(3_600_000).default(0),
  /** For `busy-503` and `busy-429`: what Retry-After says. */
  retryAfter: z.string().max(60).default("60"),
  errorCode: z.string().max(20).default("20"),
  errorDesc: z.string().max(300).regex(/^[ -~]*$/).default("Loi he thong"),
});

const faultsSchema = z.strictObject({
  rules: z.array(ruleSchema).default([]),
  /** Every pending message is listed twice. */
  duplicateListing: z.boolean().default(false),
  /** Envelopes are changed on the way as the real axis does: written anew, TraceHeaders and `To` of the old code added. */
  reserialise: z.boolean().default(false),
  /** So many made-up agencies follow the real ones in the agency lists (the real test axis has 111,339). */
  extraAgencies: z.int().min(0).max(1_000_000).default(0),
  /** `required`: absent or wrong is refused; `checked`: only wrong; `ignored`. */
  hashFile: z.enum(["required", "checked", "ignored"]).default("required"),
  /** The same bytes from the same sender within the window: a new message, the first docId again, or FAIL. */
  repeatedSend: z.enum(["accept", "dedupe", "reject"]).default("dedupe"),
  repeatWindowMs: z.int().min(0).default(86_400_000),
  /** Whether a message acknowledged `fail` is listed again. */
  failRequeues: z.boolean().default(false),
  /** A receiver nobody registered: the whole send is refused, or it is left out. */
  unknownReceiver: z.enum(["refuse", "skip"]).default("refuse"),
  /** Whether the header `to` narrows the receivers of the envelope. Unknown for the real axis; a leaked one would lose receivers. */
  toHeader: z.enum(["ignored", "narrows"]).default("ignored"),
});

export type AxisFaultRule = z.infer<typeof ruleSchema>;
/** All switches of the simulator, changeable at run time. */
export type AxisFaults = z.infer<typeof faultsSchema>;
/** What a caller writes: every switch and most members of a rule may be left out. */
export type AxisFaultsInput = z.input<typeof faultsSchema>;

/** Completes with the defaults and refuses unknown switches. Throws `adapter-settings-invalid`. */
export function checkAxisFaults(value: unknown): AxisFaults {
  const parsed = faultsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw new AdapterError("adapter-settings-invalid", `the faults of the axis simulator are wrong at ${where === "" ? "the top" : where}: ${issue?.message ?? ""}`, { where });
}

/** The switches of a running simulator and the rules not yet used up. */
export class FaultBoard {
  #faults: AxisFaults;

  constructor(input: unknown) {
    this.#faults = checkAxisFaults(input);
  }

  get current(): AxisFaults {
    return this.#faults;
  }

  /** Switches not named keep their value; `rules` replaces all rules. */
  change(input: unknown): AxisFaults {
    const named = typeof input === "object" && input !== null && !Array.isArray(input) ? input : { input };
    this.#faults = checkAxisFaults({ ...this.#faults, ...named });
    return this.#faults;
  }

  /** Takes the rule for one request and counts it down. */
  take(operation: string): AxisFaultRule | null {
    const rule = this.#faults.rules.find((one) => one.operation === "*" || one.operation === operation);
    if (rule === undefined) return null;
    const left = rule.times === undefined ? [rule] : rule.times > 1 ? [{ ...rule, times: rule.times - 1 }] : [];
    this.#faults = { ...this.#faults, rules: this.#faults.rules.flatMap((one) => (one === rule ? left : [one])) };
    return rule;
  }
}
