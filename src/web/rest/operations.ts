import { accountOperations } from "./accounts.ts";
import { agencyOperations } from "./agencies.ts";
import { auditOperations } from "./audit.ts";
import { calendarOperations } from "./calendar.ts";
import { directoryAdminOperations } from "./directory-admin.ts";
import { keyOperations } from "./keys.ts";
import { queueOperations } from "./queues.ts";
import { signingKeyOperations } from "./signing-keys.ts";
import { upkeepOperations } from "./upkeep.ts";
import { deadlineOperations } from "./deadlines.ts";
import { documentOperations } from "./documents.ts";
import { eventOperations } from "./events.ts";
import { heldOperations } from "./held.ts";
import { incomingOperations } from "./incoming.ts";
import type { Operation } from "./operation.ts";
import { noticeOperations } from "./notices.ts";
import { registerOperations } from "./registers.ts";
import { peerOperations } from "./peers.ts";
import { policyOperations } from "./policies.ts";
import { exchangeLogOperations } from "./exchange-log.ts";
import { reportOperations } from "./reports.ts";
import { sampleOperations } from "./samples.ts";
import { sessionOperations } from "./session.ts";
import { uploadOperations } from "./uploads.ts";
import { webhookOperations } from "./webhooks.ts";
import { whyOperations } from "./why.ts";

/** The whole API. */
export const OPERATIONS: readonly Operation[] = [...documentOperations, ...incomingOperations, ...agencyOperations, ...eventOperations, ...heldOperations, ...registerOperations, ...reportOperations, ...exchangeLogOperations, ...noticeOperations, ...uploadOperations, ...webhookOperations, ...deadlineOperations, ...calendarOperations, ...policyOperations, ...sessionOperations, ...accountOperations, ...auditOperations, ...peerOperations, ...whyOperations, ...queueOperations, ...keyOperations, ...signingKeyOperations, ...directoryAdminOperations, ...upkeepOperations, ...sampleOperations];
