import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AdapterError } from "#adapters/errors";
import { startAxisSimulator, type AxisSimulator } from "#adapters/axis/simulator/simulator";
import { loadConfig, type Config } from "#config";
import { certificateFingerprint, parseOrganId } from "#edxml";
import { manualClock, type ManualClock } from "../../core/clock.ts";
import { newApiKey } from "../../core/new-api-key.ts";
import { HouseError } from "../../core/fault.ts";
import type { Dispatch } from "../../core/outgoing/dispatch.ts";
import { openHouse, type House } from "../../house.ts";
import { openLog } from "../../log.ts";
import { createDatabase, dropDatabase, openPostgres, type OpenedPostgres } from "../../storage/postgres/open.ts";
import { developmentAuthority, makeDevelopmentKey } from "../keys/development-keys.ts";
import { exists } from "../../storage/key-folder.ts";
import { UsageFault } from "../usage-fault.ts";
import { operatorAccess } from "../with-house.ts";
import { AGENCIES, INSTANTS, SENDER, type DemoAgency } from "./cast.ts";
import { eventually } from "./eventually.ts";
import { Qlvb } from "./qlvb.ts";
import { findRun, newRun, saveRun, type DemoRun } from "./run-file.ts";

/** The real axis writes every envelope anew and adds to it; a signature that cannot bear that would be worth nothing. */
const AS_THE_REAL_ONE = { reserialise: true };
const LOG = openLog({ level: "error", silent: true });

interface Gateway {
  readonly house: House;
  readonly qlvb: Qlvb;
}

/** Everything the play needs: one PostgreSQL with a database per gateway, the axis, one clock for all, and the gateways that are on. */
export class Stage {
  readonly directory: string;
  readonly clock: ManualClock;
  readonly signal: AbortSignal;
  #run: DemoRun;
  readonly #postgres: OpenedPostgres;
  readonly #simulator: AxisSimulator;
  readonly #gateways = new Map<string, Gateway>();
  #closed: Promise<void> | null = null;

  private constructor(parts: { directory: string; signal: AbortSignal; run: DemoRun; clock: ManualClock; postgres: OpenedPostgres; simulator: AxisSimulator }) {
    this.directory = parts.directory;
    this.signal = parts.signal;
    this.clock = parts.clock;
    this.#run = parts.run;
    this.#postgres = parts.postgres;
    this.#simulator = parts.simulator;
  }

  /** Goes on with the run that was interrupted in this folder, or begins a fresh one. */
  static async open(directory: string, signal: AbortSignal): Promise<Stage> {
    const found = await findRun(directory);
    const begun = found ?? newRun();
    if (found === null) await saveRun(directory, begun);
    const postgres = await openPostgres({ dataDirectory: directory, onEvent: () => undefined });
    try {
      const run = begun.finished ? await clear(directory, postgres.url) : begun;
      const clock = manualClock(INSTANTS.start);
      const members = AGENCIES.map(({ systemId, code, name, email }) => ({ systemId, secret: run.axisSecrets[systemId] ?? "", units: [{ code, name, mail: email }] }));
      const simulator = await startAxisSimulator({ port: 0, dataDirectory: join(directory, "axis"), members, now: () => clock.now(), faults: AS_THE_REAL_ONE });
      return new Stage({ directory, signal, run, clock, postgres, simulator });
    } catch (cause) {
      await postgres.close();
      if (cause instanceof AdapterError && cause.code === "adapter-settings-invalid") throw new UsageFault(`một demo khác đang chạy trong ${directory}; hãy chờ nó xong hoặc chọn thư mục khác bằng --data`, cause);
      throw cause;
    }
  }

  get run(): DemoRun {
    return this.#run;
  }

  async note(progress: Partial<Pick<DemoRun, "stepsDone" | "finished">>): Promise<void> {
    this.#run = { ...this.#run, ...progress };
    await saveRun(this.directory, this.#run);
  }

  get authorityFolder(): string {
    return join(this.directory, "ca");
  }

  /** Keys, trust and the agency each gateway serves. Repeating it changes nothing. */
  async prepare(): Promise<void> {
    const authority = await developmentAuthority(this.authorityFolder);
    const certificates = new Map<string, string>();
    for (const agency of AGENCIES) {
      const config = await this.#configOf(agency);
      await mkdir(config.trustDirectory, { recursive: true });
      await writeFile(join(config.trustDirectory, "demo-ca.pem"), authority.certificatePem);
      if (!(await exists(join(config.keysDirectory, agency.code)))) {
        await mkdir(config.keysDirectory, { recursive: true, mode: 0o700 });
        await makeDevelopmentKey(authority, { organId: parseOrganId(agency.code), name: agency.name, keysDirectory: config.keysDirectory, replaceAt: null });
      }
      certificates.set(agency.code, await readFile(join(config.keysDirectory, agency.code, "certificate.pem"), "utf8"));
    }
    for (const agency of AGENCIES) await this.#introduce(agency, certificates);
  }

  async #introduce(agency: DemoAgency, certificates: ReadonlyMap<string, string>): Promise<void> {
    const house = await openHouse(await this.#configOf(agency), { log: LOG, run: [], clock: this.clock });
    try {
      await house.store.write(async (tx) => {
        for (const { code, name, email } of AGENCIES) {
          const hosting = code === agency.code ? ({ channel: "axis", controlModel: "sender_owned", unsignedPolicy: "accept_flagged" } as const) : null;
          await tx.saveAgency({ code, organization: { organId: parseOrganId(code), organName: name, email }, source: "manual", aliases: [], hosting });
          const certificatePem = certificates.get(code) ?? "";
          await tx.saveCertificate({ agencyCode: code, fingerprint: certificateFingerprint(certificatePem), certificatePem, registeredAt: INSTANTS.start, registeredBy: "demo", revokedAt: null });
        }
      });
    } finally {
      await house.close();
    }
  }

  /** Switches a gateway on, all of it, unless it is on. */
  async switchOn(agency: DemoAgency): Promise<void> {
    if (this.#gateways.has(agency.code)) return;
    const house = await openHouse(await this.#configOf(agency), { log: LOG, run: ["web", "jobs"], clock: this.clock });
    const { key, secret } = newApiKey("QLVB (demo)", [agency.code], this.clock.now());
    this.#gateways.set(agency.code, { house, qlvb: new Qlvb(house.url ?? "", secret, this.signal) });
    await house.store.write((tx) => tx.saveApiKey(key));
  }

  qlvb(agency: DemoAgency): Qlvb {
    return this.#gateway(agency).qlvb;
  }

  /** The dispatches of the one document of the run, by the sender's own records. */
  async dispatches(): Promise<readonly Dispatch[]> {
    const { rows } = await this.#gateway(SENDER).house.service.listOutgoing({ limit: 2 }, operatorAccess());
    return rows.flatMap((row) => row.dispatches);
  }

  /** Waits until nothing moves any more: every gateway that is on has done its work, and `look` finds what it expects. */
  async settled<Found>(what: string, look: () => Promise<Found | null>): Promise<Found> {
    return await eventually(what, this.signal, async () => {
      for (const { house } of this.#gateways.values()) house.jobs?.pullNow();
      const found = await look();
      if (found === null) return null;
      for (const { house } of this.#gateways.values()) {
        const depth = await house.store.reader.outbox.depth();
        if (Object.values(depth).some((orders) => orders > 0)) return null;
      }
      return found;
    });
  }

  /** Everything off, nothing left running. Once is enough, twice is harmless. */
  async close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    await this.#closed;
  }

  async #closeAll(): Promise<void> {
    for (const { house } of [...this.#gateways.values()].toReversed()) await house.close();
    await this.#simulator.close();
    await this.#postgres.close();
  }

  #gateway(agency: DemoAgency): Gateway {
    const gateway = this.#gateways.get(agency.code);
    if (gateway === undefined) throw new HouseError("invariant-broken", `the gateway of ${agency.code} is off`, { agency: agency.code });
    return gateway;
  }

  async #configOf(agency: DemoAgency): Promise<Config> {
    return loadConfig({
      LIENTHONG_DATA: join(this.directory, agency.folder),
      LIENTHONG_PORT: "0",
      DATABASE_URL: await createDatabase(this.#postgres.url, databaseOf(agency)),
      AXIS_ENDPOINT: `${this.#simulator.url}/XrdAdapter/adapter`,
      AXIS_SYSTEM_ID: agency.systemId,
      AXIS_SECRET: this.#run.axisSecrets[agency.systemId],
      AXIS_PULL_SECONDS: "1",
    });
  }
}

function databaseOf(agency: DemoAgency): string {
  return `demo_${agency.code.toLowerCase().replaceAll(".", "_")}`;
}

/** Empties the folder of a finished run. Its note goes last: an interruption clears again. */
async function clear(directory: string, databaseUrl: string): Promise<DemoRun> {
  for (const agency of AGENCIES) {
    await dropDatabase(databaseUrl, databaseOf(agency));
    await rm(join(directory, agency.folder), { recursive: true, force: true });
  }
  for (const name of ["axis", "ca", RESULTS]) await rm(join(directory, name), { recursive: true, force: true });
  const run = newRun();
  await saveRun(directory, run);
  return run;
}

/** Folder of what a person may look at afterwards. */
export const RESULTS = "ket-qua";
