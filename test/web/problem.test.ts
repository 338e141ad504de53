import test from "ava";
import { EdxmlError } from "#edxml";
import { AdapterError } from "#adapters/errors";
import { FieldsRefused, HOUSE_FAULTS, HouseError, type HouseFaultCode } from "#src/core/fault";
import { HOUSE_FAULT_TEXTS } from "#src/core/fault-texts";
import { describeProblem, faultOf } from "#src/web/problem";

const CODES = Object.keys(HOUSE_FAULTS) as HouseFaultCode[];

function problemOf(error: unknown) {
  return describeProblem(faultOf(error), "yeu-cau-1");
}

test("every fault has a status, a Vietnamese title and says what to do", (t) => {
  for (const code of CODES) {
    const problem = problemOf(new HouseError(code, "test"));
    t.is(problem.type, `urn:lienthong:fault:${code}`);
    t.is(problem.status, HOUSE_FAULTS[code].http);
    t.regex(problem.title + problem.detail, /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i, code);
    t.true(HOUSE_FAULT_TEXTS[code].advice.endsWith("."), code);
  }
});

test("one kind of wrong fields keeps its own status, a mixture is 422", (t) => {
  const large = { field: "/files/0", code: "file-too-large", message: "x", rule: "y" } as const;
  const missing = { field: "/subject", code: "field-missing", message: "x", rule: "y" } as const;
  t.is(problemOf(new FieldsRefused([large])).status, 413);
  const both = problemOf(new FieldsRefused([large, missing]));
  t.is(both.status, 422);
  t.deepEqual(both.problems, [large, missing]);
});

test("errors of the format and of the wires are told by who has to act", (t) => {
  t.is(problemOf(new AdapterError("partner-unreachable", "axis 10.1.2.3 refused the connection")).status, 503);
  t.is(problemOf(new AdapterError("partner-refused", "no")).status, 502);
  t.is(problemOf(new EdxmlError("organ-id-invalid", "x")).status, 502);
});

test("what only the log may know never reaches the answer", (t) => {
  for (const error of [new TypeError("password=hunter2 at /srv/secret"), new HouseError("invariant-broken", "password=hunter2", { password: "hunter2" }), new HouseError("database-unavailable", "hunter2", { password: "hunter2" }), "hunter2"]) {
    const problem = problemOf(error);
    t.notRegex(JSON.stringify(problem), /hunter2|secret|stack/);
    t.truthy(problem.reference);
  }
  t.is(problemOf(new TypeError("x")).status, 500);
});

test("the facts of a refusal reach the caller who has to act", (t) => {
  t.deepEqual(problemOf(new HouseError("move-illegal", "x", { from: "refused" })).facts, { from: "refused" });
});
