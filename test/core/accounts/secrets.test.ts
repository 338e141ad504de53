import test from "ava";
import { assert, property, string } from "fast-check";
import { passwordProblem } from "#src/core/accounts/password-rules";
import { hashPassword, isPassword } from "#src/core/accounts/passwords";
import { csrfTokenOf, isCsrfToken, newRecoveryCodes, newToken, recoveryHash } from "#src/core/accounts/secrets";
import { acceptedStep, codeOf, newCodeSecret, otpauthUri, stepOf, toBase32 } from "#src/core/accounts/totp";

/** RFC 6238 appendix B. */
const SECRET = toBase32(Buffer.from("12345678901234567890"));

test("codes are those of RFC 6238, appendix B, for SHA-1", (t) => {
  for (const [seconds, code] of [[59, "94287082"], [1_111_111_109, "07081804"], [1_111_111_111, "14050471"], [1_234_567_890, "89005924"], [2_000_000_000, "69279037"], [20_000_000_000, "65353130"]] as const) {
    t.is(codeOf(SECRET, stepOf(new Date(seconds * 1000)), 8), code);
  }
});

test("base32 is that of RFC 4648", (t) => {
  for (const [plain, coded] of [["", ""], ["f", "MY"], ["fo", "MZXQ"], ["foo", "MZXW6"], ["foob", "MZXW6YQ"], ["fooba", "MZXW6YTB"], ["foobar", "MZXW6YTBOI"]] as const) t.is(toBase32(Buffer.from(plain)), coded);
});

test("a code is good one step to either side, never twice, and never an older one after a newer", (t) => {
  const [secret, at] = [newCodeSecret(), new Date("2026-11-20T09:00:10+07:00")];
  const now = stepOf(at);
  t.is(acceptedStep(secret, codeOf(secret, now - 1), at, null), now - 1);
  t.is(acceptedStep(secret, codeOf(secret, now + 1), at, null), now + 1);
  t.is(acceptedStep(secret, codeOf(secret, now), at, now), null);
  t.is(acceptedStep(secret, codeOf(secret, now - 1), at, now), null);
  for (const wrong of [codeOf(secret, now - 2), codeOf(secret, now + 2), "", "12345", "１２３４５６"]) t.is(acceptedStep(secret, wrong, at, null), null);
  t.true(otpauthUri(secret, "nvan.stttt").startsWith("otpauth://totp/"));
});

test("recovery codes are told apart from what is mistyped, not from how they are written", (t) => {
  const codes = newRecoveryCodes();
  t.is(new Set(codes.map(recoveryHash)).size, 10);
  const [first = ""] = codes;
  t.regex(first, /^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
  t.is(recoveryHash(first.toLowerCase().replaceAll("-", " ")), recoveryHash(first));
});

test("short, common, repeated and personal passwords are refused, sentences are taken", (t) => {
  const own = ["nvan.stttt", "Nguyễn", "Văn", "An"];
  for (const bad of ["ngan", "Password1234!", "matkhau@2026", "MậtKhẩu123456", "aaaaaaaaaaaaaa", "12345678901234", "Nguyenvanan2026", "nvan.stttt.2026", "Lienthong@123456", "abcabcabcabc", "x".repeat(201)]) t.truthy(passwordProblem(bad, own, "/password"), bad);
  for (const good of ["con trâu đi trước cái cày", "correct horse battery", "k7f-2mq9-xw4p-ht3c"]) t.is(passwordProblem(good, own, "/password"), null, good);
});

test("a password is the same however the keyboard composes it, and nobody's hash fits nobody", async (t) => {
  const kept = await hashPassword("Tiếng Việt có dấu".normalize("NFC"));
  t.regex(kept, /^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  t.true(await isPassword("Tiếng Việt có dấu".normalize("NFD"), kept));
  t.false(await isPassword("tiếng việt có dấu", kept));
  t.false(await isPassword("mật khẩu của không ai cả", null));
});

test("the token of a page fits its own session alone", (t) => {
  const fits = property(string(), (given) => {
    const [token, other] = [newToken(), newToken()];
    return isCsrfToken(csrfTokenOf(token), token) && !isCsrfToken(csrfTokenOf(other), token) && !isCsrfToken(given, token);
  });
  t.notThrows(() => assert(fits, { numRuns: 50 }));
});
