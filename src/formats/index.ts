import type { Format } from "./format.ts";

/** Every format, in the order they are asked. The contract they keep is `__tests__/formats/contract.test.ts`. */
export const formats: readonly Format[] = [];
