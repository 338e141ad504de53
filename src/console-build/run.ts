import { buildConsole } from "./build.ts";

/** `npm run console`, and part of `npm start`: the pages of the console, built when their sources changed. */
const began = performance.now();
if (await buildConsole()) process.stderr.write(`Đã dựng giao diện web trong ${((performance.now() - began) / 1000).toFixed(1)} giây.\n`);
