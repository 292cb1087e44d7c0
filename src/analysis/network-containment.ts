/** Whether every address of one network (or a single address) is in another; false where either can't be read. */
export function isWithinNetwork(inner: string, outer: string): boolean {
  const [a, b] = [readNetwork(inner), readNetwork(outer)];
  if (a === undefined || b === undefined || a.bits !== b.bits || a.prefix < b.prefix) return false;
  const shift = BigInt(b.bits - b.prefix);
  return a.address >> shift === b.address >> shift;
}

interface Network {
  readonly address: bigint;
  readonly prefix: number;
  /** 32 or 128. */
  readonly bits: number;
}

function readNetwork(text: string): Network | undefined {
  const match = /^([0-9a-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, host = "", length] = match;
  const bits = host.includes(":") ? 128 : 32;
  const address = bits === 32 ? readVersion4(host) : readVersion6(host);
  const prefix = length === undefined ? bits : Number(length);
  return address === undefined || prefix > bits ? undefined : { address, prefix, bits };
}

function readVersion4(host: string): bigint | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return undefined;
  const octets = host.split(".").map(Number);
  return octets.some((octet) => octet > 255) ? undefined : joinGroups(octets, 8n);
}

/** RFC 4291, without the form that ends in an address of version 4. */
function readVersion6(host: string): bigint | undefined {
  const halves = host.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return joinGroups(
    groups.map((group) => Number.parseInt(group, 16)),
    16n,
  );
}

function joinGroups(groups: readonly number[], size: bigint): bigint {
  return groups.reduce((address, group) => (address << size) | BigInt(group), 0n);
}
