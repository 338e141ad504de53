import test from "ava";
import { accountNameFits, accountNameFor } from "#src/core/policy/account-name";
import { profile } from "./policies.ts";

const haGiang = profile("ha-giang-1690-2016").rules;
const dakNong = profile("dak-nong-01-2022").rules;

test("HG-3.2: in Hà Giang the initials stand first: nvan.stttt, without accents and spaces", (t) => {
  t.is(accountNameFor("initials-first", "Nguyễn Văn Ân", "STTTT"), "nvan.stttt");
  t.true(accountNameFits(haGiang, "nvan.stttt"));
  for (const wrong of ["nvân.stttt", "nv an.stttt", "nvan", "NVAN.stttt", "nvan.s-tttt"]) t.false(accountNameFits(haGiang, wrong), wrong);
});

test("DN-7.2a: in Đắk Nông the name stands first: annv.stttt", (t) => {
  t.is(accountNameFor("name-first", "Nguyễn Văn An", "stttt"), "annv.stttt");
  t.true(accountNameFits(dakNong, "annv.stttt"));
  for (const wrong of ["ânnv.stttt", "an nv.stttt", "annv"]) t.false(accountNameFits(dakNong, wrong), wrong);
});

test("DN-7.2b: two people of one name are told apart by what their unit adds", (t) => {
  t.true(accountNameFits(dakNong, "annv2.stttt"));
  t.false(accountNameFits(haGiang, "nvan2.stttt"), "Hà Giang has no such rule");
});
