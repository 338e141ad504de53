import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { axisServer } from "#adapters/axis/server/axis-server";
import { clamdAddress, clamdScanner, type ClamdScanner } from "#adapters/clamd/clamd";
import { openDatabaseQueue } from "#adapters/database-queue/database-queue";
import { WORK_ITEM_SQL } from "#adapters/database-queue/schema";
import type { MessageDoors } from "#adapters/message-door";
import { askTime } from "#adapters/sntp/sntp-client";
import type { WorkQueue, WorkQueueOptions } from "#adapters/work-queue";
import { loadCalendarData, loadDocumentTypes, loadFlowSettings, loadLevelOne, loadPolicyData, packageRoot, packageVersion, type Config } from "#config";
import { canonicalOrganId, type OrganId, type Trust } from "#edxml";
import { liveCalendars, localDateOf, type LiveCalendars } from "./core/calendar/index.ts";
import { sayMeasurement } from "./core/clock-offset/measurement.ts";
import { systemClock } from "./core/clock.ts";
import { buildLevelOneCatalogue, type DirectorySync, type LevelOneCatalogue } from "./core/directory/index.ts";
import { openChannels, probeWith } from "./channels.ts";
import { openBackupRuns } from "./core/backup-runs.ts";
import { gatewayService } from "./core/gateway-service.ts";
import type { ApiKeyId, TransmissionId } from "./core/ids.ts";
import { AXIS_CHANNEL, type Peer } from "./core/peers/peer.ts";
import type { Channels } from "./core/peers/channels.ts";
import { openPeers } from "./core/peers/peers.ts";
import { refuseOverload } from "./core/flow/admission.ts";
import type { SubmissionLimits } from "./core/policy/check-submission.ts";
import { openPolicies, type Policies } from "./core/policy/policies.ts";
import { scanningInspector } from "./core/policy/virus-scan.ts";
import { WORK_TOPICS, type Blobs, type Clock, type Store } from "./core/ports.ts";
import type { SecretSealer } from "./core/secret-sealer.ts";
import type { GatewayService } from "./core/service.ts";
import { startAmqpDoor } from "./doors/amqp/amqp-door.ts";
import { handleRequest, type RequestNeeds } from "./doors/amqp/handle-request.ts";
import { startFolderDoor, type FolderDoorNeeds } from "./doors/folder/folder-door.ts";
import { openInspector } from "./inspection/inspector.ts";
import { startJobs, type Jobs } from "./jobs/jobs.ts";
import { syncDirectory } from "./jobs/sync-directory.ts";
import { keepDeadWork } from "./jobs/keep-dead-work.ts";
import { axisClockSamples, type AxisClockSamples, type ClockNeeds } from "./jobs/measure-clock.ts";
import type { Log } from "./log.ts";
import type { HousePart } from "./roles.ts";
import { printer } from "./reporting/printer.ts";
import { backupMaker } from "./storage/backup/maker.ts";
import { pathOf } from "./storage/blob-path.ts";
import { openBlobs } from "./storage/blobs.ts";
import { freeBytesIn } from "./storage/free-space.ts";
import { openStore } from "./storage/open-store.ts";
import { openPostgres } from "./storage/postgres/open.ts";
import { sealedSecrets } from "./storage/sealed-secrets.ts";
import { sampleKeys } from "./storage/sample-keys.ts";
import { keyFolders } from "./storage/key-folders.ts";
import { mendKeyFolders } from "./storage/key-folder.ts";
import { nextKeys } from "./storage/next-keys.ts";
import { signingKeys } from "./storage/signing-keys.ts";
import { revocationLists, trustAnchors } from "./storage/trust-anchors.ts";
import { gatewayDesk } from "./web/axis-facade/desk.ts";
import type { HealthPart } from "./web/health.ts";
import { startWeb } from "./web/server.ts";

export interface HouseOptions {
  readonly log: Log;
  /** What runs besides the service itself: `web` opens the REST door, `doors` the other ones that are configured, `jobs` moves the documents. */
  readonly run: readonly HousePart[];
  /** From which partners; all unless told. */
  readonly pullsFrom?: (channel: string) => boolean;
  /** Answers for its health over HTTP also without `web`. */
  readonly health?: boolean;
  /** As `readyz` names what runs here; `run` unless told. */
  readonly roles?: readonly string[];
  readonly clock?: Clock;
}

/** The running gateway. The one place that knows everybody, and closes what it opened, in reverse. */
export interface House {
  readonly config: Config;
  /** What a door may take, by the policies of today. */
  readonly limits: SubmissionLimits;
  readonly policies: Policies;
  readonly service: GatewayService;
  readonly store: Store;
  /** Holds the password: never log it. */
  readonly databaseUrl: string;
  readonly blobs: Blobs;
  readonly calendars: LiveCalendars;
  readonly levelOne: LevelOneCatalogue;
  readonly clock: Clock;
  readonly queue: WorkQueue;
  readonly channels: Channels;
  /** null without a broker, or when the doors are not run. */
  readonly messageDoors: MessageDoors | null;
  /** For secrets that must be read again, such as those of the axis door. */
  readonly sealer: SecretSealer;
  readonly jobs: Jobs | null;
  /** Takes every partner's list of agencies now; without those another process is taking. */
  syncDirectories(signal: AbortSignal): Promise<readonly DirectorySync[]>;
  /** null when the web is not run. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** The table of the database queue, kept with ours. */
export const WORK_ITEM_MIGRATION = { name: "WorkItem1763798400001", sql: WORK_ITEM_SQL };

const MAX_DELIVERIES = 5;
const REDELIVERY_DELAY_MS = 1_000;
const PURGE_AFTER_MS = 60 * 60 * 1_000;
const SWEEP_BLOBS_AFTER_MS = 26 * 60 * 60 * 1_000;
const WEBHOOK_TIMEOUT_MS = 15_000;
const LOAD_FRESH_MS = 2_000;

export async function openHouse(config: Config, options: HouseOptions): Promise<House> {
  const { log } = options;
  const clock = options.clock ?? systemClock;
  const closing: (() => Promise<void>)[] = [];
  const opened = <Part>(part: Part, close: (part: Part) => Promise<void>): Part => {
    closing.unshift(() => close(part));
    return part;
  };
  const close = async (): Promise<void> => {
    for (const closeOne of closing.splice(0)) await closeOne();
  };

  try {
    await mkdir(config.dataDirectory, { recursive: true, mode: 0o700 });
    const onEvent = (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }): void =>
      event.cause === undefined ? log.info(event.kind, { detail: event.message }) : log.fault(event.kind, event.cause, { detail: event.message });

    const flow = loadFlowSettings(config.flowFile);
    const postgres = opened(await openPostgres({ databaseUrl: config.databaseUrl ?? undefined, dataDirectory: config.dataDirectory, onEvent }), (part) => part.close());
    const store = opened(await openStore({ databaseUrl: postgres.url, onEvent, lanes: flow.lanes, takenForMs: 2 * config.recoveryMs, overdueAfterMs: 3 * config.recoveryMs, extraMigrations: [WORK_ITEM_MIGRATION] }), (part) => part.close());
    const blobs = await openBlobs(join(config.dataDirectory, "blobs"), { leastFreeBytes: config.marks.leastFreeBytes });

    const trustFolders = [join(packageRoot(), "certs", "anchors"), config.trustDirectory];
    const trust = trustOf(store, trustFolders);
    const lists = revocationLists(trustFolders);
    const signatureTrust = async () => ({ anchors: (await trust(clock.now())).anchors, lists: await lists(), at: clock.now() });
    const looking = opened(openInspector({ pathOf: (sha256) => pathOf(join(config.dataDirectory, "blobs"), sha256)?.file ?? "", trust: signatureTrust }), (part) => part.close());
    const address = config.clamd === null ? null : clamdAddress(config.clamd);
    const scanner = address === null ? null : opened(clamdScanner({ address }), (part) => Promise.resolve(part.close()));
    const inspector = scanner === null ? looking : scanningInspector(looking, scanner, ({ sha256, path }) => (path === undefined ? blobs.open(sha256) : createReadStream(path).on("error", () => undefined)));
    const calendars = liveCalendars(loadCalendarData());
    await calendars.refresh(store.reader.calendar);
    const levelOne = buildLevelOneCatalogue(loadLevelOne());
    const documentTypes = loadDocumentTypes();
    const policies = openPolicies(loadPolicyData(), () => store.reader.policies.overrides());
    await policies.refresh();
    const limits: SubmissionLimits = { ...config.limits, documentTypes, policyOf: (code) => policies.for(code, localDateOf(clock.now())) };
    const sealer = sealedSecrets(join(config.dataDirectory, "secrets.key"));
    const maker = backupMaker({ target: config.backupDirectory, databaseUrl: postgres.url, blobs, dataDirectory: config.dataDirectory, program: packageVersion(), secrets: [join(config.dataDirectory, "secrets.key"), config.keysDirectory, config.trustDirectory], extraMigrations: [WORK_ITEM_MIGRATION] });
    const backupRuns = opened(openBackupRuns({ store, clock, maker, onFault: (error) => log.fault("backup.failed", error) }), (part) => part.close());
    await mendKeyFolders(config.keysDirectory);
    const needs = {
      store,
      blobs,
      clock,
      peers: openPeers(() => store.reader.peers.list()),
      probePeer: probeWith({ store, clock, dataDirectory: config.dataDirectory }),
      environmentAxis: environmentAxis(config, clock),
      calendars,
      keys: signingKeys(config.keysDirectory),
      sampleKeys: sampleKeys(config.keysDirectory, config.trustDirectory),
      keyFolders: keyFolders(config.keysDirectory, trustFolders),
      nextKeys: nextKeys(config.keysDirectory),
      backupRuns,
      limits,
      inspector,
      policies,
      documentTypes,
      resolveCode: (code: string) => levelOne.resolve(code, localDateOf(clock.now())),
      trust,
      printer: printer(clock),
      sealer,
      sendsMail: config.mail !== null,
      webhookRules: config.webhooks,
      signOn: config.signOn === null ? null : (await import("#adapters/openid-connect/sign-on")).openIdSignOn(config.signOn),
      random: Math.random,
      flow,
      running: new Set<TransmissionId>(),
      purgeAfterMs: PURGE_AFTER_MS,
      nearMinutes: config.nearMinutes,
      sweeping: { keepEventsForMs: config.events.keepForMs, blobGraceMs: SWEEP_BLOBS_AFTER_MS },
    };
    let isQueueReady = (): boolean => true; // told by the queue once it is open
    const service = gatewayService({ ...needs, queueReady: () => isQueueReady(), admit: admission(store, config) });
    const settings = { ...config.web, limits };

    const queueOptions: WorkQueueOptions = { topics: WORK_TOPICS, maxDeliveries: MAX_DELIVERIES, redeliveryDelayMs: REDELIVERY_DELAY_MS, onDead: (dead) => keepDeadWork(needs, dead), onEvent };
    const queue = opened(
      config.amqpUrl === null ? await openDatabaseQueue({ ...queueOptions, databaseUrl: postgres.url, leaseMs: config.recoveryMs }) : await (await import("#adapters/rabbitmq/rabbitmq-queue")).openRabbitmqQueue({ ...queueOptions, url: config.amqpUrl, prefix: `${config.queuePrefix}.` }),
      (part) => part.close(),
    );
    isQueueReady = () => queue.isReady();

    const samples = axisClockSamples();
    const axis = config.axis === null ? null : opened(axisAdapter({ ...config.axis, now: () => clock.now(), onDate: (...heard) => samples.note(...heard) }), (part) => part.close());
    const axisChannel = config.axis === null || axis === null ? null : { adapter: axis, pullEveryMs: config.axis.pullEveryMs };
    const onFault = (name: string, error: unknown): void => log.fault("channel.fault", error, { channel: name });
    const channels = opened(await openChannels({ store, clock, sealer, dataDirectory: config.dataDirectory, axis: axisChannel, onEvent, onFault }, options.run.includes("jobs") || options.run.includes("pull")), (part) => part.close());

    const does = { jobs: options.run.includes("jobs"), pullsFrom: options.pullsFrom ?? (() => true) };
    const mailer = config.mail === null || !does.jobs ? null : opened((await import("#adapters/smtp/mail-sender")).smtpSender(config.mail), (part) => part.close());
    const jobs = does.jobs || options.run.includes("pull")
      ? opened(await startJobs({ ...needs, mailer, does, queue, channels, adapterFor: (channel) => channels.wire(channel), workers: config.workers, catalogue: levelOne.rows, log, webhooks: { ...config.webhooks, timeoutMs: WEBHOOK_TIMEOUT_MS }, ...clockNeeds(config, clock, samples) }), (part) => part.close())
      : null;
    const messageDoors = options.run.includes("doors") ? await openDoors({ ...needs, service, log }, config, onEvent, opened) : null;
    const health = { roles: options.roles ?? options.run, parts: () => healthOf(store, queue, config, scanner, options.run.includes("web")) };
    const web = options.run.includes("web") || options.health === true
      ? opened(
          await startWeb({
            service,
            blobs,
            health,
            healthOnly: !options.run.includes("web"),
            settings,
            logger: log.winston,
            now: () => clock.now(),
            console: join(packageRoot(), "build", "console"),
            soapFiles: join(packageRoot(), "src", "web", "soap"),
            axisServer: axisServer(gatewayDesk({ service, store, blobs, clock, sealer: needs.sealer, settings, logger: log.winston })),
          }),
          (part) => part.close(),
        )
      : null;
    log.info("house.opened", { run: options.run, database: postgres.kind, queue: config.amqpUrl === null ? "database" : "rabbitmq", axis: config.axis?.endpoint ?? null, url: web?.url ?? null });
    const syncDirectories = async (signal: AbortSignal): Promise<readonly DirectorySync[]> => {
      const syncs: DirectorySync[] = [];
      for (const { adapter, takesDirectory } of channels.open()) {
        if (!takesDirectory) continue;
        const sync = await syncDirectory(needs, adapter, signal);
        if (sync !== null) syncs.push(sync);
      }
      return syncs;
    };
    return { syncDirectories, databaseUrl: postgres.url, config, limits, policies, service, store, blobs, calendars, levelOne, clock, queue, channels, sealer: needs.sealer, messageDoors, jobs, url: web?.url ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The one connection that is set by environment variables, shown among the others. */
function environmentAxis({ axis }: Config, clock: Clock): Peer | null {
  if (axis === null) return null;
  const settings: Peer["settings"] = { reaches: ["*"], dialect: null, policyProfile: null, maxDocumentMb: null, whenPaused: "wait", takesDirectory: true, pullSeconds: Math.ceil(axis.pullEveryMs / 1_000), link: null };
  const since = clock.now();
  return { code: AXIS_CHANNEL, name: "Trục liên thông văn bản quốc gia", kind: "axis", state: "active", endpoint: axis.endpoint, account: axis.systemId, settings, certificate: null, nextCertificate: null, revision: 1, createdAt: since, changedAt: since, testedAt: null };
}

/** Looks at the load every two seconds at most; a database that is away says so itself when it is needed. */
function admission(store: Store, { marks }: Config): () => Promise<void> {
  let looked: { readonly at: number; readonly memoryBytes: number; readonly waiting: Promise<number> } | null = null;
  return async () => {
    if (looked === null || performance.now() - looked.at > LOAD_FRESH_MS) looked = { at: performance.now(), memoryBytes: process.memoryUsage.rss(), waiting: store.reader.outbox.depth().then((depth) => depth.deliver, () => 0) };
    const { memoryBytes, waiting } = looked;
    refuseOverload({ waiting: await waiting, memoryBytes }, marks);
  };
}

/** Whose clocks ours is compared with. */
function clockNeeds(config: Config, clock: Clock, samples: AxisClockSamples): Pick<ClockNeeds, "askTimeServer" | "axisClock"> & { readonly clockEveryMs: number } {
  const { ntpServer, everyMs } = config.clock;
  const server = ntpServer === null ? "" : `${ntpServer.host}:${ntpServer.port}`;
  return {
    clockEveryMs: everyMs,
    askTimeServer: ntpServer === null ? null : async (signal) => await askTime(ntpServer, () => clock.now(), signal).then((time) => ({ server, ...time }), (error: unknown) => ({ server, fault: error instanceof Error ? error.message : String(error) })),
    axisClock: config.axis === null ? null : { samples, server: new URL(config.axis.endpoint).host },
  };
}

type Opened = <Part>(part: Part, close: (part: Part) => Promise<void>) => Part;
type DoorNeeds = RequestNeeds & Omit<FolderDoorNeeds, "directory" | "everyMs">;

/** The doors besides REST: AMQP where there is a broker, watched folders where there is a directory for them. */
async function openDoors(needs: DoorNeeds, config: Config, onEvent: WorkQueueOptions["onEvent"], opened: Opened): Promise<MessageDoors | null> {
  if (config.folders !== null) opened(startFolderDoor({ ...needs, ...config.folders }), (part) => part.close());
  if (config.amqpUrl === null) return null;
  const { openRabbitmqDoors } = await import("#adapters/rabbitmq/doors");
  const doors: MessageDoors = await openRabbitmqDoors({
    url: config.amqpUrl,
    prefix: `${config.queuePrefix}.`,
    handler: (door, request, signal) => handleRequest(needs, doors, door as ApiKeyId, request, signal),
    onEvent,
  });
  opened(doors, (part) => part.close());
  opened(startAmqpDoor({ ...needs, doors }), (part) => part.close());
  return doors;
}

/** Roots we believe, and for each agency the keys registered for it. */
function trustOf(store: Store, anchorFolders: readonly string[]): (at: Date) => Promise<Trust> {
  const anchors = trustAnchors(anchorFolders);
  return async (at) => ({
    anchors: await anchors(),
    at,
    async registeredFingerprints(organId: OrganId) {
      return (await store.reader.certificates.ofAgency(canonicalOrganId(organId))).map((certificate) => certificate.fingerprint);
    },
  });
}

/** Without its queue a process that only moves documents can do nothing; a door goes on taking them. */
async function healthOf(store: Store, queue: WorkQueue, config: Config, scanner: ClamdScanner | null, isDoor: boolean): Promise<readonly HealthPart[]> {
  const [database, scans, ...free] = await Promise.all([store.ping().then(() => true, () => false), scanner?.ping() ?? false, freeBytesIn(config.dataDirectory), freeBytesIn(join(config.dataDirectory, "blobs", "incoming"))]);
  const clocks = database ? await store.reader.clockOffsets.latest() : [];
  const quarantined = database ? await store.reader.inbound.countQuarantined() : 0;
  const disk = free.every((bytes) => bytes !== null && bytes >= config.marks.leastFreeBytes); // the blobs may lie on a disk of their own
  return [
    { name: "database", ok: database, required: true, text: database ? "Cơ sở dữ liệu hoạt động." : "Không kết nối được cơ sở dữ liệu." },
    { name: "queue", ok: queue.isReady(), required: !isDoor, text: queue.isReady() ? "Hàng đợi hoạt động." : "Hàng đợi đang mất kết nối; văn bản vẫn được nhận và sẽ gửi khi có lại." },
    { name: "disk", ok: disk, required: true, text: disk ? "Đĩa còn chỗ." : "Đĩa sắp đầy hoặc không đọc được." },
    { name: "quarantine", ok: quarantined === 0, required: false, text: quarantined === 0 ? "Không có gói tin bị cách ly." : `${quarantined} gói tin bị cách ly, cần người xem (lienthong quarantine list).` },
    { name: "axis", ok: config.axis !== null, required: false, text: config.axis === null ? "Chưa khai báo kết nối Trục; văn bản chờ trong cổng." : "Đã khai báo kết nối Trục." },
    { name: "scanner", ok: scans, required: false, text: scanner === null ? "Chưa khai báo máy quét vi rút (LIENTHONG_CLAMD); tệp không được quét." : scans ? "Máy quét vi rút hoạt động." : "Máy quét vi rút không trả lời; tệp chưa quét được đánh dấu hoặc tạm giữ theo quy định." },
    { name: "clock", ok: clocks.every(({ overLimit }) => !overLimit), required: false, text: clocks.length === 0 ? "Chưa đo độ lệch đồng hồ." : clocks.map(sayMeasurement).join(" ") },
  ];
}
