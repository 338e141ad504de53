import { open } from "node:fs/promises";
import type { Desk } from "./desk.ts";
import type { AxisMember } from "./members.ts";
import type { AgencyRecord } from "./records.ts";
import { refuse } from "./refusal.ts";

/** What the axis looks at in an envelope. */
export interface EnvelopeRoute {
  readonly to: readonly string[];
  readonly responseFor: readonly string[];
  readonly documentId: string;
  readonly subject: string;
  readonly code: string;
}

const HEADER_LIMIT = 1024 * 1024;

/** Reads the header of an envelope and nothing behind it. Refuses what is no edXML. */
export async function readEnvelopeRoute(path: string): Promise<EnvelopeRoute> {
  const file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_LIMIT), 0, HEADER_LIMIT, 0).finally(() => void file.close());
  const header = /<(?:\w+:)?MessageHeader\b.*?<\/(?:\w+:)?MessageHeader>/s.exec(buffer.toString("utf8", 0, bytesRead))?.[0].replaceAll(/<(\/?)\w+:/g, "<$1");
  if (header === undefined) return refuse("envelope");
  const one = (within: string, name: string): string => textOf(new RegExp(`<${name}>([^<]*)<`).exec(within)?.[1]);
  const parts = (name: string): string[] => [...header.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))].map((match) => match[1] ?? "");
  const own = header.replaceAll(/<ResponseFor>.*?<\/ResponseFor>/gs, "");
  const [responseFor] = parts("ResponseFor");
  return {
    to: parts("To").map((to) => one(to, "OrganId")),
    responseFor: responseFor === undefined ? [] : [one(responseFor, "OrganId")],
    documentId: one(own, "DocumentId") || one(responseFor ?? "", "DocumentId"),
    subject: one(own, "Subject"),
    code: [one(own, "CodeNumber"), one(own, "CodeNotation")].filter((part) => part !== "").join("/"),
  };
}

function textOf(text: string | undefined): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  return (text ?? "").replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name] ?? "").trim();
}

export async function reserialise(_desk: Desk, _member: AxisMember, _path: string, _receivers: readonly AgencyRecord[]): Promise<{ path: string; size: number } | null> {
  return null;
}
