import { Agencies, AgencyCertificates, AgencyChanges, DirectorySyncs } from "./agency.ts";
import { Amendments } from "./amendment.ts";
import { ApiKeys } from "./api-key.ts";
import { AxisKeys } from "./axis-key.ts";
import { DocumentLinks } from "./document-link.ts";
import { Dispatches } from "./dispatch.ts";
import { Events } from "./event.ts";
import { InboundEnvelopes } from "./inbound-envelope.ts";
import { IncomingDocuments } from "./incoming-document.ts";
import { Journal } from "./journal-entry.ts";
import { OutgoingDocuments } from "./outgoing-document.ts";
import { StatusRecords } from "./status-record.ts";
import { Transmissions } from "./transmission.ts";

/** Every table that is read and written as records. The outbox is not among them: its queries are SQL (`../outbox.ts`). */
export const ENTITIES = [OutgoingDocuments, Amendments, DocumentLinks, Dispatches, Transmissions, InboundEnvelopes, IncomingDocuments, StatusRecords, Journal, Events, Agencies, AgencyChanges, AgencyCertificates, DirectorySyncs, ApiKeys, AxisKeys];
