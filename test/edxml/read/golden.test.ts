import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { formatWireDate, formatWireTimestamp, type Business, type EdxmlDocument, type StatusReport } from "#edxml";
import { readBack } from "#test/edxml/support/messages";

const GOLDEN = join(process.cwd(), "test/fixtures/golden");
const names = readdirSync(GOLDEN)
  .filter((name) => name.endsWith(".edxml"))
  .map((name) => name.slice(0, -6));

test("there are thirteen messages of the official library to compare with", (t) => t.is(names.length, 13));

for (const name of names)
  for (const step of [0, 1, 7, 1000])
    test(`${name}, written by the official library, reads back to what it was made from (HG-5)${step === 0 ? "" : ` (in pieces of ${step} bytes)`}`, async (t) => {
      const expected: unknown = JSON.parse(readFileSync(join(GOLDEN, `${name}.json`), "utf8"));
      const { reading, files } = await readBack(readFileSync(join(GOLDEN, `${name}.edxml`)), {}, step);
      const message = reading.unverified;
      const actual = message.kind === "document" ? documentJson(message, files, reading.attachments) : statusJson(message);
      t.deepEqual(withoutNulls(actual), withoutNulls(expected));
      t.is(reading.verdict.kind, "unsigned");
      t.deepEqual(reading.unknownElements, []);
    });

/** Our values in the layout of the JSON the official library was fed with. */
function documentJson(document: EdxmlDocument, files: readonly Buffer[], attachments: readonly { name: string; contentId: string; description?: string }[]): unknown {
  return {
    header: {
      messageHeader: {
        from: document.from,
        to: document.to,
        documentId: document.documentId,
        code: { codeNumber: document.code.number, codeNotation: document.code.notation },
        promulgationInfo: { place: document.promulgation.place, promulgationDate: formatWireDate(document.promulgation.date) },
        documentType: document.documentType,
        subject: document.subject,
        content: document.content,
        signerInfo: document.signer,
        dueDate: document.dueDate && formatWireDate(document.dueDate),
        toPlaces: document.toPlaces,
        otherInfo: document.otherInfo,
        responseFor: document.responseFor.map((response) => ({ ...response, promulgationDate: response.promulgationDate && formatWireDate(response.promulgationDate) })),
        steeringType: document.steeringType,
      },
      traceHeaderList: {
        traceHeaders: document.traceHeaders.map((trace) => ({ organId: trace.organId, timestamp: trace.timestamp && formatWireTimestamp(trace.timestamp) })),
        bussiness: businessJson(document.business),
      },
    },
    attachments: attachments.map(({ name, contentId, description }, i) => ({
      contentId: contentId.length === 36 ? undefined : contentId,
      name,
      description,
      base64: files[i]?.toString("base64"),
    })),
  };
}

function businessJson(business: Business): unknown {
  const code = { new: "0", recall: "1", update: "2", replace: "3" }[business.kind];
  return {
    documentId: business.kind === "recall" || business.kind === "update" ? business.documentId : undefined,
    bussinessDocType: code,
    bussinessDocReason: business.reason,
    paper: business.paper ? "1" : "0",
    staffInfo: business.staff,
    bussinessDocumentInfo:
      business.kind === "update"
        ? [
            {
              documentInfo: business.informationChanged ? "1" : "0",
              documentReceiver: business.receiversChanged ? "1" : "0",
              receiverList: [business.receivers.map(({ organId, change }) => ({ organId, receiverType: change === "added" ? "1" : "0" }))],
            },
          ]
        : undefined,
    replacementInfoList: business.kind === "replace" ? [business.replacements.map(({ documentId, organIds }) => ({ documentId, organIdList: organIds }))] : undefined,
  };
}

function statusJson(report: StatusReport): unknown {
  return {
    from: report.from,
    responseFor: { ...report.responseFor, promulgationDate: report.responseFor.promulgationDate && formatWireDate(report.responseFor.promulgationDate) },
    staffInfo: report.staff,
    statusCode: report.statusCode,
    description: report.description,
    timestamp: formatWireTimestamp(report.timestamp),
  };
}

/** The official library leaves null members away, and writes no attachments when there are none. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}
