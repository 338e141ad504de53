import { doorContract } from "./door.ts";
import { restClient } from "./rest-client.ts";

doorContract({ name: "REST", plan: {}, open: (_t, gateway) => Promise.resolve(restClient(gateway)) });
