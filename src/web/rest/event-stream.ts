import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Request, Response } from "express";
import type { Access } from "../../core/actor.ts";
import { eventJson, type EventJson } from "../../core/events/event-json.ts";
import type { FeedRequest } from "../../core/events/feed.ts";
import { HouseError } from "../../core/fault.ts";
import type { OpenDoor } from "../needs.ts";
import { tuningOf } from "../settings.ts";

export interface Stream {
  readonly needs: OpenDoor;
  readonly access: Access;
  readonly request: Request;
  readonly response: Response;
  readonly feed: Omit<FeedRequest, "limit">;
}

const PAGE = 100;
/** Several things that happen together are read together. */
const GATHER_MS = 25;
/** A reader that takes nothing for so long is gone. */
const STALLED_MS = 60_000;

/**
 * Server-sent events until the caller goes, its key is revoked, or we are asked to stop. Sleeps until the database says that something
 * happened; the heartbeat keeps proxies from closing and carries the cursor past events that were not for this caller.
 */
export async function streamEvents({ needs, access, request, response, feed }: Stream): Promise<void> {
  const { service } = needs;
  const gone = new AbortController();
  const ended = AbortSignal.any([gone.signal, needs.stopping]);
  response.once("close", () => gone.abort());
  const bell = openBell(ended);
  const stopListening = service.onEvents(bell.ring);
  try {
    let page = await service.events({ ...feed, limit: PAGE }, access); // a cursor that is wrong is refused before the stream begins
    response.status(200).setHeader("content-type", "text/event-stream; charset=utf-8").setHeader("x-accel-buffering", "no");
    response.flushHeaders();
    if (request.method === "HEAD") return;
    await write(response, `retry: 3000\nid: ${page.next}\n\n`);
    for (;;) {
      for (const event of page.events) await write(response, messageOf(eventJson(event)));
      if (!page.more) {
        const rung = await bell.next(tuningOf(needs.settings).heartbeatMs);
        if (ended.aborted) return;
        if (rung) await pause(GATHER_MS);
        else await write(response, `: còn đây\nid: ${page.next}\n\n`);
      }
      const now = await service.renewAccess(access);
      if (now === null || ended.aborted) return;
      page = await service.events({ ...feed, after: page.next, limit: PAGE }, now);
    }
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    stopListening();
    if (response.headersSent && !response.writableEnded) response.end();
  }
}

function messageOf(event: EventJson): string {
  return `id: ${event.cursor}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Writes no faster than the caller reads. */
async function write(response: Response, text: string): Promise<void> {
  if (response.destroyed) throw new HouseError("request-invalid", "the caller of the stream went away");
  if (response.write(text)) return;
  const over = new AbortController();
  const { signal } = over;
  const timer = setTimeout(() => over.abort(), STALLED_MS); // no AbortSignal.timeout inside AbortSignal.any: Node 20 loses it
  try {
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  } catch (cause) {
    response.destroy();
    throw new HouseError("request-too-slow", "the caller of the stream reads nothing", {}, { cause });
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

interface Bell {
  readonly ring: () => void;
  /** True when it was rung since the last time, false after the pause or at the end. */
  next(withinMs: number): Promise<boolean>;
}

function openBell(ended: AbortSignal): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async next(withinMs) {
      if (!rung && !ended.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(end, withinMs);
          wake = end;
          ended.addEventListener("abort", end);
          function end(): void {
            clearTimeout(timer);
            ended.removeEventListener("abort", end);
            wake = null;
            resolve();
          }
        });
      }
      const was = rung;
      rung = false;
      return was;
    },
  };
}
