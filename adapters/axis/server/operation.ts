import type { AxisAccount, AxisDesk } from "./desk.ts";
import type { Reply } from "./reply.ts";
import type { VerifiedRequest } from "./verify-request.ts";

/** One operation of the axis. Throws AxisRefusal, or what the desk throws, for a FAIL. */
export type Operation = <Account extends AxisAccount>(desk: AxisDesk<Account>, request: VerifiedRequest<Account>) => Promise<Reply>;
