import test from "ava";
import { SECOND_FACTOR } from "#src/core/accounts/sign-in";
import { codeOf, newCodeSecret, stepOf } from "#src/core/accounts/totp";
import { openTown, type TownGateway } from "#test/support/town";
import { openDoor, type Door } from "../door.ts";
import { addPerson, cookieOf } from "./person.ts";
import { CALLBACK, openProvider, type RunningProvider } from "./provider.ts";

const closers: (() => unknown)[] = [];
let provider: RunningProvider;
let gateways: readonly TownGateway[] = [];

test.before(async () => {
  provider = await openProvider();
  closers.push(() => provider.close());
  const town = await openTown(
    { teardown: (close) => closers.push(close) },
    {
      gateways: {
        chat: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }], signOn: provider.configFor("chat", false) },
        mo: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }], signOn: provider.configFor("mo", true) },
      },
      run: [],
    },
  );
  gateways = Object.values(town.gateways);
});
test.after.always(async () => {
  for (const close of closers.toReversed()) await close();
});

/** The provider knows these doors. */
function introduce(doors: readonly Door[]): void {
  provider.serve(doors.map(({ url, gateway: { config } }) => ({ clientId: config.signOn?.clientId ?? "", url })));
}

/** A browser that follows nothing by itself. */
class Browser {
  readonly #jar = new Map<string, string>();

  async go(url: string, form?: Readonly<Record<string, string>>): Promise<Response> {
    const { host } = new URL(url);
    const cookie = [...this.#jar].filter(([key]) => key.startsWith(`${host} `)).map(([key, value]) => `${key.split(" ")[1]}=${value}`).join("; "); // prettier-ignore
    const response = await fetch(url, { redirect: "manual", headers: { cookie }, ...(form !== undefined && { method: "POST", body: new URLSearchParams(form) }) });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      const at = pair.indexOf("=");
      this.#jar.set(`${host} ${pair.slice(0, at)}`, pair.slice(at + 1));
    }
    return response;
  }

  /** From the gateway to the provider, signs in there, and back to the address the provider gives. */
  async toCallback(door: Door, login: string, query = ""): Promise<string> {
    let next = at(await this.go(`${door.url}/api/v1/session/oidc${query}`), door.url);
    for (let step = 0; step < 12 && !next.startsWith(door.url); step += 1) {
      const answer = await this.go(next);
      if (answer.status === 200) {
        const page = await answer.text();
        const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
        const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? "";
        next = at(await this.go(action, { prompt, login, password: "gì cũng được" }), provider.issuer);
      } else {
        next = at(answer, provider.issuer);
      }
    }
    return next;
  }
}

function at(response: Response, base: string): string {
  return new URL(response.headers.get("location") ?? "", base).href;
}

test("single sign-on against a real provider: whom it names comes in, and nothing else leads in", async (t) => {
  const [strict, open] = gateways;
  if (strict === undefined || open === undefined) return t.fail();
  const [door, openToAll] = [await openDoor(t, strict), await openDoor(t, open)];
  introduce([door, openToAll]);
  const account = await addPerson(strict, "nvan.vpcp", { roles: ["clerk"], agencies: ["G22"], passwordHash: null });
  await addPerson(strict, "khac.ten", { roles: ["leader"], agencies: ["G22"], signOnName: "ten-o-kia", passwordHash: null });

  const browser = new Browser();
  const start = await browser.go(`${door.url}/api/v1/session/oidc?ve=/van-ban-den`);
  const asked = new URL(start.headers.get("location") ?? "").searchParams;
  t.is(asked.get("code_challenge_method"), "S256");
  for (const name of ["state", "nonce", "code_challenge"]) t.truthy(asked.get(name), name);
  t.regex(start.headers.getSetCookie()[0] ?? "", /; Path=\/api\/v1\/session\/oidc; .*HttpOnly; SameSite=Lax$/);

  const callback = await browser.toCallback(door, "nvan.vpcp", "?ve=/van-ban-den");
  t.true(callback.startsWith(`${door.url}${CALLBACK}?`), callback);
  t.is((await new Browser().go(callback)).headers.get("location"), "/#/dang-nhap?loi=wrong-credentials", "another browser");
  const back = await browser.go(callback);
  t.is(back.headers.get("location"), "/#/van-ban-den");
  const cookie = back.headers.getSetCookie().find((set) => set.startsWith("lienthong_session="))?.split(";")[0] ?? "";
  t.like((await door.ask("/api/v1/session", { key: null, headers: { cookie } })).body["account"], { id: account.id, roles: ["clerk"] });
  t.is((await browser.go(callback)).headers.get("location"), "/#/dang-nhap?loi=wrong-credentials", "a code is taken once, and its question is forgotten");

  const mixed = new Browser();
  const first = await mixed.toCallback(door, "nvan.vpcp");
  await mixed.go(`${door.url}/api/v1/session/oidc`); // another question: other state, nonce and verifier
  t.is((await mixed.go(first)).headers.get("location"), "/#/dang-nhap?loi=wrong-credentials");
  const changed = new Browser();
  const address = new URL(await changed.toCallback(door, "nvan.vpcp"));
  address.searchParams.set("state", "x".repeat(43));
  t.is((await changed.go(address.href)).headers.get("location"), "/#/dang-nhap?loi=wrong-credentials");

  const secret = newCodeSecret();
  const guarded = await addPerson(strict, "hai.lop", { roles: ["operator"], passwordHash: null, secondFactor: await strict.house.sealer.seal(secret, SECOND_FACTOR) });
  const careful = new Browser();
  const asks = await careful.go(await careful.toCallback(door, "hai.lop", "?ve=/lich"));
  t.is(asks.headers.get("location"), "/#/dang-nhap?buoc=ma&ve=/lich", "the provider is not enough for an account with a second factor");
  t.false(asks.headers.getSetCookie().some((set) => set.startsWith("lienthong_session=")));
  const waiting = asks.headers.getSetCookie().findLast((set) => set.startsWith("lienthong_sign_on="))?.split(";")[0] ?? "";
  const enter = (code: string, withCookie: string) => door.ask("/api/v1/session/oidc/code", { method: "POST", key: null, headers: { "content-type": "application/json", cookie: withCookie, origin: door.url }, body: JSON.stringify({ code }) });
  const now = codeOf(secret, stepOf(strict.house.clock.now()));
  t.is((await enter(now, "")).status, 401, "another browser");
  t.is((await enter("000000" === now ? "000001" : "000000", waiting)).body["code"], "wrong-credentials");
  const inside = await enter(now, waiting);
  t.like(inside.body["account"], { id: guarded.id });
  t.is((await enter(now, waiting)).status, 401, "a code is taken once");

  const renamed = new Browser();
  t.is((await renamed.go(await renamed.toCallback(door, "ten-o-kia"))).headers.get("location"), "/#/");
  const stranger = new Browser();
  t.is((await stranger.go(await stranger.toCallback(door, "nguoi.la"))).headers.get("location"), "/#/dang-nhap?loi=wrong-credentials", "nobody gets an account silently");
  t.is(await strict.house.store.reader.accounts.bySignOnName("nguoi.la"), null);
  await strict.house.service.lockAccount(account.id, "nghỉ việc", strict.operator);
  const locked = new Browser();
  t.is((await locked.go(await locked.toCallback(door, "nvan.vpcp"))).headers.get("location"), "/#/dang-nhap?loi=locked");

  const welcome = new Browser();
  const entered = await welcome.go(await welcome.toCallback(openToAll, "nguoi.la"));
  t.is(entered.headers.get("location"), "/#/");
  const made = await openToAll.ask("/api/v1/session", { key: null, headers: { cookie: cookieOf({ headers: entered.headers } as Parameters<typeof cookieOf>[0]) ?? "" } });
  t.like(made.body["account"], { fullName: "Ông nguoi.la", roles: [] });
});

test("open redirect: sign-on leads back to pages of the gateway alone", async (t) => {
  const [strict] = gateways;
  if (strict === undefined) return t.fail();
  const door = await openDoor(t, strict);
  for (const ve of ["https://ke-gian.example", "//ke-gian.example", "/\\ke-gian.example", "javascript:alert(1)", "/a?b", "van-ban", "/../%0d%0aX: y"]) {
    t.is((await door.ask(`/api/v1/session/oidc?ve=${encodeURIComponent(ve)}`, { key: null })).status, 422, ve);
  }
  const forged = await door.ask(`${CALLBACK}?code=x&state=y&ve=https://ke-gian.example`, { key: null, headers: { cookie: "lienthong_sign_on=v1.AAAA" } });
  t.is(forged.headers.get("location"), "/#/dang-nhap?loi=wrong-credentials");
});
