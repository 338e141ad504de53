import { openQueue, type QueuePlace } from "./queue-place.ts";

/* A process of its own that takes work of the topic `deliver`, says `started <id>`, and never finishes it. `node consumer-process.js <place>` */
const queue = await openQueue(JSON.parse(process.argv[2] ?? "") as QueuePlace);
await queue.consume(
  "deliver",
  async (item) => {
    console.log(`started ${item.id}`);
    await new Promise(() => undefined);
  },
  { concurrency: 1 },
);
