/** Functions that change the type of a value and leave what it says. */
export const conversions: ReadonlySet<string> = new Set([
  "to_boolean",
  "to_bool",
  "to_datetime",
  "to_dt",
  "to_double",
  "to_dbl",
  "to_integer",
  "to_int",
  "to_ip",
  "to_long",
  "to_str",
  "to_string",
  "to_unsigned_long",
  "to_ul",
  "to_ulong",
  "to_version",
  "to_ver",
]);

/** All other functions of the ES|QL reference that make a value of their parameters: what they make is computed. */
export function isValueFunction(name: string): boolean {
  valueFunctions ??= new Set(names.split(" "));
  return valueFunctions.has(name);
}

let valueFunctions: ReadonlySet<string> | undefined;

const names =
  "abs acos asin atan atan2 avg absent absent_over_time bit_length bucket byte_length case cbrt categorize ceil coalesce " +
  "concat copy_sign cos cosh count count_distinct count_distinct_over_time count_over_time date_diff date_extract " +
  "date_format date_parse date_trunc day_name delta e exp first first_over_time floor from_base64 greatest hash " +
  "hypot idelta increase ip_prefix irate json_extract last last_over_time least left length locate log log10 ltrim " +
  "max max_over_time md5 median median_absolute_deviation min min_over_time month_name mv_append mv_avg mv_concat " +
  "mv_count mv_dedupe mv_difference mv_first mv_intersection mv_last mv_max mv_median mv_median_absolute_deviation " +
  "mv_min mv_percentile mv_pseries_weighted_sum mv_slice mv_sort mv_sum mv_union mv_zip now percentile " +
  "percentile_over_time pi pow present present_over_time rate repeat replace reverse right round round_to rtrim " +
  "sample scalb sha1 sha256 signum sin sinh space split sqrt st_centroid_agg st_distance st_envelope st_extent_agg " +
  "st_geohash st_geohex st_geotile st_npoints st_simplify st_x st_xmax st_xmin st_y st_ymax st_ymin std_dev " +
  "stddev_over_time substring sum sum_over_time tan tanh tau tbucket to_base64 to_cartesianpoint to_cartesianshape " +
  "to_date_nanos to_dateperiod to_degrees to_geohash to_geohex to_geopoint to_geoshape to_geotile to_radians " +
  "to_timeduration top trange trim url_decode url_encode url_encode_component values variance weighted_avg";
