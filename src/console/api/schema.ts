// Made from the OpenAPI document by `npm run client`; a test holds it fresh.

export interface paths {
  "/api/v1/documents": {
    parameters: {};
    get: {
      parameters: { query?: { "receiver"?: string; "state"?: string; "recall"?: "asked" | "agreed" | "declined" | "unanswered" | "withdrawn"; "code"?: string; "q"?: string; "submittedFrom"?: string; "submittedTo"?: string; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DocumentPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: { "validate"?: "only"; }; header?: { "Idempotency-Key"?: string; }; path?: never; };
      requestBody: { content: { "multipart/form-data": { "metadata": components["schemas"]["SendDocument"]; "files": (Blob)[]; }; "application/json": components["schemas"]["SendDocument"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Submission"]; }; };
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Submission"]; }; };
        204: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Document"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/dispatches": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Dispatches"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/timeline": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Timelines"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/files/{index}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; "index": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        206: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        304: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        416: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/envelope": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        206: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        304: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        416: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/recall": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["Recall"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amended"]; }; };
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amended"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/take-back": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["Recall"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amended"]; }; };
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amended"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/update": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["Update"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amended"]; }; };
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amended"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/thread": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Thread"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/amendments": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Amendments"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/resend": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["Resend"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Resent"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming": {
    parameters: {};
    get: {
      parameters: { query?: { "sender"?: string; "state"?: "arrived" | "accepted" | "refused" | "assigned" | "processing" | "completed"; "recall"?: "asked" | "agreed" | "declined" | "unanswered" | "withdrawn"; "fetched"?: "true" | "false"; "q"?: string; "receivedFrom"?: string; "receivedTo"?: string; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["IncomingPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["IncomingDocument"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/versions": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["MetadataVersions"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/files/{index}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; "index": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        206: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        304: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        416: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/envelope": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        206: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        304: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        416: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/statuses": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Statuses"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["StatusCommand"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["StatusReported"]; }; };
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["StatusReported"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/thread": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Thread"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/recall-answer": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["AnswerRecall"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["StatusReported"]; }; };
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["StatusReported"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/acknowledge": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["IncomingDocument"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/agencies": {
    parameters: {};
    get: {
      parameters: { query?: { "q"?: string; "under"?: string; "active"?: "true" | "false"; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["AgencyPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/agencies/{code}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["AgencyDetail"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/agencies/{code}/history": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "limit"?: number; }; header?: never; path: { "code": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["AgencyHistory"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/events": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "limit"?: number; "types"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["EventPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/events/stream": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "types"?: string; }; header?: { "Last-Event-ID"?: string; }; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "text/event-stream": string; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/held": {
    parameters: {};
    get: {
      parameters: { query?: { "direction"?: "outgoing" | "incoming"; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/held/{id}/release": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["HoldDecision"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldDocument"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/held/{id}/discard": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["HoldDecision"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["HeldDocument"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/registers/{kind}": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; "tree"?: "true" | "false"; "period"?: "day" | "week" | "month" | "quarter" | "half" | "year"; "on"?: string; "from"?: string; "to"?: string; "after"?: string; "limit"?: number; }; header?: never; path: { "kind": "outgoing" | "incoming" | "follow-up" | "failed" | "paper"; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Register"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/registers/{kind}/file": {
    parameters: {};
    get: {
      parameters: { query: { "format": "csv" | "xlsx" | "pdf"; "agency"?: string; "tree"?: "true" | "false"; "period"?: "day" | "week" | "month" | "quarter" | "half" | "year"; "on"?: string; "from"?: string; "to"?: string; }; header?: never; path: { "kind": "outgoing" | "incoming" | "follow-up" | "failed" | "paper"; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/statistics/series": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; "tree"?: "true" | "false"; "period"?: "day" | "week" | "month" | "quarter" | "half" | "year"; "on"?: string; "from"?: string; "to"?: string; "step"?: "day" | "week" | "month"; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Series"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/statistics": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; "tree"?: "true" | "false"; "period"?: "day" | "week" | "month" | "quarter" | "half" | "year"; "on"?: string; "from"?: string; "to"?: string; "by"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ReportContent"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/statistics/file": {
    parameters: {};
    get: {
      parameters: { query: { "format": "csv" | "xlsx" | "pdf"; "agency"?: string; "tree"?: "true" | "false"; "period"?: "day" | "week" | "month" | "quarter" | "half" | "year"; "on"?: string; "from"?: string; "to"?: string; "by"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/reports": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["IssuedReportPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["IssueReport"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["IssuedReportWithNumbers"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/reports/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["IssuedReportWithNumbers"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/reports/{id}/file": {
    parameters: {};
    get: {
      parameters: { query: { "format": "csv" | "xlsx" | "pdf"; }; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/reports/{id}/verification": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ReportVerification"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/exchange-log": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; "tree"?: "true" | "false"; "peer"?: string; "direction"?: "outgoing" | "incoming"; "outcome"?: components["schemas"]["ExchangeOutcome"]; "state"?: "held" | "queued" | "sending" | "unknown" | "failed" | "expired" | "withdrawn" | "sent" | "arrived" | "accepted" | "refused" | "assigned" | "processing" | "completed"; "type"?: string; "urgency"?: "0" | "1" | "2" | "3" | "4"; "late"?: "true" | "false"; "from"?: string; "to"?: string; "q"?: string; "since"?: string; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ExchangeLogPage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/notices": {
    parameters: {};
    get: {
      parameters: { query?: { "open"?: "true" | "false"; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["NoticePage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NoticeCommand"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Notice"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/notices/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["NoticeWithMails"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/notices/{id}/file": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "*/*": Blob; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/notices/{id}/end": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["NoticeEnd"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Notice"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/notices/{id}/backfill": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["BackfillEntries"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["BackfillCommand"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["BackfillEntry"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/paper": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PaperFallback"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PaperRecords"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/uploads": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/octet-stream": Blob; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Upload"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Webhooks"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NewWebhook"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookWithSecret"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Webhook"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    patch: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["ChangeWebhook"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Webhook"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks/{id}/pause": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["WebhookReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Webhook"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks/{id}/resume": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["WebhookReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Webhook"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks/{id}/replay": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["Replay"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Webhook"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        410: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks/{id}/secrets": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["RotateSecret"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookWithSecret"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/webhooks/{id}/removal": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["WebhookReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["WebhookRemoved"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/deadlines": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; "receiver"?: string; "kind"?: components["schemas"]["DeadlineKind"]; "within"?: number; "state"?: "open" | "on-time" | "near" | "late" | "met" | "missed" | "void"; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DeadlinePage"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/deadlines/board": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; "receiver"?: string; "kind"?: components["schemas"]["DeadlineKind"]; "within"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DeadlineBoard"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/calendar/explain": {
    parameters: {};
    get: {
      parameters: { query: { "what": "receipt" | "send" | "acknowledge" | "register" | "minutes"; "agency": string; "at": string; "until"?: string; "urgency"?: "thuong" | "khan" | "thuong-khan" | "hoa-toc"; "version"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["TimeExplanation"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/calendar/days": {
    parameters: {};
    get: {
      parameters: { query: { "agency": string; "from"?: string; "to"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["CalendarDays"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/calendar/corrections": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Corrections"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["CalendarCorrection"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Correction"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/policies": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PolicyProfiles"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/policies/diff": {
    parameters: {};
    get: {
      parameters: { query: { "sender": string; "receiver": string; "senderOn"?: string; "receiverOn"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PoliciesCompared"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/policies/overrides": {
    parameters: {};
    get: {
      parameters: { query?: { "agency"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PolicyOverrides"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NewPolicyOverride"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PolicyOverride"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/policies/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PolicyProfileDetail"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/agencies/{code}/policy": {
    parameters: {};
    get: {
      parameters: { query?: { "on"?: string; }; header?: never; path: { "code": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Policy"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/document-checks": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "multipart/form-data": { "metadata": components["schemas"]["SendDocument"]; "files": (Blob)[]; }; "application/json": components["schemas"]["SendDocument"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Checkup"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/policy": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PolicyCheck"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/papers": {
    parameters: {};
    get: {
      parameters: { query?: { "state"?: "promised" | "matched" | "mismatched"; "direction"?: "outgoing" | "incoming"; "document"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PaperCopies"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/incoming/{id}/paper": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PaperDecision"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PaperCopy"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/documents/{id}/paper/{receiver}": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; "receiver": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PaperDecision"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PaperCopy"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/setup": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Setup"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["SetUp"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/oidc": {
    parameters: {};
    get: {
      parameters: { query?: { "ve"?: string; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        302: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        502: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/oidc/callback": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        302: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/oidc/code": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["SignOnCode"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["SignIn"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    delete: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        204: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/password": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NewPassword"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/second-factor": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["SecondFactor"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["SecondFactorStep"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    delete: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["OwnPassword"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Session"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/list": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Sessions"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/session/list/{id}": {
    parameters: {};
    delete: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        204: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/accounts": {
    parameters: {};
    get: {
      parameters: { query?: { "q"?: string; "locked"?: "true" | "false"; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Accounts"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NewAccount"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["AccountWithPassword"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/accounts/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Account"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    patch: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["ChangeAccount"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Account"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/accounts/{id}/reset": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["ResetPassword"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["AccountWithPassword"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/accounts/{id}/lock": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["AccountReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Account"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/accounts/{id}/unlock": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["AccountReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Account"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/accounts/{id}/hand-over": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["OpenHandover"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Handover"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/hand-overs": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Handovers"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/hand-overs/{id}/finish": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Handover"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/audit": {
    parameters: {};
    get: {
      parameters: { query?: { "account"?: string; "kind"?: string; "from"?: string; "to"?: string; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Audit"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peers"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NewPeer"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/configuration": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PeerFileOutput"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/configuration/compare": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["PeerFile"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PeersCompared"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/configuration/apply": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["ApplyPeers"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peers"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    patch: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["ChangePeer"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/test": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PeerTest"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/activate": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PeerReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/pause": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PeerReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/resume": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PeerReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/retire": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["PeerReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/keys": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["RotatePeerKey"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Peer"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/test-document": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "code": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["TestDocument"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["TestDocumentSent"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/peers/{code}/history": {
    parameters: {};
    get: {
      parameters: { query?: { "limit"?: number; }; header?: never; path: { "code": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["PeerHistory"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/why/{id}": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Whys"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/queues": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Queues"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/queues/{channel}/hold": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "channel": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["OperatorReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Queue"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/queues/{channel}/release": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "channel": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["OperatorReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Queue"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/dead-letters": {
    parameters: {};
    get: {
      parameters: { query?: { "channel"?: string; "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DeadLetters"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/dead-letters/resend": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["ResendMany"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ResentMany"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/quarantine": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Quarantine"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/quarantine/{id}/retry": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["OperatorReason"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["QuarantinedEnvelope"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/api-keys": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ApiKeys"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["NewApiKey"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ApiKeyWithSecret"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/api-keys/{id}/revoke": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["RevokeApiKey"]; }; };
      responses: {
        204: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/certificates": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Certificates"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/certificates/partners": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["RegisterCertificate"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["CertificateExpiry"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/certificates/partners/revoke": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["RevokeCertificate"]; }; };
      responses: {
        204: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/signing-keys/{agency}/next": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "agency": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["StageSigningKey"]; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["CertificateExpiry"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/signing-keys/{agency}/promotion": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "agency": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["SigningKeyReason"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["CertificateExpiry"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/signing-keys/{agency}/next/drop": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "agency": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["SigningKeyReason"]; }; };
      responses: {
        204: { headers: { readonly [name: string]: unknown }; content?: never; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/agency-closures": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["CloseAgencies"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["ClosedAgencies"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/directory-syncs": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DirectorySyncs"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["AskDirectorySync"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DirectorySyncAsked"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/directory-syncs/{id}": {
    parameters: {};
    get: {
      parameters: { query?: { "after"?: string; "limit"?: number; }; header?: never; path: { "id": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DirectorySyncDetail"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/directory-syncs/{id}/decision": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path: { "id": string; }; };
      requestBody: { content: { "application/json": components["schemas"]["SyncDecision"]; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["DirectorySync"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/attention": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Attentions"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/journal/integrity": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["JournalIntegrity"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/journal/verification": {
    parameters: {};
    get: {
      parameters: { query?: { "newest"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["JournalVerification"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/backups": {
    parameters: {};
    get: {
      parameters: { query?: { "limit"?: number; }; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Backups"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["StartBackup"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["BackupRun"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/backups/verification": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["VerifyBackup"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["BackupRun"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/backups/rehearsal": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": components["schemas"]["RehearseBackup"]; }; };
      responses: {
        202: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["BackupRun"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/backups/{digest}/restore-plan": {
    parameters: {};
    get: {
      parameters: { query?: { "limit"?: number; }; header?: never; path: { "digest": string; }; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["RestorePlan"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/samples": {
    parameters: {};
    get: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody?: never;
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["Samples"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": { "reason": string; }; }; };
      responses: {
        201: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["LoadedSamples"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
  "/api/v1/samples/removal": {
    parameters: {};
    post: {
      parameters: { query?: never; header?: never; path?: never; };
      requestBody: { content: { "application/json": { "reason": string; }; }; };
      responses: {
        200: { headers: { readonly [name: string]: unknown }; content: { "application/json": components["schemas"]["RemovedSamples"]; }; };
        400: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        401: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        403: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        404: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        408: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        409: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        413: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        415: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        422: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        429: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        500: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
        503: { headers: { readonly [name: string]: unknown }; content: { "application/problem+json": components["schemas"]["Problem"]; }; };
      };
    };
  };
}

export interface components {
  schemas: {
    SendDocument: { "sender": string; "receivers": ({ "organId": string; })[]; "code": { "number": string; "notation": string; }; "documentId"?: string; "issuedOn": string; "issuedAt": string; "documentType": string; "subject": string; "content"?: string; "signer": { "competence"?: string; "position"?: string; "fullName": string; }; "dueOn"?: string; "urgency"?: "thuong" | "khan" | "thuong-khan" | "hoa-toc"; "secrecy"?: string; "steering"?: "none" | "steers" | "reports"; "paperOriginal"?: boolean; "paperReason"?: string; "purpose"?: "steering" | "comment" | "for-information" | "report" | "periodic-report" | "work-schedule" | "invitation" | "meeting-papers" | "working-papers" | "draft-for-comment" | "one-stop-dossier" | "individual-decision" | "asset-declaration" | "inspection-conclusion" | "financial-records"; "categories"?: ("petition" | "complaint" | "denunciation" | "ethnic-religious-foreign" | "one-stop-dossier" | "sensitive")[]; "release"?: { "person": string; "reason": string; }; "separateDossier"?: { "items": ({ "name": string; "quantity"?: number; "sha256"?: string; })[]; }; "toPlaces"?: (string)[]; "sphere"?: string; "typerNotation"?: string; "copies"?: number; "pages"?: number; "appendixes"?: (string)[]; "responseFor"?: ({ "organId": string; "code": string; "documentId": string; "issuedOn"?: string; "completes"?: boolean; })[]; "replaces"?: { "id": string; "reason": string; }; "staff"?: { "department"?: string; "fullName": string; "email"?: string; "phone"?: string; }; "files"?: ({ "name": string; "description"?: string; })[]; };
    Recall: { "reason": string; "receivers"?: (string)[]; "person"?: { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; };
    Update: { "reason": string; "change"?: { "subject"?: string; "content"?: string; "dueOn"?: string; "urgency"?: "thuong" | "khan" | "thuong-khan" | "hoa-toc"; "toPlaces"?: (string)[]; "documentType"?: string; "signer"?: { "competence"?: string; "position"?: string; "fullName": string; }; }; "addReceivers"?: (string)[]; "removeReceivers"?: (string)[]; "person"?: { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; };
    Resend: { "transmissionId"?: string; "reason": string; };
    StatusCommand: { "action": "accept"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "note"?: string; } | { "action": "refuse"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "code": "INCOMPLETE" | "INTEGRITY_FAIL" | "SIGNATURE_INVALID" | "CERT_REVOKED_OR_EXPIRED" | "UNSIGNED" | "WRONG_RECIPIENT" | "DUPLICATE" | "FORMAT_NOT_ALLOWED" | "TOO_LARGE" | "MALWARE" | "SECRET_CONTENT" | "FORBIDDEN_CATEGORY" | "OTHER"; "reason": string; } | { "action": "assign"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "note"?: string; } | { "action": "process"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "note"?: string; } | { "action": "complete"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "note"?: string; };
    AnswerRecall: { "answer": "agree"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "note"?: string; } | { "answer": "decline"; "person": { "fullName": string; "department"?: string; "email"?: string; "phone"?: string; }; "reason": string; };
    HoldDecision: { "person": { "fullName": string; "position"?: string; }; "reason": string; };
    IssueReport: { "agency"?: string; "tree"?: boolean; "period"?: "day" | "week" | "month" | "quarter" | "half" | "year"; "on"?: string; "from"?: string; "to"?: string; "reason"?: string | null; };
    ExchangeOutcome: "waiting" | "sent" | "arrived" | "accepted" | "refused" | "failed" | "withdrawn";
    NoticeCommand: { "kind": "incident" | "maintenance"; "agency": string; "number": string; "what": string; "suspendedFrom": string; "resumesAt"?: string | null; "temporaryMeasures": string; "backfillMeasures": string; "agencies"?: (string)[]; "contacts"?: (string)[]; "signer": string; };
    NoticeEnd: { "resumedAt"?: string; "remedy": string; };
    BackfillCommand: { "agency": string; "direction": "outgoing" | "incoming"; "code": string; "issuedOn": string; "typeName"?: string; "subject": string; "peer": { "code"?: string | null; "name": string; }; "happenedAt": string; "person": string; };
    PaperFallback: { "receivers"?: (string)[]; "reason": string; "notice"?: string | null; "sentAt"?: string; "person": string; };
    NewWebhook: { "name": string; "url": string; "agencies"?: (string)[]; "types"?: ("document.submitted" | "document.duplicate-alarm" | "document.changed" | "document.held" | "document.released" | "document.discarded" | "dispatch.moved" | "dispatch.contradiction" | "transmission.failed" | "incoming.arrived" | "incoming.fetched" | "incoming.moved" | "incoming.changed" | "incoming.held" | "incoming.discarded" | "inbound.quarantined" | "inbound.reprocess" | "work.dead" | "channel.paused" | "channel.resumed" | "receipt.renewed" | "deadline.near" | "deadline.late" | "calendar.corrected" | "clock.offset" | "report.issued" | "notice.issued" | "notice.ended")[]; "after"?: string; "reason"?: string; };
    ChangeWebhook: { "reason": string; "name"?: string; "url"?: string; "agencies"?: (string)[] | null; "types"?: ("document.submitted" | "document.duplicate-alarm" | "document.changed" | "document.held" | "document.released" | "document.discarded" | "dispatch.moved" | "dispatch.contradiction" | "transmission.failed" | "incoming.arrived" | "incoming.fetched" | "incoming.moved" | "incoming.changed" | "incoming.held" | "incoming.discarded" | "inbound.quarantined" | "inbound.reprocess" | "work.dead" | "channel.paused" | "channel.resumed" | "receipt.renewed" | "deadline.near" | "deadline.late" | "calendar.corrected" | "clock.offset" | "report.issued" | "notice.issued" | "notice.ended")[] | null; };
    WebhookReason: { "reason": string; };
    Replay: { "after": string; "reason": string; };
    RotateSecret: { "keepHours"?: number; "reason": string; };
    DeadlineKind: "send" | "acknowledge" | "register" | "process" | "recall-answer";
    CalendarCorrection: { "action": "decide"; "date": string; "decision": "official" | "rejected"; "source": string; "reason": string; } | { "action": "day"; "date": string; "kind": "holiday" | "substitute" | "swap_off" | "swap_work"; "name": string; "swappedWith"?: string; "source": string; "reason": string; } | { "action": "override"; "scope": string; "date": string; "sessions": ((string)[])[]; "name": string; "source": string; "reason": string; } | { "action": "withdraw-override"; "scope": string; "date": string; "reason": string; } | { "action": "hours"; "scope": string; "validFrom": string; "validTo"?: string; "season"?: { "from": string; "to": string; }; "sessions": ((string)[])[]; "weekdays"?: (number)[]; "source": string; "reason": string; } | { "action": "receipt-rule"; "scope": string; "rule": "NONE" | "NEXT_OFFICE_HOURS"; "validFrom": string; "citation": string; "source": string; "reason": string; } | { "action": "year"; "year": number; "state": "complete" | "pending"; "source": string; "reason": string; };
    NewPolicyOverride: { "agency": string; "decision": { "number": string; "issuedOn": string; "issuer": string; }; "profile"?: string | null; "rules"?: ({ "rule": "secrecy" | "file-formats" | "main-file-formats" | "file-size" | "document-size" | "file-name" | "text" | "metadata" | "document-types" | "numbering" | "urgency" | "forbidden-categories" | "signature" | "virus-scan" | "paper" | "account-name" | "network"; "article": string; "value": unknown; })[]; "validFrom": string; "validTo"?: string | null; "reason": string; };
    PaperDecision: { "matches": boolean; "person": string; "note"?: string; };
    SetUp: { "setupToken": string; "userName": string; "fullName": string; "password": string; };
    SignOnCode: { "code": string; };
    SignIn: { "userName": string; "password": string; "code"?: string; };
    NewPassword: { "current": string; "next": string; };
    SecondFactor: { "password": string; } | { "code": string; };
    OwnPassword: { "password": string; };
    NewAccount: { "userName": string; "fullName": string; "roles": ("clerk" | "leader" | "supervisor" | "operator" | "auditor")[]; "agencies"?: (string)[]; "supervises"?: (string)[]; "decision"?: string; "signOnName"?: string; };
    ChangeAccount: { "reason": string; "fullName"?: string; "roles"?: ("clerk" | "leader" | "supervisor" | "operator" | "auditor")[]; "agencies"?: (string)[]; "supervises"?: (string)[]; "decision"?: string; "signOnName"?: string | null; };
    ResetPassword: { "reason": string; "secondFactor"?: boolean; };
    AccountReason: { "reason": string; };
    OpenHandover: { "successor": string; "decision": string; "decidedOn": string; };
    NewPeer: { "code": string; "kind": "axis" | "amqp"; "name": string; "endpoint": string; "account": string; "reaches": (string)[]; "dialect"?: "standard" | "qcvn-102-2016" | "qd-20-2020" | "net-sdk" | "lib-0.0.3" | null; "policyProfile"?: string | null; "maxDocumentMb"?: number | null; "whenPaused"?: "wait" | "fall-back"; "takesDirectory"?: boolean; "pullSeconds"?: number; "link"?: { "here": string; "there": string; } | null; "certificate"?: string | null; "nextCertificate"?: string | null; "secret": string; "reason": string; };
    PeerFile: { "version": 1; "peers": ({ "code": string; "kind": "axis" | "amqp"; "name": string; "endpoint": string; "account": string; "reaches": (string)[]; "dialect"?: "standard" | "qcvn-102-2016" | "qd-20-2020" | "net-sdk" | "lib-0.0.3" | null; "policyProfile"?: string | null; "maxDocumentMb"?: number | null; "whenPaused"?: "wait" | "fall-back"; "takesDirectory"?: boolean; "pullSeconds"?: number; "link"?: { "here": string; "there": string; } | null; "certificate"?: string | null; "nextCertificate"?: string | null; })[]; };
    ApplyPeers: { "reason": string; "review": string; "file": components["schemas"]["PeerFile"]; };
    ChangePeer: { "reason": string; "revision"?: number; "name"?: string; "endpoint"?: string; "account"?: string; "reaches"?: (string)[]; "dialect"?: "standard" | "qcvn-102-2016" | "qd-20-2020" | "net-sdk" | "lib-0.0.3" | null; "policyProfile"?: string | null; "maxDocumentMb"?: number | null; "whenPaused"?: "wait" | "fall-back"; "takesDirectory"?: boolean; "pullSeconds"?: number; "link"?: { "here": string; "there": string; } | null; "certificate"?: string | null; "nextCertificate"?: string | null; };
    PeerReason: { "reason": string; };
    RotatePeerKey: { "reason": string; "secret"?: string; "keepHours"?: number; "promoteCertificate"?: boolean; };
    TestDocument: { "sender": string; "receiver": string; "reason": string; };
    OperatorReason: { "reason": string; };
    ResendMany: { "ids"?: (string)[]; "channel"?: string; "reason": string; };
    NewApiKey: { "name": string; "agencies"?: (string)[]; "supervises"?: (string)[]; "reason"?: string; };
    RevokeApiKey: { "reason": string; };
    RegisterCertificate: { "agency": string; "certificate": string; "reason": string; };
    RevokeCertificate: { "agency": string; "fingerprint": string; "reason": string; };
    StageSigningKey: { "p12"?: string; "password"?: string; "privateKey"?: string; "certificate"?: string; "reason": string; };
    SigningKeyReason: { "reason": string; };
    CloseAgencies: { "codes": (string)[]; "successor": string | null; "lastDay": string; "reason": string; };
    AskDirectorySync: { "reason": string; };
    SyncDecision: { "decision": "accept" | "reject"; "reason": string; };
    StartBackup: { "reason": string; };
    VerifyBackup: { "digest": string; "reason": string; };
    RehearseBackup: { "digest": string; "reason": string; };
    Submission: { "created": boolean; "document": components["schemas"]["Document"]; };
    Document: { "id": string; "sender": { "organId": string; "name": string | null; }; "receivers": ({ "organId": string; "name": string | null; })[]; "documentId": string; "code": { "number": string; "notation": string; "text": string; }; "documentType": string; "subject": string; "issuedOn": string; "issuedAt": string; "signer": { "competence": string | null; "position": string | null; "fullName": string; }; "dueOn": string | null; "urgency": "thuong" | "khan" | "thuong-khan" | "hoa-toc" | "hoa-toc-hen-gio"; "steering": "none" | "steers" | "reports"; "paperOriginal": boolean; "responseFor": ({ "organId": string; "code": string; "documentId": string; "issuedOn": string | null; })[]; "files": (components["schemas"]["File"])[]; "envelope": components["schemas"]["Envelope"]; "submittedAt": string; "submittedBy": string; "legalEffect": components["schemas"]["LegalEffect"] | null; "hold": components["schemas"]["Hold"] | null; "purgedAt": string | null; "dispatches": (components["schemas"]["Dispatch"])[]; "links": { "self": string; "dispatches": string; "timeline": string; }; };
    File: { "index": number; "name": string; "description": string | null; "contentType": string; "size": number; "sha256": string; "href": string | null; "finding": components["schemas"]["FileFinding"] | null; };
    FileFinding: { "detected": "pdf" | "docx" | "xlsx" | "pptx" | "doc" | "xls" | "ppt" | "odt" | "ods" | "odp" | "rtf" | "txt" | "csv" | "jpg" | "png" | "tif" | "zip" | "gif" | "html" | "xml" | "executable" | "archive" | "ole" | null; "agreement": "agrees" | "differs" | "unknown"; "encrypted": boolean; "pages": number | null; "signatures": (components["schemas"]["PdfSignature"])[]; "virus": { "kind": "clean" | "infected" | "unscanned"; "text": string; } | null; "notes": (string)[]; };
    PdfSignature: { "kind": "person" | "agency" | "timestamp" | "unknown"; "signerName": string | null; "organization": string | null; "subject": string | null; "issuer": string | null; "signedAt": string | null; "reason": string | null; "covers": "whole" | "revision" | "broken"; "later": "nothing" | "signatures" | "changed"; "check": { "kind": "valid" | "altered" | "malformed" | "weak" | "untrusted" | "expired" | "unreadable" | "unchecked"; "text": string; "chain": (string)[]; "timeProof": "timestamp" | "claimed" | "none" | null; "revocation": "not-revoked" | "unknown" | null; }; };
    Envelope: { "sha256": string; "size": number; "href": string; };
    LegalEffect: { "effect": "full" | "for_information"; "text": string; "missing": ({ "what": "main-not-pdf" | "main-unreadable" | "person-signature" | "agency-signature" | "attachment-agency-signature" | "changed-after-signing" | "signature-not-valid"; "file": string; "message": string; "rule": string; })[]; "verified": boolean; };
    Hold: { "state": "held" | "released" | "discarded"; "reason": string; "rule": string; "stamps": ({ "level": "mat" | "toi-mat" | "tuyet-mat"; "text": string; "fileIndex": number; "page": number | null; })[]; "scans": ({ "fileIndex": number; "kind": "infected" | "unscanned"; "text": string; })[]; "heldAt": string; "decision": { "at": string; "person": string; "reason": string; } | null; };
    Dispatch: { "id": string; "transmissionId": string; "receiver": { "organId": string; "code": string; "name": string; }; "channel": string; "state": components["schemas"]["DispatchState"]; "controlModel": "sender_owned" | "shared"; "instants": { "submittedAt": string; "leftAt": string | null; "enteredAt": string | null; "receivedAt": string | null; "effectiveAt": string | null; "effectiveExplanation": string | null; "effectiveProvisional": boolean | null; "calendarVersion": string | null; "acknowledgedAt": string | null; "decidedAt": string | null; }; "refusal": components["schemas"]["Refusal"] | null; "recall": components["schemas"]["Request"] | null; "update": components["schemas"]["Request"] | null; };
    DispatchState: "held" | "queued" | "sending" | "unknown" | "failed" | "expired" | "withdrawn" | "sent" | "arrived" | "accepted" | "refused" | "assigned" | "processing" | "completed";
    Refusal: { "code": string; "text": string; "person": string; };
    Request: { "state": components["schemas"]["RequestState"]; "reason": string; "askedAt": string; "answerDueAt": string | null; "answeredAt": string | null; "answer": string | null; "person": string | null; };
    RequestState: "asked" | "agreed" | "declined" | "unanswered" | "withdrawn";
    Problem: { "type": string; "title": string; "status": number; "detail": string; "code": string; "requestId": string; "problems"?: ({ "field": string; "code": string; "message": string; "rule": string; "found"?: string; "allowed"?: string; "profile"?: string; })[]; "facts"?: Record<string, unknown>; "reference"?: string; };
    DocumentPage: { "items": (components["schemas"]["Document"])[]; "next": string | null; };
    Dispatches: { "dispatches": (components["schemas"]["Dispatch"])[]; "transmissions": (components["schemas"]["Transmission"])[]; };
    Transmission: { "id": string; "state": "queued" | "sending" | "unknown" | "entered" | "failed" | "withdrawn"; "channel": string; "receivers": (string)[]; "attempts": number; "nextAttemptAt": string | null; "partnerMessageId": string | null; "leftAt": string | null; "enteredAt": string | null; "lastFault": { "code": string; "reason": string; "at": string; } | null; };
    Timelines: { "items": (components["schemas"]["Timeline"])[]; };
    Timeline: { "dispatchId": string; "receiver": { "organId": string; "name": string; }; "state": components["schemas"]["DispatchState"]; "now": string; "sent": { "at": string; "rule": string; "leaving": { "at": string; "rule": string; }; "entering": { "at": string; "rule": string; }; } | null; "steps": ({ "at": string; "kind": "submitted" | "left" | "entered" | "received" | "effective" | "acknowledged" | "status"; "statusCode": string | null; "text": string; })[]; };
    Amended: { "created": boolean; "amendment": components["schemas"]["Amendment"]; "document": components["schemas"]["Document"]; };
    Amendment: { "id": string; "kind": "recall" | "take-back" | "update"; "reason": string; "receivers": (string)[]; "askedAt": string; "askedBy": string; };
    Thread: { "items": ({ "direction": "outgoing" | "incoming"; "id": string; "href": string; "code": string; "subject": string; "sender": string; "receiver": string | null; "at": string; "mentions": ({ "relation": "answers" | "replaces"; "identityKey": string; })[]; "identityKey": string; })[]; "truncated": boolean; };
    Amendments: { "items": (components["schemas"]["Amendment"])[]; };
    Resent: { "transmissions": (components["schemas"]["Transmission"])[]; };
    IncomingPage: { "items": (components["schemas"]["IncomingDocument"])[]; "next": string | null; };
    IncomingDocument: { "id": string; "channel": string; "receiverCode": string; "senderCode": string; "sender": { "organId": string; "name": string | null; }; "receivers": ({ "organId": string; "name": string | null; })[]; "documentId": string; "code": { "number": string; "notation": string; "text": string; }; "documentType": string; "subject": string; "issuedOn": string; "issuedAt": string; "signer": { "competence": string | null; "position": string | null; "fullName": string; }; "dueOn": string | null; "urgency": "thuong" | "khan" | "thuong-khan" | "hoa-toc" | "hoa-toc-hen-gio"; "steering": "none" | "steers" | "reports"; "paperOriginal": boolean; "responseFor": ({ "organId": string; "code": string; "documentId": string; "issuedOn": string | null; })[]; "content": string | null; "files": (components["schemas"]["File"])[]; "envelope": components["schemas"]["Envelope"]; "verdict": components["schemas"]["SignatureVerdict"]; "warnings": ({ "code": string; "path": string; "found": string | null; })[]; "state": components["schemas"]["IncomingState"]; "receivedAt": string; "effectiveAt": string; "effectiveExplanation": string; "effectiveProvisional": boolean; "calendarVersion": string; "fetchedAt": string | null; "decidedAt": string | null; "refusal": components["schemas"]["Refusal"] | null; "updates": number; "updatedAt": string | null; "legalEffect": components["schemas"]["LegalEffect"] | null; "hold": components["schemas"]["Hold"] | null; "recall": components["schemas"]["Request"] | null; "purgedAt": string | null; "links": { "self": string; "statuses": string; "acknowledge": string; "versions": string; }; };
    SignatureVerdict: { "kind": "intact" | "relayed" | "altered" | "untrusted" | "invalid" | "unsigned"; "text": string; "signer": { "subject": string; "issuer": string; "serialNumber": string; "fingerprint": string; "notBefore": string; "notAfter": string; } | null; "details": (string)[]; };
    IncomingState: "arrived" | "accepted" | "refused" | "assigned" | "processing" | "completed";
    MetadataVersions: { "items": (components["schemas"]["MetadataVersion"])[]; };
    MetadataVersion: { "documentId": string; "code": { "number": string; "notation": string; "text": string; }; "documentType": string; "subject": string; "issuedOn": string; "issuedAt": string; "signer": { "competence": string | null; "position": string | null; "fullName": string; }; "dueOn": string | null; "urgency": "thuong" | "khan" | "thuong-khan" | "hoa-toc" | "hoa-toc-hen-gio"; "steering": "none" | "steers" | "reports"; "paperOriginal": boolean; "responseFor": ({ "organId": string; "code": string; "documentId": string; "issuedOn": string | null; })[]; "content": string | null; "statedAt": string | null; "replacedAt": string; "reason": string; };
    Statuses: { "items": (components["schemas"]["Status"])[]; };
    Status: { "id": string; "statusCode": "13" | "15" | "16" | "01" | "02" | "03" | "04" | "05" | "06"; "text": string; "staff": { "department": string | null; "fullName": string | null; "email": string | null; "phone": string | null; } | null; "description": string | null; "statedAt": string; "recordedAt": string; };
    StatusReported: { "created": boolean; "status": components["schemas"]["Status"]; "document": components["schemas"]["IncomingDocument"]; };
    AgencyPage: { "items": (components["schemas"]["Agency"])[]; "next": string | null; };
    Agency: { "code": string; "legacyCode": string | null; "organId": string; "name": string | null; "level": number; "parent": string | null; "aliases": (string)[]; "active": boolean; "note": string | null; "validFrom": string | null; "validTo": string | null; "successor": { "code": string; "name": string | null; } | null; "contact": { "email": string | null; "phone": string | null; "fax": string | null; "website": string | null; "address": string | null; "inCharge": string | null; }; "channel": string | null; "dialect": string | null; "limits": { "maxFileMb": number | null; "maxDocumentMb": number | null; "formats": (string)[] | null; }; "hosted": boolean; "source": "axis" | "manual" | "catalogue"; "heldFields": (string)[]; "vanishedAt": string | null; "links": { "self": string; "history": string; }; };
    AgencyDetail: { "code": string; "legacyCode": string | null; "organId": string; "name": string | null; "level": number; "parent": string | null; "aliases": (string)[]; "active": boolean; "note": string | null; "validFrom": string | null; "validTo": string | null; "successor": { "code": string; "name": string | null; } | null; "contact": { "email": string | null; "phone": string | null; "fax": string | null; "website": string | null; "address": string | null; "inCharge": string | null; }; "channel": string | null; "dialect": string | null; "limits": { "maxFileMb": number | null; "maxDocumentMb": number | null; "formats": (string)[] | null; }; "hosted": boolean; "source": "axis" | "manual" | "catalogue"; "heldFields": (string)[]; "vanishedAt": string | null; "links": { "self": string; "history": string; }; "history": components["schemas"]["AgencyHistory"]; };
    AgencyHistory: { "items": (components["schemas"]["AgencyChange"])[]; "next": string | null; };
    AgencyChange: { "position": string; "at": string; "by": string; "source": "catalogue" | "sync" | "csv" | "hand"; "reason": string | null; "kind": "added" | "changed" | "vanished" | "returned"; "before": Record<string, unknown>; "after": Record<string, unknown>; "shadowed": Record<string, unknown>; "syncId": string | null; };
    EventPage: { "items": (components["schemas"]["Event"])[]; "next": string; "more": boolean; };
    Event: { "id": string; "cursor": string; "type": "document.submitted" | "document.duplicate-alarm" | "document.changed" | "document.held" | "document.released" | "document.discarded" | "dispatch.moved" | "dispatch.contradiction" | "transmission.failed" | "incoming.arrived" | "incoming.fetched" | "incoming.moved" | "incoming.changed" | "incoming.held" | "incoming.discarded" | "inbound.quarantined" | "inbound.reprocess" | "work.dead" | "channel.paused" | "channel.resumed" | "receipt.renewed" | "deadline.near" | "deadline.late" | "calendar.corrected" | "clock.offset" | "report.issued" | "notice.issued" | "notice.ended"; "timestamp": string; "agency": string | null; "subject": components["schemas"]["EventSubject"]; "data": Record<string, unknown>; };
    EventSubject: components["schemas"]["OutgoingSubject"] | components["schemas"]["IncomingSubject"] | components["schemas"]["InboundSubject"] | components["schemas"]["GatewaySubject"];
    OutgoingSubject: { "kind": "outgoing"; "id": string; "documentId": string; "code": string; "href": string; };
    IncomingSubject: { "kind": "incoming"; "id": string; "documentId": string; "code": string; "sender": string; "href": string; };
    InboundSubject: { "kind": "inbound"; "id": string; };
    GatewaySubject: { "kind": "gateway"; };
    HeldPage: { "items": (components["schemas"]["HeldDocument"])[]; "next": string | null; };
    HeldDocument: { "direction": "outgoing" | "incoming"; "id": string; "href": string; "agency": string; "sender": string; "receivers": (string)[]; "documentId": string; "code": string; "hold": components["schemas"]["Hold"]; };
    Register: { "title": string; "form": string; "scope": components["schemas"]["Scope"]; "period": components["schemas"]["Period"]; "columns": (components["schemas"]["Column"])[]; "items": ({ "id": string; "cells": Record<string, string | number | null>; })[]; "next": string | null; };
    Scope: { "code": string; "name": string; "tree": boolean; };
    Period: { "kind": "day" | "week" | "month" | "quarter" | "half" | "year" | "range"; "from": string; "to": string; "name": string; };
    Column: { "key": string; "title": string; "kind": "text" | "date" | "instant" | "number" | "percent" | "minutes"; };
    Series: { "scope": components["schemas"]["Scope"]; "period": components["schemas"]["Period"]; "step": "day" | "week" | "month"; "asOf": string; "points": (components["schemas"]["SeriesPoint"])[]; "failingPeers": ({ "code": string; "name": string; "exchanges": number; "failed": number; "refused": number; "waiting": number; })[]; };
    SeriesPoint: { "from": string; "to": string; "name": string; "outgoing": components["schemas"]["Numbers"]; "incoming": components["schemas"]["Numbers"]; };
    Numbers: { "documents": number; "exchanges": number; "sent": number; "onTime": number; "late": number; "answered": number; "answeredInDay": number; "accepted": number; "refused": number; "failed": number; "withdrawn": number; "waiting": number; "recalls": number; "recallsAgreed": number; "recallsDeclined": number; "electronicOnly": number; "signed": number; "documentSigned": number; "answerP50": number | null; "answerP95": number | null; "decideP50": number | null; "decideP95": number | null; };
    ReportContent: { "scope": components["schemas"]["Scope"]; "period": components["schemas"]["Period"]; "asOf": string; "total": { "outgoing": components["schemas"]["Numbers"]; "incoming": components["schemas"]["Numbers"]; }; "tables": { "agency"?: (components["schemas"]["ReportLine"])[]; "peer"?: (components["schemas"]["ReportLine"])[]; "type"?: (components["schemas"]["ReportLine"])[]; "urgency"?: (components["schemas"]["ReportLine"])[]; }; "operations": { "incidents": number; "maintenances": number; "suspendedMinutes": number; "paperFallbacks": number; "backfilled": number; }; };
    ReportLine: { "key": string; "label": string; "depth": number; "outgoing": components["schemas"]["Numbers"]; "incoming": components["schemas"]["Numbers"]; };
    IssuedReportWithNumbers: { "report": components["schemas"]["IssuedReport"]; "content": components["schemas"]["ReportContent"]; };
    IssuedReport: { "id": string; "agency": { "code": string; "name": string; }; "tree": boolean; "kind": "day" | "week" | "month" | "quarter" | "half" | "year" | "range"; "from": string; "to": string; "version": number; "digest": string; "issuedAt": string; "issuedBy": string; "reason": string | null; };
    IssuedReportPage: { "items": (components["schemas"]["IssuedReport"])[]; "next": string | null; };
    ReportVerification: { "digestMatches": boolean; "matches": boolean; "recounted": boolean; "differing": number; "differences": ({ "where": string; "reported": number | null; "recounted": number | null; })[]; "reported": Record<string, number>; "replayed": Record<string, number>; "disagreeing": number; };
    ExchangeLogPage: { "items": (components["schemas"]["ExchangeLogEntry"])[]; "next": string | null; "tail": string; };
    ExchangeLogEntry: { "id": string; "direction": "outgoing" | "incoming"; "at": string; "agency": { "code": string; "name": string; }; "peer": { "code": string; "name": string; }; "document": { "id": string; "code": string; "subject": string | null; "type": string; "issuedOn": string; "href": string; }; "urgency": number; "state": "held" | "queued" | "sending" | "unknown" | "failed" | "expired" | "withdrawn" | "sent" | "arrived" | "accepted" | "refused" | "assigned" | "processing" | "completed"; "outcome": components["schemas"]["ExchangeOutcome"]; "sentAt": string | null; "sendDue": string | null; "answeredAt": string | null; "answerDue": string | null; "answerMinutes": number | null; "decideMinutes": number | null; "late": boolean; "signed": boolean; "documentSigned": boolean; "electronicOnly": boolean; "recall": string | null; };
    Notice: { "id": string; "kind": "incident" | "maintenance"; "agency": string; "number": string; "what": string; "suspendedFrom": string; "resumesAt": string | null; "temporaryMeasures": string; "backfillMeasures": string; "agencies": (string)[]; "contacts": (string)[]; "signer": string; "issuedAt": string; "issuedBy": string; "resumedAt": string | null; "endedBy": string | null; "remedy": string | null; };
    NoticePage: { "items": (components["schemas"]["Notice"])[]; "next": string | null; };
    NoticeWithMails: { "id": string; "kind": "incident" | "maintenance"; "agency": string; "number": string; "what": string; "suspendedFrom": string; "resumesAt": string | null; "temporaryMeasures": string; "backfillMeasures": string; "agencies": (string)[]; "contacts": (string)[]; "signer": string; "issuedAt": string; "issuedBy": string; "resumedAt": string | null; "endedBy": string | null; "remedy": string | null; "mails": (components["schemas"]["NoticeMail"])[]; };
    NoticeMail: { "about": "issued" | "ended"; "name": string; "address": string; "state": "queued" | "sent" | "failed"; "attempts": number; "settledAt": string | null; "lastFault": string | null; };
    BackfillEntry: { "id": string; "noticeId": string; "agency": string; "direction": "outgoing" | "incoming"; "code": string; "issuedOn": string; "typeName": string; "subject": string; "peer": { "code": string | null; "name": string; }; "happenedAt": string; "person": string; "recordedAt": string; "recordedBy": string; };
    BackfillEntries: { "items": (components["schemas"]["BackfillEntry"])[]; };
    PaperRecords: { "items": (components["schemas"]["PaperRecord"])[]; };
    PaperRecord: { "id": string; "dispatchId": string; "noticeId": string | null; "reason": string; "sentAt": string; "person": string; "recordedAt": string; "recordedBy": string; };
    Upload: { "sha256": string; "size": number; "until": string; };
    WebhookWithSecret: { "webhook": components["schemas"]["Webhook"]; "secret": string; };
    Webhook: { "id": string; "name": string; "url": string; "agencies": (string)[] | null; "types": ("document.submitted" | "document.duplicate-alarm" | "document.changed" | "document.held" | "document.released" | "document.discarded" | "dispatch.moved" | "dispatch.contradiction" | "transmission.failed" | "incoming.arrived" | "incoming.fetched" | "incoming.moved" | "incoming.changed" | "incoming.held" | "incoming.discarded" | "inbound.quarantined" | "inbound.reprocess" | "work.dead" | "channel.paused" | "channel.resumed" | "receipt.renewed" | "deadline.near" | "deadline.late" | "calendar.corrected" | "clock.offset" | "report.issued" | "notice.issued" | "notice.ended")[] | null; "state": "working" | "retrying" | "down" | "paused" | "key-revoked"; "backlog": number; "givenUp": number; "waitingSince": string | null; "failures": number; "lastError": string | null; "lastSuccessAt": string | null; "lastFailureAt": string | null; "nextProbeAt": string | null; "cursor": string; "createdAt": string; "createdBy": string; };
    Webhooks: { "items": (components["schemas"]["Webhook"])[]; };
    WebhookRemoved: { "id": string; "removed": boolean; };
    DeadlinePage: { "items": (components["schemas"]["Deadline"])[]; "next": string | null; };
    Deadline: { "id": string; "kind": components["schemas"]["DeadlineKind"]; "state": components["schemas"]["DeadlineState"]; "side": "outgoing" | "incoming"; "agency": string; "receiver": { "code": string; "name": string; }; "document": { "id": string; "code": string; "href": string; }; "dispatchId": string | null; "urgency": number; "openedAt": string; "dueAt": string; "minutesLeft": number | null; "closedAt": string | null; "rule": string; "provisional": boolean; "calendar": { "id": string; "version": string; }; };
    DeadlineState: "on-time" | "near" | "late" | "met" | "missed" | "void";
    DeadlineBoard: { "items": ({ "agency": string; "receiver": { "code": string; "name": string; }; "kind": components["schemas"]["DeadlineKind"]; "onTime": number; "near": number; "late": number; "nextDueAt": string; })[]; "truncated": boolean; };
    TimeExplanation: { "at": string | null; "minutes": number | null; "sentence": string; "steps": (string)[]; "citation": string; "provisional": boolean; "calendar": { "id": string; "version": string; }; };
    CalendarDays: { "agency": string; "calendar": { "id": string; "version": string; }; "items": ({ "date": string; "works": boolean; "sessions": ({ "from": string; "to": string; })[]; "kind": string; "text": string; "source": string; "hoursState": "confirmed" | "reported" | "assumed"; "doubts": (string)[]; "waits": boolean; "yearOpen": boolean; })[]; };
    Corrections: { "version": string; "items": (components["schemas"]["Correction"])[]; };
    Correction: { "position": string; "at": string; "by": string; "reason": string; "scope": string; "from": string; "to": string | null; "version": string; "rows": (Record<string, unknown>)[]; "rederivedAt": string | null; };
    PolicyProfiles: { "version": string; "items": (components["schemas"]["PolicyProfile"])[]; };
    PolicyProfile: { "id": string; "title": string; "version": number; "inherits": string | null; "validFrom": string; "validTo": string | null; "issuer": { "name": string; "code": string | null; "closedOn": string | null; "successor": string | null; "note": string; } | null; "source": string; "links": { "self": string; }; };
    PoliciesCompared: { "sender": { "agency": string; "profile": string; }; "receiver": { "agency": string; "profile": string; }; "differences": (components["schemas"]["PolicyDifference"])[]; };
    PolicyDifference: { "rule": string; "title": string; "sender": { "text": string; "article": string; "decidedBy": string; }; "receiver": { "text": string; "article": string; "decidedBy": string; }; "receiverIsStricter": boolean; };
    PolicyOverrides: { "items": (components["schemas"]["PolicyOverride"])[]; };
    PolicyOverride: { "id": string; "agency": string; "version": number; "profile": string | null; "rules": ({ "rule": string; "title": string; "text": string; "article": string; "value": unknown; })[]; "decision": { "number": string; "issuedOn": string; "issuer": string; }; "validFrom": string; "validTo": string | null; "reason": string; "recordedAt": string; "by": string; };
    PolicyProfileDetail: { "id": string; "title": string; "version": number; "inherits": string | null; "validFrom": string; "validTo": string | null; "issuer": { "name": string; "code": string | null; "closedOn": string | null; "successor": string | null; "note": string; } | null; "source": string; "links": { "self": string; }; "rules": (components["schemas"]["PolicyRule"])[]; };
    PolicyRule: { "rule": "secrecy" | "file-formats" | "main-file-formats" | "file-size" | "document-size" | "file-name" | "text" | "metadata" | "document-types" | "numbering" | "urgency" | "forbidden-categories" | "signature" | "virus-scan" | "paper" | "account-name" | "network"; "title": string; "text": string; "value": Record<string, unknown>; "article": string; "note": string | null; "decidedBy": string; };
    Policy: { "agency": string; "on": string; "profile": { "id": string; "version": number; "title": string; }; "dataVersion": string; "layers": ({ "label": string; "because": string; "rules": (string)[]; })[]; "rules": (components["schemas"]["PolicyRule"])[]; };
    Checkup: { "sendable": boolean; "problems": ({ "field": string; "code": string; "message": string; "rule": string; "found"?: string; "allowed"?: string; "profile"?: string; })[]; "notes": (components["schemas"]["PolicyFinding"])[]; "receivers": ({ "code": string; "name": string | null; "profile": string; "differences": (components["schemas"]["PolicyDifference"])[]; "findings": (components["schemas"]["PolicyFinding"])[]; })[]; };
    PolicyFinding: { "field": string; "code": string; "message": string; "rule": string; "found": string; "allowed": string; "profile": string; "severity": "refuse" | "note"; "refusalCode": string | null; };
    PolicyCheck: { "checked": boolean; "profile": string | null; "dataVersion": string | null; "checkedAt": string | null; "findings": (components["schemas"]["PolicyFinding"])[]; };
    PaperCopies: { "items": (components["schemas"]["PaperCopy"])[]; };
    PaperCopy: { "direction": "outgoing" | "incoming"; "documentId": string; "receiver": string; "sender": string; "identityKey": string; "state": "promised" | "matched" | "mismatched"; "promisedAt": string; "decidedAt": string | null; "person": string | null; "note": string | null; "links": { "document": string; }; };
    Setup: { "needed": boolean; "signOn": boolean; };
    Session: { "account": components["schemas"]["OwnAccount"]; "csrfToken": string; "expiresAt": string; };
    OwnAccount: { "id": string; "userName": string; "fullName": string; "roles": ("clerk" | "leader" | "supervisor" | "operator" | "auditor")[]; "agencies": (string)[]; "supervises": (string)[]; "mustChangePassword": boolean; "secondFactor": boolean; };
    SecondFactorStep: { "started": { "secret": string; "uri": string; } | null; "recoveryCodes": (string)[] | null; "session": components["schemas"]["Session"] | null; };
    Sessions: { "items": (components["schemas"]["SessionEntry"])[]; };
    SessionEntry: { "id": string; "current": boolean; "openedAt": string; "lastSeenAt": string; "address": string; "agent": string; "means": "password" | "sign-on" | "setup"; };
    Accounts: { "items": (components["schemas"]["Account"])[]; "next": string | null; };
    Account: { "id": string; "userName": string; "fullName": string; "roles": ("clerk" | "leader" | "supervisor" | "operator" | "auditor")[]; "agencies": (string)[]; "supervises": (string)[]; "mustChangePassword": boolean; "secondFactor": boolean; "locked": { "at": string; "by": string; "reason": string; } | null; "signOnName": string | null; "decision": string | null; "createdAt": string; "createdBy": string; "lastSignInAt": string | null; };
    AccountWithPassword: { "account": components["schemas"]["Account"]; "temporaryPassword": string; "until": string; };
    Handover: { "id": string; "account": { "id": string; "fullName": string; }; "successor": { "id": string; "fullName": string; }; "decision": string; "decidedOn": string; "openedAt": string; "openedBy": string; "dueAt": string; "provisional": boolean; "late": boolean; "work": ({ "direction": "incoming" | "outgoing"; "id": string; "agencyCode": string; "code": string; "state": string; })[]; "doneAt": string | null; "doneBy": string | null; };
    Handovers: { "items": (components["schemas"]["Handover"])[]; };
    Audit: { "items": (components["schemas"]["AuditEntry"])[]; "next": string | null; };
    AuditEntry: { "position": string; "at": string; "kind": string; "actor": { "kind": string; "name": string; "accountId": string | null; }; "documentId": string | null; "facts": Record<string, unknown>; };
    Peers: { "items": (components["schemas"]["Peer"])[]; };
    Peer: { "code": string; "channel": string; "source": "registry" | "environment"; "name": string; "kind": "axis" | "amqp"; "state": "draft" | "tested" | "active" | "paused" | "retired"; "endpoint": string; "account": string; "hasSecret": boolean; "overlapUntil": string | null; "reaches": (string)[]; "dialect": string | null; "policyProfile": string | null; "maxDocumentMb": number | null; "whenPaused": "wait" | "fall-back"; "takesDirectory": boolean; "pullSeconds": number; "link": { "here": string; "there": string; } | null; "certificate": components["schemas"]["PinnedCertificate"] | null; "nextCertificate": components["schemas"]["PinnedCertificate"] | null; "waiting": number; "revision": number; "createdAt": string; "changedAt": string; "testedAt": string | null; };
    PinnedCertificate: { "pem": string; "fingerprint": string; "subject": string; "validTo": string; };
    PeersCompared: { "review": string; "differences": (components["schemas"]["PeerDifference"])[]; };
    PeerDifference: { "code": string; "change": "added" | "changed" | "missing"; "fields": ({ "field": string; "before": string; "after": string; })[]; };
    PeerTest: { "passed": boolean; "peer": components["schemas"]["Peer"]; "checks": (components["schemas"]["PeerCheck"])[]; };
    PeerCheck: { "check": "settings" | "reach" | "certificate" | "credentials" | "exchange"; "title": string; "outcome": "passed" | "failed" | "skipped"; "code": string | null; "advice": string; "detail": string; };
    TestDocumentSent: { "documentId": string; "code": string; };
    PeerHistory: { "items": (components["schemas"]["PeerHistoryEntry"])[]; };
    PeerHistoryEntry: { "at": string; "kind": string; "actor": string; "facts": Record<string, unknown>; };
    Whys: { "about": "outgoing" | "incoming" | "inbound" | "webhook"; "items": (components["schemas"]["Why"])[]; };
    Why: { "dispatchId": string | null; "receiver": string | null; "cause": "held" | "queued-first" | "queued-behind" | "queued-large" | "queue-away" | "jobs-not-running" | "relayed-waiting" | "waits-for-earlier" | "sending-now" | "sending-large" | "work-dead" | "channel-unreachable" | "channel-timeout" | "channel-busy" | "channel-broken" | "channel-credentials" | "channel-held" | "channel-unconfigured" | "retry-unreachable" | "retry-busy" | "retry-broken" | "retry-credentials" | "retry-unconfigured" | "retry-ours" | "asking-after-timeout" | "asking-unclear" | "cannot-be-asked" | "refused-receiver-unknown" | "refused-receiver-closed" | "refused-sender-unknown" | "refused-too-large" | "refused-envelope" | "refused-address" | "refused-otherwise" | "blob-lost" | "expired-away" | "expired-unclear" | "entered-not-fetched" | "entered-long-not-fetched" | "local-processing" | "arrived-not-accepted" | "refused-by-receiver" | "recall-asked" | "recall-agreed" | "recall-declined" | "recall-unanswered" | "withdrawn" | "goes-on" | "done" | "inbound-kept" | "inbound-waits-for-document" | "inbound-trouble" | "quarantined-signature" | "quarantined-sender" | "quarantined-receiver" | "quarantined-changed" | "quarantined-unreadable" | "inbound-filed" | "incoming-held" | "incoming-not-fetched" | "incoming-not-decided" | "incoming-done" | "webhook-paused" | "webhook-down" | "webhook-retrying" | "webhook-key-revoked" | "webhook-working"; "sentence": string; "since": string | null; "who": "nobody" | "clerk" | "officer" | "operator" | "partner" | "receiver" | "sender"; "nextAt": string | null; "action": { "text": string; "command": string | null; } | null; };
    Queues: { "items": (components["schemas"]["Queue"])[]; };
    Queue: { "channel": string; "state": "open" | "paused" | "held"; "since": string | null; "reason": string | null; "heldBy": string | null; "nextProbeAt": string | null; "probes": number; "failures": number; "atOnce": number; "lastFault": { "code": string; "reason": string; "at": string; } | null; "lastSuccessAt": string | null; "failed": number; "retrying": number; "lanes": (components["schemas"]["Lane"])[]; };
    Lane: { "large": boolean; "waiting": number; "urgent": number; "underWay": number; "oldestAt": string; "nextAt": string | null; };
    DeadLetters: { "items": (components["schemas"]["DeadLetter"])[]; "next": string | null; };
    DeadLetter: { "id": string; "channel": string; "kind": "document" | "amendment" | "status"; "documentId": string | null; "code": string; "sender": { "code": string; "name": string; }; "receivers": ({ "code": string; "name": string; })[]; "urgency": number; "attempts": number; "left": boolean; "fault": { "code": string; "reason": string; "at": string; } | null; "bytes": number; };
    ResentMany: { "resent": number; "refused": ({ "id": string; "code": string; })[]; "more": boolean; };
    Quarantine: { "items": (components["schemas"]["QuarantinedEnvelope"])[]; "next": string | null; };
    QuarantinedEnvelope: { "id": string; "channel": string; "from": string | null; "to": string | null; "kind": string; "receivedAt": string; "verdict": string | null; "fault": { "code": string; "reason": string; } | null; "attempts": number; "bytes": number; };
    ApiKeys: { "items": (components["schemas"]["ApiKey"])[]; };
    ApiKey: { "id": string; "name": string; "agencies": (string)[]; "supervises": (string)[]; "createdAt": string; "revokedAt": string | null; "lastUsedAt": string | null; };
    ApiKeyWithSecret: { "key": components["schemas"]["ApiKey"]; "secret": string; };
    Certificates: { "items": (components["schemas"]["CertificateExpiry"])[]; };
    CertificateExpiry: { "use": "signing" | "signing-next" | "partner" | "peer" | "peer-next" | "anchor"; "owner": string; "subject": string; "issuer": string; "fingerprint": string; "pem": string | null; "validFrom": string | null; "validTo": string | null; "daysLeft": number | null; "state": "ok" | "soon" | "urgent" | "expired" | "unusable"; "development": boolean; };
    ClosedAgencies: { "changed": (string)[]; };
    DirectorySyncs: { "items": (components["schemas"]["DirectorySync"])[]; "next": string | null; };
    DirectorySync: { "id": string; "channel": string; "startedAt": string; "finishedAt": string | null; "state": "running" | "done" | "held" | "rejected" | "superseded" | "failed"; "counts": { "listed": number; "known": number; "added": number; "changed": number; "vanished": number; "returned": number; }; "skipped": number; "skippedRows": ({ "code": string; "name": string; "reason": string; })[]; "hold": string | null; "fault": { "code": string; "reason": string; } | null; "decision": { "by": string; "reason": string; } | null; };
    DirectorySyncAsked: { "channels": (string)[]; };
    DirectorySyncDetail: { "sync": components["schemas"]["DirectorySync"]; "changes": { "items": (components["schemas"]["SyncedChange"])[]; "next": string | null; }; };
    SyncedChange: { "position": string; "at": string; "by": string; "source": "catalogue" | "sync" | "csv" | "hand"; "reason": string | null; "kind": "added" | "changed" | "vanished" | "returned"; "before": Record<string, unknown>; "after": Record<string, unknown>; "shadowed": Record<string, unknown>; "syncId": string | null; "code": string; };
    Attentions: { "items": (components["schemas"]["Attention"])[]; };
    Attention: { "kind": "channel-paused" | "channel-held" | "dead-letters" | "quarantine" | "certificate-expired" | "certificate-urgent" | "certificate-soon" | "certificate-unusable" | "sync-held" | "backup-missing" | "backup-old" | "backup-wrong" | "journal-broken"; "severity": "bad" | "warn"; "text": string; "count": number; "since": string | null; };
    JournalIntegrity: { "head": { "number": string; "digest": string; "lastPosition": string; "sealedAt": string; } | null; "unsealed": number; "lastCheck": { "at": string; "by": string; "seals": number; "entries": number; "broken": number; } | null; };
    JournalVerification: { "at": string; "intact": boolean; "seals": number; "entries": number; "digest": string; "broken": ({ "number": string; "afterPosition": string; "lastPosition": string; "what": "entries" | "content"; })[]; };
    Backups: { "items": (components["schemas"]["Backup"])[]; "standing": components["schemas"]["BackupStanding"]; };
    Backup: { "kind": "backup.made" | "backup.verified" | "backup.rehearsed" | "backup.restored"; "at": string; "by": string; "folder": string; "digest": string; "madeAt": string; "blobs": number; "bytes": number; "newBytes": number; "seconds": number; "wrong": number; "found": components["schemas"]["RehearsalFound"] | null; };
    RehearsalFound: { "tables": number; "rows": number; "outgoing": number; "incoming": number; "seals": number; "entries": number; "broken": number; "missing": number; };
    BackupStanding: { "folder": string | null; "running": components["schemas"]["BackupRun"] | null; "runningElsewhere": boolean; "failed": { "what": "make" | "verify" | "rehearse"; "at": string; "by": string; "reason": string; } | null; };
    BackupRun: { "what": "make" | "verify" | "rehearse"; "at": string; "by": string; };
    RestorePlan: { "made": components["schemas"]["Backup"]; "verified": components["schemas"]["Backup"] | null; "rehearsed": components["schemas"]["Backup"] | null; "since": string; "outgoing": components["schemas"]["DocumentsSince"]; "incoming": components["schemas"]["DocumentsSince"]; "acts": number; };
    DocumentsSince: { "count": number; "newest": (components["schemas"]["DocumentSince"])[]; };
    DocumentSince: { "at": string; "code": string; "sender": string; "receivers": (string)[]; };
    Samples: { "loaded": boolean; "mayLoad": boolean; "real": boolean; "agencies": (string)[]; "accounts": (string)[]; "outgoing": number; "incoming": number; };
    LoadedSamples: { "samples": components["schemas"]["Samples"]; "password": string; };
    RemovedSamples: { "outgoing": number; "incoming": number; };
    PeerFileOutput: { "version": 1; "peers": ({ "code": string; "kind": "axis" | "amqp"; "name": string; "endpoint": string; "account": string; "reaches": (string)[]; "dialect": "standard" | "qcvn-102-2016" | "qd-20-2020" | "net-sdk" | "lib-0.0.3" | null; "policyProfile": string | null; "maxDocumentMb": number | null; "whenPaused": "wait" | "fall-back"; "takesDirectory": boolean; "pullSeconds": number; "link": { "here": string; "there": string; } | null; "certificate": string | null; "nextCertificate": string | null; })[]; };
  };
}
