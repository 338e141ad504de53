import { BlockList, isIP, isIPv6 } from "node:net";

export interface AddressRules {
  /** Loopback, also without TLS: a QLVB on the same machine, and tests. */
  readonly allowLoopback: boolean;
}

const LOOPBACK = blockList([["127.0.0.0", 8, "ipv4"], ["::1", 128, "ipv6"]]);

/**
 * Where no QLVB can be: this network, link-local with the metadata services of clouds, multicast, reserved. Private networks are allowed:
 * that is where QLVB systems live. Addresses that carry another inside (mapped, 6to4, Teredo, NAT64) are refused as a whole.
 */
const FORBIDDEN = {
  ipv4: blockList([
    ["0.0.0.0", 8, "ipv4"],
    ["169.254.0.0", 16, "ipv4"],
    ["100.100.100.200", 32, "ipv4"],
    ["168.63.129.16", 32, "ipv4"],
    ["192.0.0.0", 24, "ipv4"],
    ["198.18.0.0", 15, "ipv4"],
    ["224.0.0.0", 4, "ipv4"],
    ["240.0.0.0", 4, "ipv4"],
  ]),
  // A list of its own: a plain IPv4 address would be found among the mapped ones.
  ipv6: blockList([
    ["::", 96, "ipv6"],
    ["::ffff:0:0", 96, "ipv6"],
    ["::ffff:0:0:0", 96, "ipv6"],
    ["64:ff9b::", 16, "ipv6"],
    ["100::", 64, "ipv6"],
    ["2001::", 32, "ipv6"],
    ["2001:db8::", 32, "ipv6"],
    ["2002::", 16, "ipv6"],
    ["fd00:ec2::", 32, "ipv6"],
    ["fe80::", 10, "ipv6"],
    ["fec0::", 10, "ipv6"],
    ["ff00::", 8, "ipv6"],
  ]),
};

function blockList(subnets: readonly (readonly [string, number, "ipv4" | "ipv6"])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of subnets) list.addSubnet(net, prefix, family);
  return list;
}

/** Why nothing is sent to this IP address; null when it may be. */
export function addressRefusal(address: string, rules: AddressRules): string | null {
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  if (isIP(address) === 0) return "không phải địa chỉ IP";
  if (LOOPBACK.check(address, family)) return rules.allowLoopback ? null : "địa chỉ của chính máy cổng không được phép";
  return FORBIDDEN[family].check(address, family) ? "địa chỉ thuộc vùng không được phép (link-local, metadata, multicast, dành riêng)" : null;
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || (isIP(host) !== 0 && LOOPBACK.check(host, isIPv6(host) ? "ipv6" : "ipv4"));
}

/** The host of a URL without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Why this URL cannot be a webhook, as far as it can be told without asking anybody; null when it can. */
export function urlRefusal(text: string, rules: AddressRules): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return "không phải địa chỉ URL";
  const host = hostOf(url);
  const loopback = rules.allowLoopback && isLoopback(host);
  if (url.protocol !== "https:" && !(loopback && url.protocol === "http:")) return "phải là https";
  if (url.username !== "" || url.password !== "") return "không được chứa tên người dùng, mật khẩu";
  if (url.hash !== "") return "không được chứa #";
  return isIP(host) === 0 ? null : addressRefusal(host, rules);
}
