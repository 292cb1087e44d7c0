declare const __DETCOV_VERSION__: string;

/** From package.json, put in when the bundle is built; tests run the source and see `0.0.0`. */
export const toolVersion: string = typeof __DETCOV_VERSION__ === "string" ? __DETCOV_VERSION__ : "0.0.0";
