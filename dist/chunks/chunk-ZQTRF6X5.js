import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
function codeOf(error){return error instanceof Error&&"code"in error?String(error.code):"unknown reason"}export{codeOf};
