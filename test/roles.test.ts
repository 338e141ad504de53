import test from "ava";
import { refuseOverload } from "#src/core/flow/admission";
import { HouseError } from "#src/core/fault";
import { partsOf, pullsFrom, readRoles, sayRoles } from "#src/roles";

test("roles are read as they are written, and say from which channels a process pulls", (t) => {
  const roles = readRoles("web, jobs,pull:axis,pull:peer:h48");
  t.deepEqual(sayRoles(roles), ["web", "jobs", "pull:axis", "pull:peer:h48"]);
  t.deepEqual(partsOf(roles), ["web", "jobs", "pull"]);
  t.true(pullsFrom(roles, "axis"));
  t.false(pullsFrom(roles, "local"));
  t.true(pullsFrom(readRoles("pull"), "anything"));
  t.deepEqual(partsOf(readRoles("web")), ["web"]);
});

test("a role nobody knows is refused with the ones there are", (t) => {
  for (const text of ["", "web,cook", "pull:"]) {
    const error = t.throws(() => readRoles(text), { instanceOf: HouseError });
    t.is(error.code, "configuration-invalid", text);
    t.regex(error.hint ?? "", /pull:<channel>/);
  }
});

test("above the marks nothing more is taken, and the caller may come again", (t) => {
  const limits = { mostWaiting: 100, mostMemoryBytes: 1_000 };
  t.notThrows(() => refuseOverload({ waiting: 99, memoryBytes: 999 }, limits));
  for (const load of [{ waiting: 100, memoryBytes: 0 }, { waiting: 0, memoryBytes: 1_000 }]) {
    t.like(t.throws(() => refuseOverload(load, limits), { instanceOf: HouseError }), { code: "overloaded", retry: "later" });
  }
});
