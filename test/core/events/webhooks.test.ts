import test from "ava";
import { array, assert, boolean, double, property } from "fast-check";
import { Webhook as ReferenceVerifier } from "standardwebhooks";
import { addressRefusal, urlRefusal } from "#src/core/events/webhooks/address";
import { BREAKER_AT, decideAfterDelivery } from "#src/core/events/webhooks/decide-after-delivery";
import { newWebhookSecret, signedHeaders } from "#src/core/events/webhooks/sign";
import type { Delivery, WebhookHealth } from "#src/core/events/webhooks/webhook";

test("the reference library of Standard Webhooks accepts what we sign, with every valid secret, and nothing else", (t) => {
  const [old, fresh, stranger] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const body = JSON.stringify({ type: "incoming.arrived", data: { text: "Văn bản đến" } });
  const headers = { ...signedHeaders("019aa9c4-6f00-7c3e-9f1a-0242ac120002", body, [fresh, old], new Date()) };
  for (const secret of [old, fresh]) t.deepEqual(new ReferenceVerifier(secret).verify(body, headers), JSON.parse(body));
  t.throws(() => new ReferenceVerifier(stranger).verify(body, headers));
  t.throws(() => new ReferenceVerifier(old).verify(`${body} `, headers));
  t.throws(() => new ReferenceVerifier(old).verify(body, { ...headers, "webhook-id": "another" }));
  t.throws(() => new ReferenceVerifier(old).verify(body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) }));
});

const STRICT = { allowLoopback: false };

test("no webhook goes to this machine, to link-local and metadata addresses, or to any disguise of them", (t) => {
  const forbidden = [
    "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "169.254.169.254", "169.254.1.1", "fe80::1", "febf::1", "fec0::1", "fd00:ec2::254", "100.100.100.200", "168.63.129.16",
    "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::ffff:127.0.0.1", "::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "2001:0:a9fe:a9fe::", "224.0.0.1", "255.255.255.255", "ff02::1", "khong-phai-ip",
  ]; // prettier-ignore
  for (const address of forbidden) t.truthy(addressRefusal(address, STRICT), address);
  for (const address of ["10.1.2.3", "192.168.1.10", "172.16.0.9", "203.113.131.1", "2405:4800::1", "fd12:3456::1"]) t.is(addressRefusal(address, STRICT), null, address);
  t.is(addressRefusal("127.0.0.1", { allowLoopback: true }), null);
  t.truthy(addressRefusal("169.254.169.254", { allowLoopback: true }));
});

test("a webhook is https, without credentials, and its literal address is checked at once", (t) => {
  t.is(urlRefusal("https://qlvb.example.gov.vn/su-kien?x=1", STRICT), null);
  for (const url of ["http://qlvb.example.gov.vn/", "https://a:b@qlvb.gov.vn/", "https://qlvb.gov.vn/#x", "ftp://x/", "không", "https://169.254.169.254/latest", "https://[::ffff:169.254.169.254]/", "https://2852039166/", "https://0xa9fea9fe/", "https://0251.0376.0251.0376/", "http://127.0.0.1/", "https://127.0.0.1/"]) t.truthy(urlRefusal(url, STRICT), url);
  t.is(urlRefusal("http://127.0.0.1:8080/", { allowLoopback: true }), null);
  t.is(urlRefusal("http://localhost:8080/", { allowLoopback: true }), null);
  t.truthy(urlRefusal("http://10.0.0.1/", { allowLoopback: true }));
});

const NOW = new Date("2026-11-20T09:00:00+07:00");
const QUIET: WebhookHealth = { failures: 0, probeAt: null, lastSuccessAt: null, lastFailureAt: null, lastError: null };
const FAILED = { kind: "failed", reason: "HTTP 503" } as const;
const HOUR = 3_600_000;

function delivery(changes: Partial<Delivery> = {}): Delivery {
  return { event: {} as Delivery["event"], attempts: 0, firstFailedAt: null, ...changes };
}

test("pauses between attempts grow to hours, and never come all at once", (t) => {
  const pause = (attempts: number, random: number) => {
    const after = decideAfterDelivery(delivery({ attempts }), QUIET, FAILED, NOW, random);
    return after.kind === "again" ? after.at.getTime() - NOW.getTime() : 0;
  };
  const middle = Array.from({ length: 12 }, (_, attempts) => pause(attempts, 0.5));
  t.is(middle[0], 5_000);
  t.is(middle.at(-1), 6 * HOUR);
  t.deepEqual(middle, middle.toSorted((one, other) => one - other));
  t.true(pause(3, 0) < pause(3, 0.99));
});

test("the breaker opens after failures in a row and closes with the first success, for whatever history", (t) => {
  assert(
    property(array(boolean(), { maxLength: 60 }), double({ min: 0, max: 0.999, noNaN: true }), (history, random) => {
      let health = QUIET;
      let inRow = 0;
      for (const taken of history) {
        const after = decideAfterDelivery(delivery(), health, taken ? { kind: "taken" } : FAILED, NOW, random);
        inRow = taken ? 0 : inRow + 1;
        if (after.kind === "done" && after.recovered !== health.failures >= BREAKER_AT) return false;
        health = after.health;
        const open = health.probeAt !== null && health.probeAt > NOW && health.probeAt.getTime() - NOW.getTime() <= 12 * 60_000;
        if (health.failures !== inRow || open !== inRow >= BREAKER_AT) return false;
      }
      return true;
    }),
  );
  t.pass();
});

test("a receiver that says when to come again is left alone so long, with all its events; what was under way already changes nothing", (t) => {
  const busy = (retryAfter: string, health = QUIET, attempts = 0) => {
    const after = decideAfterDelivery(delivery({ attempts }), health, { ...FAILED, retryAfter }, NOW, 0.5);
    return { health: after.health, againInMs: after.kind === "again" ? after.at.getTime() - NOW.getTime() : null, quietForMs: (after.health.probeAt ?? NOW).getTime() - NOW.getTime() };
  };
  t.like(busy("600"), { againInMs: 600_000, quietForMs: 600_000 });
  t.like(busy(new Date(NOW.getTime() + 90_000).toUTCString()), { againInMs: 90_000, quietForMs: 90_000 });
  t.like(busy("1", QUIET, 5), { againInMs: HOUR, quietForMs: 1_000 }, "the longer of both for the event itself");
  t.like(busy("999999999"), { againInMs: 6 * HOUR, quietForMs: 6 * HOUR }, "a header is no reason to forget an event");
  for (const nonsense of ["soon", "-5", "", "0"]) t.like(busy(nonsense), { againInMs: 5_000, quietForMs: 0 }, nonsense);
  const { health } = busy("600");
  t.deepEqual(decideAfterDelivery(delivery(), health, { kind: "taken" }, NOW, 0.5).health.probeAt, health.probeAt, "taken side by side");
  t.deepEqual(decideAfterDelivery(delivery(), health, FAILED, NOW, 0.5).health.probeAt, health.probeAt, "refused side by side");
  t.is(decideAfterDelivery(delivery(), health, { kind: "taken" }, new Date(NOW.getTime() + 600_000), 0.5).health.probeAt, null);
});

test("an event is given up only when it was refused for five days while others were taken", (t) => {
  const firstFailedAt = new Date(NOW.getTime() - 6 * 24 * HOUR);
  const decide = (lastSuccessAt: Date | null, first: Date = firstFailedAt) => decideAfterDelivery(delivery({ attempts: 20, firstFailedAt: first }), { ...QUIET, lastSuccessAt }, FAILED, NOW, 0).kind;
  t.is(decide(new Date(NOW.getTime() - HOUR)), "given-up");
  t.is(decide(null), "again", "the address was down all the time");
  t.is(decide(new Date(firstFailedAt.getTime() - HOUR)), "again");
  t.is(decide(new Date(NOW.getTime() - HOUR), new Date(NOW.getTime() - 4 * 24 * HOUR)), "again");
});
