import type { MacroLookup, ParsedSpl, SplMacro } from "../../../src/languages/spl/index.ts";
import { parseSpl } from "../../../src/languages/spl/index.ts";
import { excerpt } from "../../../src/syntax/excerpt.ts";
import { shortly } from "../../support/conditions.ts";

/** Macros of the tests' repository, by name and number of arguments. */
const macros: MacroLookup = (name, argumentCount) => repository.get(`${name}(${argumentCount})`);

export function parse(query: string): ParsedSpl {
  return parseSpl(excerpt(query, 1), { macros });
}

export function read(query: string): string {
  return shortly(parse(query).condition);
}

const repository = new Map(
  [
    macro("sysmon", [], "sourcetype=XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"),
    macro("shells", [], "(Image=*sh OR Image=*cmd.exe)"),
    macro("shells_by", ["who", "where"], '`shells` User=$who$ Computer="$where$"'),
    macro("rare", ["field"], "stats count by $field$ | where count < 3"),
    macro("threshold", [], "10"),
    macro("counts", [], "count min(_time) as firstTime"),
    macro("is_shell", ["field"], 'match($field$, "sh$")'),
    macro("empty_filter", [], "search *"),
    macro("team_filter", [], "search NOT user=scanner"),
    macro("endless", [], "a=1 `endless_too`"),
    macro("endless_too", [], "`endless`"),
    { ...macro("worked_out", [], '"a=1"'), isEval: true },
  ].map((each) => [`${each.name}(${each.parameters.length})`, each]),
);

function macro(name: string, parameters: readonly string[], definition: string): SplMacro {
  return { name, parameters, definition, isEval: false };
}
