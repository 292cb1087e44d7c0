/**
 * A hash table as numbers that can be kept, with open addressing: of each slot the key and, one after the other, the
 * position that it leads to and one more, or 0 where the slot is free.
 */
export function slotsOf(positions: Iterable<readonly [key: number, position: number]>): Uint32Array {
  const entries = [...positions];
  const slots = new Uint32Array(2 * 2 ** Math.ceil(Math.log2(2 * entries.length + 1)));
  for (const [key, position] of entries) {
    let slot = firstSlot(key, slots);
    while (slots[slot + 1] !== 0) slot = nextSlot(slot, slots);
    slots[slot] = key;
    slots[slot + 1] = position + 1;
  }
  return slots;
}

/** The position that a key leads to; undefined: there is none. Where things share a key, `isMeant` tells them apart. */
export function findIn(slots: Uint32Array, key: number, isMeant = (_position: number) => true): number | undefined {
  for (let slot = firstSlot(key, slots); ; slot = nextSlot(slot, slots)) {
    const found = slots[slot + 1] ?? 0;
    if (found === 0) return undefined;
    if (slots[slot] === key && isMeant(found - 1)) return found - 1;
  }
}

/** A key for a text, by FNV-1a over units instead of bytes; others may share it. */
export function keyOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function firstSlot(key: number, { length }: Uint32Array): number {
  // The lower bits of neighbouring numbers are alike.
  return ((Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) >>> 0) % (length / 2)) * 2;
}

function nextSlot(slot: number, { length }: Uint32Array): number {
  return (slot + 2) % length;
}
