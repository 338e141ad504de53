import type { IncomingMessage, ServerResponse } from "node:http";
import type { AxisAccount, AxisDesk } from "./desk.ts";
import { AxisRefusal, type RefusalReason } from "./refusal.ts";
import { answerFailure, serveOperation, type Failure } from "./serve-operation.ts";

/** The wire of the axis over one desk, for whoever has the HTTP server. */
export interface AxisServer {
  /** Resolves when the answer is written, to why it was FAIL. */
  serve(operation: string, request: IncomingMessage, response: ServerResponse): Promise<Failure | null>;
  /** FAIL without asking the desk, in the shape the operation wants. */
  refuse(operation: string, request: IncomingMessage, response: ServerResponse, reason: RefusalReason, detail: string): Promise<void>;
}

export function axisServer<Account extends AxisAccount>(desk: AxisDesk<Account>): AxisServer {
  return {
    serve: (operation, request, response) => serveOperation(desk, operation, request, response),
    async refuse(operation, request, response, reason, detail) {
      await answerFailure(desk, operation, new AxisRefusal(reason, detail), request, response);
    },
  };
}
