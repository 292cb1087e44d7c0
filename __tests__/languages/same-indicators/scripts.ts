import { cim, ecs } from "../../support/canonical-readers.ts";
import type { Table } from "./table.ts";

/** What PowerShell runs. */
export const scripts: Table = {
  about: "a PowerShell script",
  sigma: "{product: windows, category: ps_script}",
  ecs: ecs("windows", "logs-windows.powershell*", "winlogbeat-*"),
  cim: cim("`powershell`"),
  rows: [
    {
      says: "a text in the script",
      sigma: "ScriptBlockText|contains: 'MiniDumpWriteDump'",
      eql: 'powershell.file.script_block_text : "*MiniDumpWriteDump*"',
      kuery: 'powershell.file.script_block_text:"MiniDumpWriteDump"',
      lucene: "powershell.file.script_block_text:MiniDumpWriteDump",
      esql: 'powershell.file.script_block_text like "*MiniDumpWriteDump*"',
      spl: 'ScriptBlockText="*MiniDumpWriteDump*"',
      indicators: ["ScriptBlockText contains MiniDumpWriteDump"],
    },
    {
      says: "several texts in the script",
      sigma: "ScriptBlockText|contains: ['New-Object', 'Invoke-Expression']",
      eql: 'powershell.file.script_block_text : ("*New-Object*", "*Invoke-Expression*")',
      kuery: 'powershell.file.script_block_text:("New-Object" or "Invoke-Expression")',
      esql: 'powershell.file.script_block_text like ("*New-Object*", "*Invoke-Expression*")',
      spl: 'ScriptBlockText IN ("*New-Object*", "*Invoke-Expression*")',
      indicators: ["ScriptBlockText contains Invoke-Expression", "ScriptBlockText contains New-Object"],
    },
    {
      says: "no script of the machine's own",
      sigma: "own:\n  ScriptBlockText|contains: 'sentinelbreakpoints'\ncondition: not own",
      eql: 'not powershell.file.script_block_text : "*sentinelbreakpoints*"',
      kuery: 'not powershell.file.script_block_text:"sentinelbreakpoints"',
      esql: 'not powershell.file.script_block_text like "*sentinelbreakpoints*"',
      spl: 'NOT ScriptBlockText="*sentinelbreakpoints*"',
      indicators: ["-ScriptBlockText contains sentinelbreakpoints"],
    },
    {
      says: "a script of one file name",
      sigma: "Path|endswith: '\\CL_Utility.ps1'",
      eql: 'file.name : "CL_Utility.ps1"',
      kuery: "file.name:CL_Utility.ps1",
      lucene: "file.name:CL_Utility.ps1",
      esql: 'file.name == "CL_Utility.ps1"',
      spl: 'Path="*\\\\CL_Utility.ps1"',
      indicators: ["Path basename CL_Utility.ps1"],
    },
    {
      says: "a script that lies in a folder",
      sigma: "Path|startswith: 'C:\\Temp\\'",
      eql: 'file.path : "C:\\\\Temp\\\\*"',
      esql: 'file.path like "C:\\\\\\\\Temp\\\\\\\\*"',
      spl: 'Path="C:\\\\Temp\\\\*"',
      indicators: ["Path starts_with C:\\Temp\\"],
    },
  ],
};
