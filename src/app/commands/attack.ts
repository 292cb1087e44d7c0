import { ConfigError } from "../../model/config-error.ts";
import { migrationJson } from "../../report/json/migration-json.ts";
import { migrationPatch } from "../../report/migration-patch.ts";
import { migrationText } from "../../report/text/migration-text.ts";
import { type Command, optionText } from "../command.ts";
import { runMigrate } from "../run-migrate.ts";

export const attack: Command = {
  name: "attack",
  summary: "migrate: move revoked techniques and renamed tactics in rule files",
  usage: "migrate",
  arguments: "some",
  formats: ["text", "json", "patch"],
  options: [
    { name: "to", value: "V", summary: "the version of ATT&CK to move to (default: the one in force)" },
    { name: "write", value: undefined, summary: "change the files, instead of saying what would change" },
  ],
  async run(call) {
    const [action, ...rest] = call.arguments;
    if (action !== "migrate" || rest.length > 0) {
      throw new ConfigError(
        `"detcov attack ${call.arguments.join(" ")}" is no command. Write \`detcov attack migrate\`.`,
      );
    }
    const to = optionText(call, "to") ?? call.overrides.attack;
    const inputs = {
      ...call.overrides,
      attack: to,
      action: call.options.has("write") ? ("write" as const) : ("show" as const),
    };
    const view = await runMigrate(inputs, call.surroundings);
    const render = { json: migrationJson, patch: migrationPatch }[call.format];
    const isComplete = view.files.every(({ unwritten }) => unwritten === undefined);
    return { output: render?.(view) ?? migrationText(view, { colours: call.colours }), exitCode: isComplete ? 0 : 1 };
  },
};
