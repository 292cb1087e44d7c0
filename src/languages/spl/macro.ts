/** A search macro of Splunk: text that stands for a call in backticks. */
export interface SplMacro {
  readonly name: string;
  readonly parameters: readonly string[];
  /** `$name$` in it stands for the argument of that parameter. */
  readonly definition: string;
  /** Whether the definition is an expression that is evaluated to the text, which can't be told without Splunk. */
  readonly isEval: boolean;
}

/** undefined: not in the repository. Splunk tells macros apart by name and number of arguments (`name(2)`). */
export type MacroLookup = (name: string, argumentCount: number) => SplMacro | undefined;

/** The name and arguments of a call. */
export interface MacroCall {
  readonly name: string;
  readonly arguments: readonly string[];
}

/** Reads what stands between backticks: `name` or `name(argument, …)`; quotes around an argument are taken off. */
export function readMacroCall(call: string): MacroCall {
  const open = call.indexOf("(");
  const close = call.lastIndexOf(")");
  if (open < 0 || close < open) return { name: call.trim(), arguments: [] };
  return { name: call.slice(0, open).trim(), arguments: readArguments(call.slice(open + 1, close)) };
}

/** The macro of a call: the repository's own, else one that the content that Splunk publishes takes for granted. */
export function findMacro({ name, arguments: { length } }: MacroCall, macros: MacroLookup): SplMacro | undefined {
  return macros(name, length) ?? customary(name);
}

/** Lets a team exclude what is known to be harmless; it is `search *` until somebody fills it in. */
export function isFilterMacro(name: string): boolean {
  return name.endsWith("_filter");
}

function readArguments(list: string): readonly string[] {
  if (list.trim() === "") return [];
  const found: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < list.length; index++) {
    const character = list.charAt(index);
    if (character === "\\") index++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === "," && !isQuoted) {
      found.push(list.slice(start, index));
      start = index + 1;
    }
  }
  return [...found, list.slice(start)].map(readArgument);
}

function readArgument(argument: string): string {
  const text = argument.trim();
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return isQuoted ? text.slice(1, -1).replaceAll('\\"', '"') : text;
}

/** Macros of Splunk's Common Information Model and of its security content, which only shape what is shown. */
function customary(name: string): SplMacro | undefined {
  switch (name) {
    case "comment":
      return { name, parameters: [], definition: "", isEval: false };
    case "security_content_ctime":
    case "ctime":
      return { name, parameters: ["field"], definition: 'convert ctime("$field$")', isEval: false };
    case "security_content_summariesonly":
    case "summariesonly":
      return { name, parameters: [], definition: "summariesonly=false", isEval: false };
    case "drop_dm_object_name":
      return { name, parameters: ["object"], definition: 'rename "$object$.*" as "*"', isEval: false };
    default:
      return undefined;
  }
}
