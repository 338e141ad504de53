import test from "ava";
import { openTown, TownTimeout, type TownGateway } from "#test/support/town";

export interface TwoGateways {
  /** Văn phòng Chính phủ, G22. */
  readonly vpcp: TownGateway;
  /** Quảng Ngãi, H48 and a department. */
  readonly quangNgai: TownGateway;
}

/** One town for all tests of a file; every test opens its own door in it. */
export function sharedTown(): () => TwoGateways {
  const closers: (() => Promise<void>)[] = [];
  let gateways: TwoGateways | null = null;
  test.before(async () => {
    const town = await openTown(
      { teardown: (close) => closers.push(close) },
      {
        gateways: {
          vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] },
          quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Nội vụ tỉnh Quảng Ngãi" }] },
        },
      },
    );
    const { vpcp, quangngai: quangNgai } = town.gateways;
    if (vpcp === undefined || quangNgai === undefined) throw new TownTimeout("a gateway of the town did not open");
    gateways = { vpcp, quangNgai };
  });
  test.after.always(async () => {
    for (const close of closers.toReversed()) await close();
  });
  return () => {
    if (gateways === null) throw new TownTimeout("the town is not open");
    return gateways;
  };
}
