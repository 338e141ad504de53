import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";
import type { Config } from "#config";

export const CALLBACK = "/api/v1/session/oidc/callback";
const SECRET = "bi-mat-cua-cong";

/** A real OpenID Connect provider on this machine; whoever logs in is who they say. */
export interface RunningProvider {
  /** What a gateway is told of it. */
  configFor(clientId: string, createUnknown: boolean): NonNullable<Config["signOn"]>;
  /** Answers from now on, for the gateways at these addresses. */
  serve(gateways: readonly { readonly clientId: string; readonly url: string }[]): void;
  readonly issuer: string;
  close(): Promise<void>;
}

export async function openProvider(): Promise<RunningProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    configFor: (clientId, createUnknown) => ({ issuer, clientId, clientSecret: SECRET, claim: "preferred_username", createUnknown }),
    serve(gateways) {
      const provider = new Provider(issuer, {
        clients: gateways.map(({ clientId, url }) => ({ client_id: clientId, client_secret: SECRET, redirect_uris: [url + CALLBACK] })),
        claims: { openid: ["sub"], profile: ["preferred_username", "name"] },
        findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub: `ma-so-${sub}`, preferred_username: sub, name: `Ông ${sub}` }) }),
        cookies: { keys: ["chỉ để thử"] },
        pkce: { required: () => true },
      });
      const answer = provider.callback();
      server.removeAllListeners("request").on("request", (request, response) => void answer(request, response));
    },
    async close() {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}
