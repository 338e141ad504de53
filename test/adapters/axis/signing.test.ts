import test from "ava";
import * as fc from "fast-check";
import { axisHmac, axisTimestamp, signedHeaders, unpaddedHash } from "#adapters/axis/signing";

test("A2: the published vector gives its digest", (t) => {
  const signHeader =
    '{"XroadVnpt-systemid":"vxp.test.01","XroadVnpt-docid":"68edb8c8c2dcb14db773ce44","XroadVnpt-description":"abc","XroadVnpt-timestamp":"21112026T235544+0018","XroadVnpt-Content-Type":"application/json","XroadVnpt-status":"fail"}';
  t.is(axisHmac("Unit-Test-Secret/1=", signHeader), "25c848d39f118f751a7eb3a1af36e26038818cb2e5fde90c6688dc97b86973ac");
});

test("A2, A5: a request of the official client 2.0.0 with everything leaked into it gives its digest", (t) => {
  const signHeader =
    '{"XroadVnpt-systemid":"vxp.test.02","XroadVnpt-servicetype":"eDoc","XroadVnpt-messagetype":"status","XroadVnpt-docId":"6b02a858d1d759c074331f49","XroadVnpt-docid":"6b02a858d1d759c074331f49","XroadVnpt-hash-file":"3e5c729b941c73221a20306e9f59ad693aaa50207a57a1b304ae5128f6b1d","XroadVnpt-filePath":"xml","XroadVnpt-description":"abc","XroadVnpt-from":"000.00.00.H41","XroadVnpt-timestamp":"22112026T083119+0592","XroadVnpt-Content-Type":"application/octet-stream","XroadVnpt-status":"fail"}';
  t.is(axisHmac("Secret/Two=", signHeader), "15d4ee42da8290871547971a1e8620b25ff1ebd8d17ec27a7fa83972a207995e");
});

test("A2: the timestamp is local time of Việt Nam with milliseconds after the plus", (t) => {
  t.is(axisTimestamp(new Date("2026-11-21T16:55:44.018Z")), "21112026T235544+0018");
  t.is(axisTimestamp(new Date("2026-12-31T17:00:00.999Z")), "01012027T000000+0999");
});

test("A3: hash-file leaves out the leading zero of every byte, as the official client does", (t) => {
  t.is(unpaddedHash("3e5c7209b9410c73221a20306e9f59ad693aaa50207a057a1b304ae5128f6b1d"), "3e5c729b941c73221a20306e9f59ad693aaa50207a57a1b304ae5128f6b1d");
  t.is(unpaddedHash("00".repeat(32)), "0".repeat(32));
  t.is(unpaddedHash("ff".repeat(32)), "ff".repeat(32));
});

test("A2: every logical header travels alone, in the key list and in the signed JSON, in one order", (t) => {
  const headers = signedHeaders({ systemId: "vxp.test.01", secret: "s" }, new Date("2026-11-21T16:55:44.018Z"), "application/json", { servicetype: "eDoc", messagetype: "edoc" });
  t.deepEqual(Object.keys(headers), [
    "XroadVnpt-systemid",
    "XroadVnpt-timestamp",
    "XroadVnpt-Content-Type",
    "XroadVnpt-servicetype",
    "XroadVnpt-messagetype",
    "Content-Type",
    "User-Agent",
    "XroadVnpt-version",
    "XroadVnpt-sign-header-key",
    "XroadVnpt-sign-header",
    "XroadVnpt-hash-header",
  ]);
  t.is(headers["XroadVnpt-sign-header-key"], "systemid;timestamp;Content-Type;servicetype;messagetype");
  t.is(
    headers["XroadVnpt-sign-header"],
    '{"XroadVnpt-systemid":"vxp.test.01","XroadVnpt-timestamp":"21112026T235544+0018","XroadVnpt-Content-Type":"application/json","XroadVnpt-servicetype":"eDoc","XroadVnpt-messagetype":"edoc"}',
  );
  t.is(headers["XroadVnpt-hash-header"], axisHmac("s", headers["XroadVnpt-sign-header"] ?? ""));
  t.is(headers["User-Agent"], "JAVASDKAgent/1.0.0 XRoad/VPCP");
  t.is(headers["XroadVnpt-version"], "3.0.201608");
  t.is(headers["Content-Type"], "application/json");
});

test("A2: the receiver list is escaped twice in the signed JSON", (t) => {
  const headers = signedHeaders({ systemId: "a", secret: "s" }, new Date(0), "application/octet-stream", { to: '["H41","G17"]' });
  t.is(headers["XroadVnpt-to"], '["H41","G17"]');
  t.true(headers["XroadVnpt-sign-header"]?.endsWith(String.raw`"XroadVnpt-to":"[\"H41\",\"G17\"]"}`));
});

test("A2: the secret is used as configured, never decoded from base64", (t) => {
  t.not(axisHmac("QUJD", "x"), axisHmac("ABC", "x"));
});

test("A9: no two requests share a header of an earlier one, and nothing holds the secret", (t) => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[!-~]{1,20}$/)), fc.stringMatching(/^[!-~]{12,40}$/), (parameters, secret) => {
      const headers = signedHeaders({ systemId: "vxp.test.01", secret }, new Date(), "application/json", parameters);
      const own = Object.keys(parameters).filter((name) => !["systemid", "timestamp"].includes(name));
      t.true(own.every((name) => headers[`XroadVnpt-${name}`] === parameters[name]));
      t.is(Object.keys(headers).filter((name) => /^XroadVnpt-[a-z]+$/.test(name) && name !== "XroadVnpt-version").length, new Set([...Object.keys(parameters), "systemid", "timestamp"]).size);
      if (!Object.values(parameters).includes(secret)) t.false(JSON.stringify(headers).includes(secret));
    }),
    { numRuns: 50 },
  );
});
