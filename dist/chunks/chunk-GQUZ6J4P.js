import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{createHash}from"node:crypto";function blobId(content,format="sha1"){return createHash(format).update(`blob ${content.length}\0`).update(content).digest("hex")}export{blobId};
