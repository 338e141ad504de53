import { FirstRoad1763800000001 } from "./0001-first-road.ts";
import { Life1763800000002 } from "./0002-life.ts";
import { Directory1763800000003 } from "./0003-directory.ts";
import { AxisDoor1763800000004 } from "./0004-axis-door.ts";
import { Events1763800000005 } from "./0005-events.ts";
import { Doors1763800000006 } from "./0006-doors.ts";
import { Webhooks1763800000007 } from "./0007-webhooks.ts";
import { Search1763800000008 } from "./0008-search.ts";
import { AxisDoorRequests1763800000010 } from "./0010-axis-door-requests.ts";
import { TakeBackAndRetention1763800000011 } from "./0011-take-back-and-retention.ts";
import { DirectoryIndexes1763800000012 } from "./0012-directory-indexes.ts";
import { Policies1763800000013 } from "./0013-policies.ts";
import { Inspection1763800000014 } from "./0014-inspection.ts";
import { Calendar1763800000015 } from "./0015-calendar.ts";
import { Deadlines1763800000016 } from "./0016-deadlines.ts";
import { Registers1763800000017 } from "./0017-registers.ts";
import { Reports1763800000018 } from "./0018-reports.ts";
import { ExchangeLog1763800000020 } from "./0020-exchange-log.ts";
import { NoticeMail1763800000020 } from "./0020-notice-mail.ts";
import { FollowerCursors1763800000021 } from "./0021-follower-cursors.ts";
import { Flow1763800000022 } from "./0022-flow.ts";
import { Peers1763800000024 } from "./0024-peers.ts";
import { PeerHistory1763800000025 } from "./0025-peer-history.ts";
import { Accounts1763800000026 } from "./0026-accounts.ts";
import { Handovers1763800000027 } from "./0027-handovers.ts";
import { ReportProof1763800000028 } from "./0028-report-proof.ts";

/** In order. A released migration is never edited; the next one expands first and contracts a release later, so that two versions can run together. */
export const MIGRATIONS = [FirstRoad1763800000001, Life1763800000002, Directory1763800000003, AxisDoor1763800000004, Events1763800000005, Doors1763800000006, Webhooks1763800000007, Search1763800000008, AxisDoorRequests1763800000010, TakeBackAndRetention1763800000011, DirectoryIndexes1763800000012, Policies1763800000013, Inspection1763800000014, Calendar1763800000015, Deadlines1763800000016, Registers1763800000017, Reports1763800000018, ExchangeLog1763800000020, NoticeMail1763800000020, FollowerCursors1763800000021, Flow1763800000022, Peers1763800000024, PeerHistory1763800000025, Accounts1763800000026, Handovers1763800000027, ReportProof1763800000028];
