declare const __DETCOV_VERSION__: string;
declare const __DETCOV_SOURCE__: string;

/** From package.json, put in when the bundle is built; tests run the source and see `0.0.0`. */
export const toolVersion: string = typeof __DETCOV_VERSION__ === "string" ? __DETCOV_VERSION__ : "0.0.0";

/** Another one for any other source, however little it differs, so that nothing is taken for what another one made. */
export const sourceVersion: string = typeof __DETCOV_SOURCE__ === "string" ? __DETCOV_SOURCE__ : "source";
