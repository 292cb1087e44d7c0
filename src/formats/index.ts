import { elastic } from "./elastic/index.ts";
import type { Format } from "./format.ts";
import { sigma } from "./sigma/index.ts";
import { splunk } from "./splunk/index.ts";

/** Every format, in the order they are asked. The contract they keep is `__tests__/formats/contract.test.ts`. */
export const formats: readonly Format[] = [sigma, elastic, splunk];
