import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{readFile}from"node:fs/promises";import{join}from"node:path";function openDataFolder(folder){return{read:path=>readFile(join(folder,...path.split("/")),"utf8")}}export{openDataFolder};
