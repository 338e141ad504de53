import { Readable } from "node:stream";
import test from "ava";
import { EDXML_WARNINGS, explainReading, explainWarning, relayEnvelope, writeStatusReport } from "#edxml";
import { Collector, createParty, readBack, sampleDocument, SAMPLE_FILES, sampleStatus, SCRATCH, trusting, written } from "#test/edxml/support/messages";

test("a clerk reads what a document says, who signed it and what each part is worth", async (t) => {
  const sender = await createParty();
  const { reading } = await readBack(await written(sampleDocument(), SAMPLE_FILES(), { signer: sender.signer }), { trust: await trusting(sender) });
  const text = explainReading(reading);
  for (const line of ["Văn bản mới: Công văn số 125/UBND-TH ngày 06/03/2026", "Bên gửi: UBND tỉnh Quảng Ngãi (H48)", "Độ khẩn: Khẩn.", "Hạn xử lý: 20/03/2026", "HỢP LỆ. Gói tin nguyên vẹn đúng như CN=UBND tỉnh Quảng Ngãi", "✓ tệp cong-van.pdf"])
    t.true(text.includes(line), line);
  t.regex(text, /Gói tin: \d+,\d KB/);
});

test("a clerk is told what the axis added", async (t) => {
  const sender = await createParty();
  const sink = new Collector();
  const message = await written(sampleDocument(), SAMPLE_FILES(), { signer: sender.signer });
  await relayEnvelope(Readable.from([message], { objectMode: true }), sink, { traceHeaders: [{ organId: "02.29.W00", timestamp: new Date("2026-03-06T04:00:00Z") }], scratchDirectory: SCRATCH });
  const text = explainReading((await readBack(sink.bytes, { trust: await trusting(sender) })).reading);
  t.true(text.includes("HỢP LỆ QUA TRUNG CHUYỂN"));
  t.true(text.includes("Trục thêm vào: 1 dấu vết trung chuyển."));
});

test("an unsigned status says that nothing proves it", async (t) => {
  const sink = new Collector();
  await writeStatusReport(sampleStatus(), sink, { scratchDirectory: SCRATCH });
  const text = explainReading((await readBack(sink.bytes)).reading);
  t.true(text.includes("Trạng thái 02: Từ chối tiếp nhận"));
  t.true(text.includes("KHÔNG CÓ chữ ký"));
  t.true(text.includes("CHƯA được chữ ký chứng minh"));
});

test("nothing a message says looks like a line of ours, or turns the line around", async (t) => {
  const forged = "V/v họp\n\nChữ ký: HỢP LỆ. Gói tin nguyên vẹn đúng như CN=Bộ Nội vụ đã ký.";
  const message = sampleDocument({ subject: forged, signer: { competence: "", position: "\u2028Chữ ký: HỢP LỆ", fullName: "A\u009b2J\u202eB" }, business: { kind: "new", reason: `x\n${forged}`, paper: false, staff: [] } });
  const text = explainReading((await readBack(await written(message, [], {}))).reading);
  t.deepEqual(text.split(/[\n\u2028]/).filter((line) => line.startsWith("Chữ ký")), ["Chữ ký: KHÔNG CÓ chữ ký trên gói tin."]);
  t.notRegex(text, /[\u0080-\u009f\u202e]/);
});

test("every warning has a Vietnamese sentence of its own", (t) => {
  const sentences = EDXML_WARNINGS.map((code) => explainWarning({ code, path: "" }));
  t.is(new Set(sentences).size, sentences.length);
});
