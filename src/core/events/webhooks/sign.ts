import { createHmac, randomBytes } from "node:crypto";

/** Standard Webhooks 1.0.0, symmetric signatures: https://www.standardwebhooks.com */
const PREFIX = "whsec_";

/** 256 random bits, in the form every library of Standard Webhooks takes. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString("base64");
}

/**
 * The three headers of one attempt. Every valid secret signs, so that a receiver may change over at any moment;
 * the id stays the same over all attempts, the timestamp (whole seconds) is this attempt's.
 */
export function signedHeaders(id: string, body: string, secrets: readonly string[], at: Date): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at.getTime() / 1000).toString();
  const signatures = secrets.map((secret) => `v1,${createHmac("sha256", Buffer.from(secret.slice(PREFIX.length), "base64")).update(`${id}.${timestamp}.${body}`).digest("base64")}`);
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
