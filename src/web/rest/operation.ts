import type { Request, Response } from "express";
import { z } from "zod";
import type { Callers } from "../../core/accounts/callers.ts";
import type { Access } from "../../core/actor.ts";
import type { HouseFaultCode } from "../../core/fault.ts";
import { readInput } from "../../core/read-input.ts";
import type { OpenDoor } from "../needs.ts";

/**
 * One operation of the API: the route, its documentation and its handler in one value. The router and the OpenAPI document are both
 * made from these, so neither can know of something the other does not.
 */
export interface Operation {
  readonly id: string;
  /** Enforced by the router before anything of the request is read. */
  readonly callers: Callers;
  readonly method: "get" | "post" | "patch" | "delete";
  /** As in OpenAPI: `/documents/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string | null;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly headers: z.ZodObject | null;
  readonly body: RequestBody;
  readonly answer: Answer;
  /** Refusals beyond those every operation has. */
  readonly faults: readonly HouseFaultCode[];
  run(needs: OpenDoor, access: Access, request: Request, response: Response): Promise<void>;
}

export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly schema: z.ZodType; readonly example: unknown }
  | { readonly kind: "multipart"; readonly metadata: z.ZodType; /** The metadata alone may come as JSON too. */ readonly orJson: boolean }
  | { readonly kind: "bytes" };

export type Answer =
  | { readonly kind: "json"; readonly statuses: Readonly<Record<number, string>>; readonly schema: z.ZodType }
  | { readonly kind: "redirect"; readonly statuses: Readonly<Record<number, string>> }
  | { readonly kind: "bytes"; readonly statuses: Readonly<Record<number, string>> }
  | { readonly kind: "events"; readonly statuses: Readonly<Record<number, string>> };

export interface Call<Params, Query, Body> {
  readonly needs: OpenDoor;
  readonly access: Access;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
  readonly response: Response;
}

/** View null: an answer without a body. */
export interface Reply<View> {
  readonly status: number;
  readonly view: View | null;
  readonly location?: string;
}

interface Described<Params extends z.ZodObject, Query extends z.ZodObject> {
  readonly id: string;
  readonly callers: Callers;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly faults?: readonly HouseFaultCode[];
}

const NOTHING = z.strictObject({});
type Nothing = typeof NOTHING;

/** GET of a JSON view. */
export function reading<View extends z.ZodType, Params extends z.ZodObject = Nothing, Query extends z.ZodObject = Nothing>(
  spec: Described<Params, Query> & { readonly view: View; handle(call: Call<z.output<Params>, z.output<Query>, null>): Promise<z.input<View>> },
): Operation {
  return {
    ...described(spec),
    method: "get",
    body: { kind: "none" },
    answer: { kind: "json", statuses: { 200: "Kết quả" }, schema: spec.view },
    run: async (needs, access, request, response) => {
      const view = await spec.handle({ needs, access, ...readParts(spec, request), body: null, request, response });
      response.json(view);
    },
  };
}

/** GET of bytes: the handler answers by itself. */
export function downloading<Params extends z.ZodObject = Nothing>(spec: Described<Params, Nothing> & { handle(call: Call<z.output<Params>, unknown, null>): Promise<void> }): Operation {
  return {
    ...described(spec),
    method: "get",
    faults: ["range-not-satisfiable", ...(spec.faults ?? [])],
    body: { kind: "none" },
    answer: { kind: "bytes", statuses: { 200: "Toàn bộ tệp", 206: "Khoảng byte đã yêu cầu (Range)", 304: "Không thay đổi (If-None-Match)" } },
    run: (needs, access, request, response) => spec.handle({ needs, access, ...readParts(spec, request), body: null, request, response }),
  };
}

/** GET of a file that is made while it is read, so it has no length and no ranges: the handler answers by itself. */
export function exporting<Params extends z.ZodObject = Nothing, Query extends z.ZodObject = Nothing>(spec: Described<Params, Query> & { handle(call: Call<z.output<Params>, z.output<Query>, null>): Promise<void> }): Operation {
  return {
    ...described(spec),
    method: "get",
    body: { kind: "none" },
    answer: { kind: "bytes", statuses: { 200: "Toàn bộ tệp" } },
    run: (needs, access, request, response) => spec.handle({ needs, access, ...readParts(spec, request), body: null, request, response }),
  };
}

/** GET that leads the browser elsewhere: the handler says where. */
export function leading<Query extends z.ZodObject = Nothing>(spec: Described<Nothing, Query> & { handle(call: Call<unknown, z.output<Query>, null>): Promise<string> }): Operation {
  return {
    ...described(spec),
    method: "get",
    body: { kind: "none" },
    answer: { kind: "redirect", statuses: { 302: "Chuyển hướng trình duyệt" } },
    run: async (needs, access, request, response) => {
      const location = await spec.handle({ needs, access, ...readParts(spec, request), body: null, request, response });
      response.status(302).setHeader("location", location).end();
    },
  };
}

/** GET of server-sent events: the handler answers by itself. */
export function streaming<Query extends z.ZodObject = Nothing>(spec: Described<Nothing, Query> & { readonly headers: z.ZodObject; handle(call: Call<unknown, z.output<Query>, null>): Promise<void> }): Operation {
  return {
    ...described(spec),
    method: "get",
    headers: spec.headers,
    body: { kind: "none" },
    answer: { kind: "events", statuses: { 200: "Dòng sự kiện, không có điểm kết thúc" } },
    run: (needs, access, request, response) => spec.handle({ needs, access, ...readParts(spec, request), body: null, request, response }),
  };
}

/** POST (or what `method` says): with a JSON body, a form the handler reads by itself, or none. */
export function doing<View extends z.ZodType, Params extends z.ZodObject = Nothing, Body extends z.ZodType = z.ZodNull, Query extends z.ZodObject = Nothing>(
  spec: Described<Params, Query> & {
    readonly method?: "post" | "patch" | "delete";
    readonly headers?: z.ZodObject;
    readonly json?: { readonly schema: Body; readonly example: unknown };
    readonly form?: { readonly metadata: z.ZodType; readonly orJson: boolean };
    /** A body of plain bytes, which the handler streams. */
    readonly bytes?: true;
    readonly view: View;
    readonly statuses: Readonly<Record<number, string>>;
    handle(call: Call<z.output<Params>, z.output<Query>, z.output<Body>>): Promise<Reply<z.input<View>>>;
  },
): Operation {
  const { json, form } = spec;
  return {
    ...described(spec),
    method: spec.method ?? "post",
    headers: spec.headers ?? null,
    body: json !== undefined ? { kind: "json", ...json } : form !== undefined ? { kind: "multipart", ...form } : spec.bytes === true ? { kind: "bytes" } : { kind: "none" },
    answer: { kind: "json", statuses: spec.statuses, schema: spec.view },
    run: async (needs, access, request, response) => {
      const schema: z.ZodType = json?.schema ?? z.null();
      const body = readInput(schema, json === undefined ? null : request.body) as z.output<Body>;
      const reply = await spec.handle({ needs, access, ...readParts(spec, request), body, request, response });
      if (reply.location !== undefined) response.setHeader("location", reply.location);
      response.status(reply.status);
      if (reply.view === null) response.end();
      else response.json(reply.view);
    },
  };
}

function described<Params extends z.ZodObject, Query extends z.ZodObject>(spec: Described<Params, Query>) {
  const { id, callers, path, tag, summary, description = null, params = NOTHING, query = NOTHING, faults = [] } = spec;
  return { id, callers, path, tag, summary, description, params, query, faults, headers: null };
}

function readParts<Params extends z.ZodObject, Query extends z.ZodObject>(spec: Described<Params, Query>, request: Request) {
  const params: z.ZodType = spec.params ?? NOTHING;
  const query: z.ZodType = spec.query ?? NOTHING;
  return {
    params: readInput(params, { ...request.params }, "/path") as z.output<Params>,
    query: readInput(query, { ...request.query }, "/query") as z.output<Query>,
  };
}
