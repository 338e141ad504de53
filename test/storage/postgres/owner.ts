import { openPostgres } from "#src/storage/postgres/open";

/*
 * A process of its own that opens the private server of the given data directory, tells the URL as a line of JSON,
 * and leaves when its standard input ends. `node owner.js <directory> [uid]`
 */
const [directory = "", uid] = process.argv.slice(2);
if (uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const events: string[] = [];
const server = await openPostgres({ dataDirectory: directory, onEvent: (event) => events.push(event.kind) });
console.log(JSON.stringify({ url: server.url, kind: server.kind, events }));
process.stdin.resume();
process.stdin.once("end", () => void server.close());
