import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{openHelperThreads,withThreadCount}from"./chunk-MC6IABUF.js";import"./chunk-PGMZPJCF.js";export{openHelperThreads,withThreadCount};
