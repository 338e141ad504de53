import { createHash } from "node:crypto";
import { access, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually, KEY_NAME, type TownGateway } from "#test/support/town";
import { doorContract, type DoorClient, type SendAnswer } from "./door.ts";

interface Done {
  readonly created: boolean;
  readonly state: string;
  readonly document: { readonly id: string; readonly documentId: string };
}
interface Refused {
  readonly code: string;
  readonly problems?: Extract<SendAnswer, { kind: "refused" }>["problems"];
}
interface Letter {
  readonly id: string;
  readonly documentId: string;
  readonly subject: string;
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

async function jsonIn<Value>(file: string): Promise<Value | null> {
  return await readFile(file, "utf8").then(
    (text) => JSON.parse(text) as Value,
    () => null,
  );
}

function clientOf(gateway: TownGateway): DoorClient {
  const home = join(gateway.config.folders?.directory ?? "", KEY_NAME);
  const [outgoing, incoming] = [join(home, "gui-di"), join(home, "den")];
  const taken = new Set<string>();
  const submissions = new Map<string, string>();
  const places = new Map<string, string>();
  const answerAt = async (file: string): Promise<{ readonly done: Done } | { readonly refused: Refused } | null> => {
    const [done, refused] = [await jsonIn<Done>(`${file}.done`), await jsonIn<Refused>(`${file}.error`)];
    return done !== null ? { done } : refused !== null ? { refused } : null;
  };
  const drop = async (name: string, metadata: object): Promise<{ readonly done: Done } | { readonly refused: Refused }> => {
    await writeFile(join(outgoing, `${name}.json`), JSON.stringify(metadata));
    for (const old of [".done", ".error"]) await rm(join(outgoing, name + old), { force: true });
    await writeFile(join(outgoing, `${name}.ready`), "");
    const answer = await eventually(`an answer to ${name}`, async () => await answerAt(join(outgoing, name)));
    await eventually("the marker is taken away", async () => await access(join(outgoing, `${name}.ready`)).then(() => false, () => true));
    return answer;
  };
  return {
    async send(attempt, metadata, files) {
      await eventually("the folder stands", async () => await access(outgoing).then(() => true, () => false));
      for (const { name, content } of files) await writeFile(join(outgoing, name), content);
      const named = { ...metadata, files: files.map(({ name }) => ({ name })) };
      const answer = await drop(attempt, named);
      if ("refused" in answer) return { kind: "refused", code: answer.refused.code, problems: answer.refused.problems ?? [] };
      const { created, document } = answer.done;
      submissions.set(document.id, attempt);
      return { kind: "accepted", created, id: document.id, documentId: document.documentId };
    },
    async receive() {
      const place = await eventually("a folder appears", async () => (await readdir(incoming).catch(() => [])).find((name) => !name.startsWith(".") && !taken.has(name)));
      taken.add(place);
      const letter = (await jsonIn<Letter>(join(incoming, place, "van-ban.json"))) as Letter;
      places.set(letter.id, place);
      const files = [];
      for (const { name, path } of letter.files) files.push({ name, sha256: createHash("sha256").update(await readFile(join(incoming, place, path))).digest("hex") });
      return { id: letter.id, documentId: letter.documentId, subject: letter.subject, files };
    },
    async report({ id }, command) {
      const at = join(incoming, `${places.get(id) ?? ""}.trang-thai`);
      for (const old of [".done", ".error"]) await rm(at + old, { force: true });
      await writeFile(`${at}.json`, JSON.stringify(command));
      const answer = await eventually("an answer to the report", async () => await answerAt(at));
      await eventually("the report is taken away", async () => await access(`${at}.json`).then(() => false, () => true));
      return "refused" in answer ? { kind: "refused", code: answer.refused.code } : { kind: "reported", created: answer.done.created, state: answer.done.state };
    },
    async amend(id, { kind, reason, ...more }) {
      const answer = await drop(`${kind}-${submissions.get(id) ?? ""}`, { kind, submission: submissions.get(id), reason, ...("subject" in more && { change: more }) });
      return "refused" in answer ? { kind: "refused", code: answer.refused.code } : { kind: "asked", created: answer.done.created };
    },
    async told(id) {
      for (const name of (await readdir(outgoing)).filter((found) => found.endsWith(".status.json"))) {
        const status = await jsonIn<{ readonly document: { readonly id: string; readonly dispatches: readonly { readonly state: string }[] } }>(join(outgoing, name));
        if (status?.document.id === id) return status.document.dispatches.map(({ state }) => state);
      }
      return [];
    },
  };
}

doorContract({ name: "the watched folder", plan: { folders: true }, open: (_t, gateway) => Promise.resolve(clientOf(gateway)) });
