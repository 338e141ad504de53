import { bundleGateway } from "./build.ts";

/* `npm run bundle`, and part of `npm start`: what was compiled goes into `build/gateway`. */
await bundleGateway();
