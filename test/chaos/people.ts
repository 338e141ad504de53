import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { TestSetupError } from "#test/support/setup-error";
import type { Accepted, Decided, Taken } from "./history.ts";
import type { Random } from "./random.ts";
import type { Place } from "./stage.ts";

/** What the people of both places wrote down. */
export interface Ledger {
  readonly accepted: Accepted[];
  readonly taken: Taken[];
  readonly decided: Decided[];
  /** How many documents each place has sent. */
  readonly sent: Map<string, number>;
}

const Sent = z.object({ document: z.object({ id: z.string(), documentId: z.string() }) });
const Listed = z.object({ items: z.array(z.object({ id: z.string(), documentId: z.string() })), next: z.string().nullable() });

const AGAIN_MS = 150;
const LOOK_AGAIN_MS = 400;
const CALL_MS = 20_000;

/** The QLVB of one place: sends, fetches and decides, and repeats every question until it is answered. */
export class Qlvb {
  readonly #place: Place;
  readonly #partner: string;
  readonly #ledger: Ledger;
  readonly #random: Random;
  #ended = false;

  constructor(place: Place, partner: string, ledger: Ledger, random: Random) {
    this.#place = place;
    this.#partner = partner;
    this.#ledger = ledger;
    this.#random = random;
  }

  /** No more documents; fetching goes on until `signal`. */
  stopSending(): void {
    this.#ended = true;
  }

  async send(everyMs: number, signal: AbortSignal): Promise<void> {
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    while (!this.#ended && !signal.aborted) {
      const number = (this.#ledger.sent.get(this.#place.name) ?? 0) + 1;
      this.#ledger.sent.set(this.#place.name, number);
      const key = `${this.#place.name}-${number}`;
      const file = `%PDF-1.7\n% ${key}\n${"x".repeat(this.#random.between(200, 60_000))}\n%%EOF\n`;
      const metadata = {
        sender: this.#place.agency,
        receivers: [{ organId: this.#partner }],
        code: { number: String(number), notation: "CHAOS" },
        issuedOn: today,
        issuedAt: "Hà Nội",
        documentType: "Công văn",
        subject: `V/v thử độ bền, văn bản ${number}`,
        signer: { fullName: "Nguyễn Văn A" },
        ...(this.#random.chance(0.2) && { urgency: "hoa-toc" }),
      };
      const form = (): FormData => {
        const body = new FormData();
        body.append("metadata", JSON.stringify(metadata));
        body.append("files", new Blob([file]), "cong-van.pdf");
        return body;
      };
      const answer = await this.#ask("/documents", signal, () => ({ method: "POST", body: form(), headers: { "idempotency-key": key } }));
      if (answer === null) return;
      const { document } = Sent.parse(JSON.parse(answer.toString("utf8")));
      this.#ledger.accepted.push({ place: this.#place.name, key, id: document.id, documentId: document.documentId, receivers: [this.#partner], sha256: sha256(Buffer.from(file)) });
      await sleep(everyMs * (0.5 + this.#random.next()), undefined, { signal }).catch(() => undefined);
    }
  }

  async receive(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const answer = await this.#ask("/incoming?fetched=false&limit=20", signal);
      if (answer === null) return;
      const { items } = Listed.parse(JSON.parse(answer.toString("utf8")));
      for (const { id, documentId } of items) {
        const file = await this.#ask(`/incoming/${id}/files/0`, signal);
        if (file === null) return;
        this.#ledger.taken.push({ place: this.#place.name, incomingId: id, documentId, receiver: this.#place.agency, sha256: sha256(file) });
        if ((await this.#ask(`/incoming/${id}/acknowledge`, signal, () => ({ method: "POST" }))) === null) return;
        await this.#decide(id, signal);
      }
      if (items.length === 0) await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #decide(incomingId: string, signal: AbortSignal): Promise<void> {
    const luck = this.#random.next();
    if (luck < 0.2) return; // left for tomorrow
    const person = { fullName: "Nguyễn Thị Lan" };
    if (luck < 0.35) return await this.#report(incomingId, "refused", { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "Văn bản gửi nhầm" }, signal);
    await this.#report(incomingId, "accepted", { action: "accept", person }, signal);
    if (luck > 0.7) await this.#report(incomingId, "completed", { action: "complete", person }, signal);
  }

  async #report(incomingId: string, state: Decided["state"], body: unknown, signal: AbortSignal): Promise<void> {
    const answer = await this.#ask(`/incoming/${incomingId}/statuses`, signal, () => ({ method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }));
    if (answer !== null) this.#ledger.decided.push({ incomingId, state });
  }

  /** Any process of the place may answer; none, a wrong gateway time or 5xx: again. Null when it was told to stop. */
  async #ask(path: string, signal: AbortSignal, make: () => RequestInit = () => ({})): Promise<Buffer | null> {
    while (!signal.aborted) {
      const process = this.#place.processes[this.#random.between(0, this.#place.processes.length - 1)];
      try {
        const request = make();
        const headers = { ...Object.fromEntries(new Headers(request.headers)), authorization: `Bearer ${this.#place.secret}` };
        const response = await fetch(`${process?.url ?? ""}${path}`, { ...request, headers, signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]) });
        const body = Buffer.from(await response.arrayBuffer());
        if (response.ok) return body;
        if (response.status < 500 && response.status !== 429) throw new TestSetupError(`${this.#place.name} ${path} was answered ${response.status}: ${body.toString("utf8").slice(0, 400)}`);
      } catch (error) {
        if (error instanceof TestSetupError) throw error;
      }
      await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
    return null;
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
