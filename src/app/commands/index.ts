import type { Command } from "../command.ts";
import { attack } from "./attack.ts";
import { demo } from "./demo.ts";
import { diff } from "./diff.ts";
import { exportCommand } from "./export.ts";
import { indicators } from "./indicators.ts";
import { init } from "./init.ts";
import { merge } from "./merge.ts";
import { ratchet } from "./ratchet.ts";
import { report } from "./report.ts";
import { rule } from "./rule.ts";
import { site } from "./site.ts";
import { snapshot } from "./snapshot.ts";
import { technique } from "./technique.ts";
import { trend } from "./trend.ts";
import { validateConfig } from "./validate-config.ts";

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  diff,
  report,
  technique,
  rule,
  indicators,
  trend,
  site,
  snapshot,
  merge,
  exportCommand,
  attack,
  init,
  ratchet,
  validateConfig,
  demo,
];
