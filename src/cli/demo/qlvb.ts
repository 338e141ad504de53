import { HouseError } from "../../core/fault.ts";

/** The parts of the API's answers the demo looks at, as a QLVB would. */
export interface SentDocument {
  readonly id: string;
  readonly documentId: string;
  readonly subject: string;
  readonly files: readonly ApiFile[];
  readonly dispatches: readonly ApiDispatch[];
  readonly links: { readonly timeline: string };
  readonly envelope: { readonly sha256: string; readonly size: number; readonly href: string };
}

export interface ApiFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly href: string | null;
}

export interface ApiDispatch {
  readonly id: string;
  readonly receiver: { readonly code: string; readonly name: string };
  readonly state: string;
  readonly instants: ApiInstants;
  readonly refusal: { readonly code: string; readonly text: string; readonly person: string } | null;
}

export interface ApiInstants {
  readonly submittedAt: string;
  readonly leftAt: string | null;
  readonly enteredAt: string | null;
  readonly receivedAt: string | null;
  readonly effectiveAt: string | null;
  readonly effectiveExplanation: string | null;
  readonly acknowledgedAt: string | null;
  readonly decidedAt: string | null;
}

export interface ApiTimeline {
  readonly dispatchId: string;
  readonly now: string;
  readonly sent: { readonly at: string; readonly rule: string } | null;
  readonly steps: readonly { readonly at: string; readonly kind: string; readonly statusCode: string | null; readonly text: string }[];
}

export interface IncomingView {
  readonly id: string;
  readonly documentId: string;
  readonly state: string;
  readonly receivedAt: string;
  readonly effectiveAt: string;
  readonly effectiveExplanation: string;
  readonly effectiveProvisional: boolean;
  readonly fetchedAt: string | null;
  readonly files: readonly ApiFile[];
  readonly envelope: { readonly href: string };
  readonly verdict: { readonly kind: string; readonly text: string; readonly signer: { readonly subject: string } | null };
}

interface Asked {
  readonly method?: "POST";
  readonly body?: FormData | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A QLVB at the REST door of its gateway, with nothing but its key. */
export class Qlvb {
  readonly #base: string;
  readonly #secret: string;
  readonly #signal: AbortSignal;

  constructor(base: string, secret: string, signal: AbortSignal) {
    this.#base = base;
    this.#secret = secret;
    this.#signal = signal;
  }

  async send(metadata: object, files: readonly { readonly name: string; readonly content: Uint8Array }[], idempotencyKey: string): Promise<SentDocument> {
    const form = new FormData();
    form.set("metadata", JSON.stringify(metadata));
    for (const { name, content } of files) form.append("files", new Blob([content]), name);
    const answer = await this.#ask("/api/v1/documents", { method: "POST", body: form, headers: { "idempotency-key": idempotencyKey } });
    return ((await answer.json()) as { document: SentDocument }).document;
  }

  async document(id: string): Promise<SentDocument> {
    return await this.get<SentDocument>(`/api/v1/documents/${id}`);
  }

  async documents(): Promise<readonly SentDocument[]> {
    return (await this.get<{ items: SentDocument[] }>("/api/v1/documents")).items;
  }

  async timelines(id: string): Promise<readonly ApiTimeline[]> {
    return (await this.get<{ items: ApiTimeline[] }>(`/api/v1/documents/${id}/timeline`)).items;
  }

  async inbox(): Promise<readonly IncomingView[]> {
    return (await this.get<{ items: IncomingView[] }>("/api/v1/incoming")).items;
  }

  async acknowledge(id: string): Promise<void> {
    await this.#ask(`/api/v1/incoming/${id}/acknowledge`, { method: "POST" });
  }

  async report(id: string, command: object): Promise<void> {
    await this.#ask(`/api/v1/incoming/${id}/statuses`, { method: "POST", body: JSON.stringify(command), headers: { "content-type": "application/json" } });
  }

  async download(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#ask(path, {})).arrayBuffer());
  }

  async get<Body>(path: string): Promise<Body> {
    return (await (await this.#ask(path, {})).json()) as Body;
  }

  async #ask(path: string, init: Asked): Promise<Response> {
    // not given to fetch: on Node 24 a body aborted while it is read throws outside every promise; calls to ourselves are short
    this.#signal.throwIfAborted();
    const answer = await fetch(`${this.#base}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${this.#secret}` } });
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => ({}))) as { code?: string; title?: string; problems?: { message: string }[] };
    const said = [problem.code, problem.title, ...(problem.problems ?? []).map((one) => one.message)].filter((part) => part !== undefined).join("; ");
    throw new HouseError("invariant-broken", `${init.method ?? "GET"} ${path} was answered ${answer.status}: ${said}`, { path, status: answer.status });
  }
}
