import { ConfigError } from "../../model/config-error.ts";
import { ratchetText } from "../../report/text/ratchet-text.ts";
import type { Call, Command } from "../command.ts";
import { type RatchetInputs, runRatchet } from "../run-ratchet.ts";

export const ratchet: Command = {
  name: "ratchet",
  summary: "accept the findings that are there, so that only new ones count",
  usage: "",
  arguments: "none",
  formats: ["text"],
  options: [
    {
      name: "write",
      value: undefined,
      summary: "record all findings where there is no file yet; else take out what was mended",
    },
    { name: "reset", value: undefined, summary: "with --write: record all findings anew, new ones too" },
  ],
  async run(call) {
    const view = await runRatchet({ ...call.overrides, action: actionOf(call) }, call.surroundings);
    return { output: ratchetText(view, { colours: call.colours }), exitCode: 0 };
  },
};

function actionOf({ options }: Call): RatchetInputs["action"] {
  if (options.has("reset") && !options.has("write")) {
    throw new ConfigError("`--reset` writes the ratchet anew; say so with `detcov ratchet --write --reset`.");
  }
  if (options.has("reset")) return "reset";
  return options.has("write") ? "tighten" : "show";
}
