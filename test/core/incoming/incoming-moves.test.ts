import test from "ava";
import { HouseError } from "#src/core/fault";
import { decideIncomingMove } from "#src/core/incoming/incoming-moves";
import { readRefusal, writeRefusal } from "#src/core/status/refusal-text";
import { REFUSAL_CODES } from "#src/core/incoming/status-command";

test("an arrived document is accepted (03) or refused (02), nothing else", (t) => {
  t.deepEqual(decideIncomingMove("arrived", "accept"), { kind: "moved", to: "accepted", code: "03" });
  t.deepEqual(decideIncomingMove("arrived", "refuse"), { kind: "moved", to: "refused", code: "02" });
  for (const action of ["assign", "process", "complete"] as const) t.is(t.throws(() => decideIncomingMove("arrived", action), { instanceOf: HouseError })?.code, "move-illegal");
});

test("an accepted document goes forward, steps may be skipped, and never back", (t) => {
  t.deepEqual(decideIncomingMove("accepted", "complete"), { kind: "moved", to: "completed", code: "06" });
  t.deepEqual(decideIncomingMove("assigned", "process"), { kind: "moved", to: "processing", code: "05" });
  t.throws(() => decideIncomingMove("processing", "assign"), { instanceOf: HouseError });
  t.throws(() => decideIncomingMove("accepted", "refuse"), { instanceOf: HouseError });
  t.throws(() => decideIncomingMove("refused", "accept"), { instanceOf: HouseError });
});

test("the same action again is a repetition", (t) => {
  t.deepEqual(decideIncomingMove("accepted", "accept"), { kind: "repeated" });
  t.deepEqual(decideIncomingMove("refused", "refuse"), { kind: "repeated" });
});

test("a refusal written for the wire is read back with its code", (t) => {
  for (const code of REFUSAL_CODES) {
    t.deepEqual(readRefusal(writeRefusal(code, "văn bản thuộc thẩm quyền Sở Tài chính"), "Lê Thị C"), { code, text: "văn bản thuộc thẩm quyền Sở Tài chính", person: "Lê Thị C" });
  }
});

test("a refusal in another vendor's words keeps them", (t) => {
  t.deepEqual(readRefusal("Sai noi nhan", null), { code: "OTHER", text: "Sai noi nhan", person: "" });
});
