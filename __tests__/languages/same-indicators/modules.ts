import { cim, ecs } from "../../support/canonical-readers.ts";
import type { Table } from "./table.ts";

/** Libraries and drivers. */
export const modules: Table = {
  about: "a module on Windows",
  sigma: "{product: windows, category: image_load}",
  ecs: ecs("windows", "logs-endpoint.events.library-*"),
  cim: cim("`sysmon`"),
  rows: [
    {
      says: "a file name",
      sigma: String.raw`ImageLoaded|endswith: '\comsvcs.dll'`,
      eql: 'dll.name : "comsvcs.dll"',
      kuery: "dll.name:comsvcs.dll",
      lucene: "dll.name:comsvcs.dll",
      esql: 'dll.name == "comsvcs.dll"',
      spl: String.raw`ImageLoaded="*\\comsvcs.dll"`,
      indicators: ["ImageLoaded basename comsvcs.dll"],
    },
    {
      says: "a file name by the whole path",
      sigma: String.raw`ImageLoaded|endswith: '\comsvcs.dll'`,
      eql: String.raw`dll.path : "*\\comsvcs.dll"`,
      kuery: String.raw`dll.path:*\\comsvcs.dll`,
      esql: String.raw`dll.path like """*\\comsvcs.dll"""`,
      spl: String.raw`loaded_file_path="*\\comsvcs.dll"`,
      indicators: ["ImageLoaded basename comsvcs.dll"],
    },
    {
      says: "whether it is signed",
      sigma: "Signed: 'false'",
      eql: "dll.code_signature.exists == false",
      kuery: "dll.code_signature.exists:false",
      esql: "dll.code_signature.exists == false",
      spl: "Signed=false",
      indicators: ["Signed equals false"],
    },
    {
      says: "who signed it",
      sigma: "Signature: 'Microsoft Windows'",
      eql: 'dll.code_signature.subject_name == "Microsoft Windows"',
      kuery: 'dll.code_signature.subject_name:"Microsoft Windows"',
      esql: 'dll.code_signature.subject_name == "Microsoft Windows"',
      spl: 'Signature="Microsoft Windows"',
      indicators: ["Signature equals Microsoft Windows"],
    },
    {
      says: "a hash without its algorithm, which its length tells",
      sigma: "Hashes|contains: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'",
      eql: 'dll.hash.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
      kuery: "dll.hash.sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      esql: 'dll.hash.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
      spl: 'Hashes="*e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855*"',
      indicators: ["sha256 equals e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    },
  ],
};
