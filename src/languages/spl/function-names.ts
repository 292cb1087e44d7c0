/** Functions that hand on the values of their first parameter, or one of them, as they are but for blanks and type. */
export const preserving: ReadonlySet<string> = new Set([
  "ltrim",
  "mvdedup",
  "mvindex",
  "mvsort",
  "rtrim",
  "tobool",
  "toint",
  "tonumber",
  "tostring",
  "trim",
]);

/** All other functions of the Search Reference that make a value of their parameters: what they make is computed. */
export function isValueFunction(name: string): boolean {
  valueFunctions ??= new Set(names.split(" "));
  return valueFunctions.has(name);
}

let valueFunctions: ReadonlySet<string> | undefined;

const names =
  "abs acos acosh asin asinh atan atan2 atanh avg bit_and bit_or bit_not bit_shift_left bit_shift_right bit_xor case " +
  "ceil ceiling coalesce commands cos cosh exact exp floor hypot if ipmask isarray isbool isdouble isint ismv isnum " +
  "isobject isstr json json_append json_array json_array_to_mv json_delete json_entries json_extend json_extract " +
  "json_extract_exact json_has_key_exact json_keys json_object json_set json_set_exact json_valid len ln log lookup " +
  "lower max md5 min mvappend mvcount mvfilter mvfind mvjoin mvmap mvrange mvreverse mvzip now nullif pi pow " +
  "printf random relative_time replace round searchmatch sha1 sha256 sha512 sigfig sin sinh split spath sqrt " +
  "strftime strptime substr sum tan tanh time toarray tomv toobject typeof upper urldecode validate";
