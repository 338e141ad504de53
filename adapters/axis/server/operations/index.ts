import type { Operation } from "../operation.ts";
import { deleteAgency, getAgenciesList, getAgenciesListQD20, getSynchronizeUnit, registerAgency } from "./agencies.ts";
import { downloadEdoc, getEdoc } from "./get-edoc.ts";
import { countReceiveEdoc, countReceiveStatus, getReceivedEdocList, getSentEdocList } from "./lists.ts";
import { sendEdoc } from "./send-edoc.ts";
import { updateStatus } from "./update-status.ts";

/** Everything the official clients 2.0.0 and 2.0.1 can call, by the last segment of the path. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  getAgenciesList,
  getAgenciesListQD20,
  getSynchronizeUnit,
  registerAgency,
  deleteAgency,
  sendEdoc,
  getReceivedEdocList,
  getSentEdocList,
  getEdoc,
  downloadEdoc,
  updateStatus,
  countReceiveEdoc,
  countReceiveStatus,
};
