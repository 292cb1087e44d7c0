import { describe, expect, test } from "vitest";
import { predicatesOf, shortly } from "../../support/conditions.ts";
import { parse, read } from "./read-search.ts";

describe("the search command of SPL", () => {
  test.each([
    ["EventCode=4688", 'EventCode equals~ "4688"'],
    ["search EventCode=4688", 'EventCode equals~ "4688"'],
    ["EventCode = 4688", 'EventCode equals~ "4688"'],
    ["EventCode!=4688", 'not EventCode equals~ "4688"'],
    ["EventCode==4688", 'EventCode equals~ "4688"'],
    ["dest_port>=1024 dest_port<2048", '(dest_port gte~ "1024" and dest_port lt~ "2048")'],
    ["EventCode IN (4624, 4625)", 'EventCode equals~ "4624" | "4625"'],
    ['EventCode IN("4624" 4625)', 'EventCode equals~ "4624" | "4625"'],
    ["NOT EventCode IN (4624)", 'not EventCode equals~ "4624"'],
    ["EventCode NOT IN (4624)", 'not EventCode equals~ "4624"'],
    ["user=*", 'user exists~ "*"'],
    ["user!=*", 'not user exists~ "*"'],
    ['process="* -enc *"', 'process contains~ " -enc "'],
    ["process=*whoami*", 'process contains~ "whoami"'],
    ["process_name=pow*", 'process_name starts_with~ "pow"'],
    ["process_name=*sh", 'process_name ends_with~ "sh"'],
    ['process="*net* user*"', 'process wildcard~ "*net* user*"'],
    ["process_name=svc?ost.exe", 'process_name equals~ "svc?ost.exe"'],
    ["src_ip=10.0.0.0/8", 'src_ip cidr~ "10.0.0.0/8"'],
    ["url=*a=b*", 'url contains~ "a=b"'],
    ['"Processes.process_name"="cmd.exe"', 'Processes.process_name equals~ "cmd.exe"'],
    ["roles{}.name=admin", 'roles{}.name equals~ "admin"'],
    ['user=""', 'user equals~ ""'],
    ["user=$user$", "{user=$user$}"],
    ["a=1, b=2 OR c=3", '(a equals~ "1" and (b equals~ "2" or c equals~ "3"))'],
    ["a=1 OR, b=2", '(a equals~ "1" or b equals~ "2")'],
    [",a=1,, b=2,", '(a equals~ "1" and b equals~ "2")'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });

  test.each([
    ["whoami", 'anywhere keyword~ "whoami"'],
    ['"Domain Admins"', 'anywhere keyword~ "Domain Admins"'],
    ["*mimikatz*", 'anywhere keyword~ "mimikatz"'],
    ["TERM(127.0.0.1)", 'anywhere keyword~ "127.0.0.1"'],
    ["CASE(ACCESS)", 'anywhere keyword "ACCESS"'],
    ["user=CASE(Admin)", 'user equals "Admin"'],
    ["NOT whoami", 'not anywhere keyword~ "whoami"'],
    ["*", "true"],
    ["search *", "true"],
    ["and or", '(anywhere keyword~ "and" and anywhere keyword~ "or")'],
  ])("a word or phrase without a field is a keyword: %s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });

  test.each([
    ["a=1 b=2", '(a equals~ "1" and b equals~ "2")'],
    ["a=1 AND b=2 OR c=3", '(a equals~ "1" and (b equals~ "2" or c equals~ "3"))'],
    ["a=1 b=2 OR c=3 d=4", '(a equals~ "1" and (b equals~ "2" or c equals~ "3") and d equals~ "4")'],
    ["(a=1 b=2) OR c=3", '((a equals~ "1" and b equals~ "2") or c equals~ "3")'],
    ["NOT a=1 OR b=2", '(not a equals~ "1" or b equals~ "2")'],
    ["NOT (a=1 OR b=2)", 'not (a equals~ "1" or b equals~ "2")'],
    ["NOT NOT a=1", 'a equals~ "1"'],
    ["a=1 OR *", "true"],
  ])("OR binds tighter than AND, and NOT tighter than both: %s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });

  test.each([
    [String.raw`path="C:\\Windows\\*"`, `${String.raw`C:\Windows`}\\`],
    [String.raw`path="C:\Windows\System32*"`, String.raw`C:\Windows\System32`],
    [String.raw`path=C:\\Windows\\*`, `${String.raw`C:\Windows`}\\`],
    [String.raw`path="say \"hi\"*"`, 'say "hi"'],
    [String.raw`path="a\|b*"`, String.raw`a\|b`],
  ])("a backslash makes a backslash or a quote plain, and is plain before others: %s", (query, value) => {
    expect(predicatesOf(parse(query).condition)).toMatchObject([{ operator: "starts_with", values: [value] }]);
  });

  test.each([
    "earliest=-24h",
    "latest=now",
    "_index_earliest=-1h@h",
    '_time>="1700000000"',
    '_time>=relative_time(now(), "-10m@m")',
  ])("a time is a constraint: %s", (time) => {
    expect(read(`EventCode=1 ${time}`)).toBe(`(EventCode equals~ "1" and {${time}})`);
  });

  test("comments are passed over, wherever they stand", () => {
    expect(read('EventCode=1 ```process creation | where x``` user=root | search a=1 `comment("b, c")`')).toBe(
      '(EventCode equals~ "1" and user equals~ "root" and a equals~ "1")',
    );
  });

  test("a search may go over several lines, and each value is on its own", () => {
    const [, second] = predicatesOf(parse('EventCode=1\nImage IN ("*\\\\cmd.exe",\n  "*\\\\sh.exe")').condition);

    expect(second).toMatchObject({ operator: "ends_with", values: ["\\cmd.exe", "\\sh.exe"], line: 2, lines: [2, 3] });
  });

  test("what breaks the grammar is opaque up to the next operator", () => {
    const { condition, diagnostics } = parse("a=1 AND b= AND c=3");

    expect(shortly(condition)).toBe('(a equals~ "1" and b equals~ "AND" and c equals~ "3")');
    expect(diagnostics).toEqual([]);
    expect(read("a=1 AND (b=) AND c=3")).toBe('(a equals~ "1" and ?syntax-error{b=} and c equals~ "3")');
  });
});

describe("the where command of SPL", () => {
  test.each([
    ['process_name="cmd.exe"', 'process_name equals "cmd.exe"'],
    ['process_name=="cmd.exe"', 'process_name equals "cmd.exe"'],
    ['process_name!="cmd.exe"', 'not process_name equals "cmd.exe"'],
    ['process_name="pow*"', 'process_name equals "pow*"'],
    ["'event.user' = \"root\"", 'event.user equals "root"'],
    ['like(process, "%whoami%")', 'process contains "whoami"'],
    ['process LIKE "%.exe"', 'process ends_with ".exe"'],
    ['LIKE(process, "net_.exe")', 'process wildcard "net?.exe"'],
    ['match(process, "(?i)-e(nc)?\\s")', 'process regex "(?i)-e(nc)?\\\\s"'],
    [String.raw`match(path, "\\\\Temp\\\\")`, String.raw`path regex "\\\\Temp\\\\"`],
    ['process_name IN ("cmd.exe", "sh")', 'process_name equals "cmd.exe" | "sh"'],
    ['in(process_name, "cmd.exe", "sh")', 'process_name equals "cmd.exe" | "sh"'],
    ['NOT process_name IN ("sh")', 'not process_name equals "sh"'],
    ['cidrmatch("10.0.0.0/8", src)', 'src cidr~ "10.0.0.0/8"'],
    ['searchmatch("EventCode=1 *whoami*")', '(EventCode equals~ "1" and anywhere keyword~ "whoami")'],
    ["isnull(user)", 'not user exists "*"'],
    ["isnotnull(user)", 'user exists "*"'],
    ["dest_port > 1024", 'dest_port gt "1024"'],
    ["1024 < dest_port", 'dest_port gt "1024"'],
    ["a=1 OR b=2 AND c=3", '(a equals "1" or (b equals "2" and c equals "3"))'],
    ["not a=1 and b=2", '(not a equals "1" and b equals "2")'],
    ["NOT (a=1 OR b=2)", 'not (a equals "1" or b equals "2")'],
    ['lower(user)="root"', 'user equals~ "root"'],
    ['lower(trim(mvindex(user, 0)))="root"', 'user equals~ "root"'],
    ["user=owner", "{user=owner}"],
    ["len(process) > 100", "{len(process) > 100}"],
    ['replace(user, "x", "") = "root"', '{replace(user, "x", "") = "root"}'],
    ['first.".".second = "a.b"', '{first.".".second = "a.b"}'],
    ["count > .5", 'count gt ".5"'],
    ["1=1", "true"],
    ['made_up(user) = "root"', '?unsupported{made_up(user) = "root"}'],
  ])("%s", (condition, expected) => {
    expect(read(`* | where ${condition}`)).toBe(expected);
  });
});

describe("fields that a search of SPL makes", () => {
  test.each([
    ['eval name=lower(Image) | where name="x"', 'Image equals~ "x"'],
    ['eval name=Image, other=name | search other="x*"', 'Image starts_with~ "x"'],
    ['eval flag=if(match(Image,"x"),1,0) | where flag=1', 'Image regex "x"'],
    ['eval flag=if(match(Image,"x"),"Yes","No") | search flag="yes"', 'Image regex "x"'],
    ['eval flag=if(match(Image,"x"),1,0) | search flag=0', 'not Image regex "x"'],
    ['eval level=case(user="root","high",like(user,"adm%"),"low") | where level="high"', 'user equals "root"'],
    [
      'eval who=coalesce(user, src_user) | where who="root"',
      '((user exists "*" and user equals "root") or (not user exists "*" and src_user equals "root"))',
    ],
    [
      'eval n=len(Image) | eval n=if(kind="a", n, size) | where n=3',
      '(((kind equals "a" and {n = 3}) or (not kind equals "a" and size equals "3")) and {n=len(Image)})',
    ],
    [
      'eval a=if(kind="x", mvjoin(b, " "), a) | eval a=if(kind="x", trim(a), a) | where like(a, "%find%")',
      '((kind equals "x" and {mvjoin(b, " ") like "%find%"}) or (not kind equals "x" and a contains "find"))',
    ],
    [
      'eval a=if(kind="x", "1", a) | eval a=case(kind="y", "2", kind="x", a, true(), a) | where a="3"',
      '(not kind equals "y" and not kind equals "x" and a equals "3")',
    ],
    ['rename Image as name | where name="x"', 'Image equals "x"'],
    [
      'fillnull value="none" user | search user=none',
      '((user exists "*" and user equals~ "none") or not user exists "*")',
    ],
    ["fillnull value=none user | search user=root", '(user exists "*" and user equals~ "root")'],
    ["fillnull | search user=root", 'user equals~ "root"'],
    [
      'replace "%%1" with "added", "%%2" with "gone" in kind | search kind=added other=x',
      '({kind=added} and other equals~ "x" and {replace "%%1" with "added", "%%2" with "gone" in kind})',
    ],
    ['rename Image as name, User AS who | search name="x" who=root', '(Image equals~ "x" and User equals~ "root")'],
    ['rename "actor.user" AS "the user" | search "the user"=root', 'actor.user equals~ "root"'],
    ['regex Image="(?i)x$"', 'Image regex "(?i)x$"'],
    ['regex Image!="x$"', 'not Image regex "x$"'],
    ['regex "x$"', 'anywhere regex "x$"'],
    ['rex field=Image "(?<name>[^/]+)$" | where name="x"', '({name="x"} and {rex field=Image "(?<name>[^/]+)$"})'],
    ['rex field=Image mode=sed "s/a/b/" | search Image=x', '({Image=x} and {rex field=Image mode=sed "s/a/b/"})'],
    ['spath output=who path=actor.user | where who="root"', 'actor.user equals "root"'],
    ['iplocation src | search Country!="United States"', '({Country!="United States"} and {iplocation src})'],
    ["addtotals fieldname=score a b | where score > 2", "({score > 2} and {addtotals fieldname=score a b})"],
    [
      'foreach a* [eval all=mvappend(all, "<<FIELD>>")] | where all="x"',
      '({all="x"} and {foreach a* [eval all=mvappend(all, "<<FIELD>>")]})',
    ],
  ])("%s", (pipeline, expected) => {
    expect(read(`* | ${pipeline}`)).toBe(expected);
  });

  test("are followed through aggregations and expressions that nobody looked at in between", () => {
    expect(
      read(
        '| tstats values(Processes.user) as who count from datamodel=Endpoint.Processes by Processes.dest | stats dc(who) as users values(who) as who by dest | eval both=users+count, name=lower(who) | where name="root" AND both>3',
      ),
    ).toBe(
      '(user equals~ "root" and {both>3} and {values(Processes.user) as who by Processes.dest} and {dc(who) as users by dest} and {both=users+count})',
    );
  });

  test("that are only shown say nothing", () => {
    expect(read('a=1 | eval level=if(count>5,"high","low"), b=lower(c) | rex field=d "(?<e>.)" | table level e')).toBe(
      'a equals~ "1"',
    );
  });

  test("commands that arrange and show are passed over", () => {
    expect(
      read("a=1 | fields - b | dedup c | sort - d | head 5 | fillnull value=0 e | bin span=1h _time | table a"),
    ).toBe('a equals~ "1"');
  });
});

describe("aggregations of SPL", () => {
  test.each([
    ["stats count by user | where count > 5", "({count > 5} and {count by user})"],
    ["stats dc(user) as users | search users>=3", "({users>=3} and {dc(user) as users})"],
    ['stats count by user | where user="root"', 'user equals "root"'],
    ['stats values(user) as who by host | search who="root"', 'user equals~ "root"'],
    ['stats latest(user) as who count by host | where who="root"', 'user equals "root"'],
    [
      "eventstats avg(count) as mean | eval limit=mean*3 | where count > limit",
      "({count > limit} and {avg(count) as mean} and {limit=mean*3})",
    ],
    ['stats count(eval(action="failure")) as failures by user | where failures > 9', null],
    ["top limit=1 user", "{top limit=1 user}"],
  ])("%s", (pipeline, expected) => {
    const said = read(`* | ${pipeline}`);

    expect(said).toBe(expected ?? '({failures > 9} and {count(eval(action="failure")) as failures by user})');
  });
});

describe("stretches of time in SPL", () => {
  test.each([
    [
      "a=1 | bucket span=5m _time | stats dc(user) as users by _time, host | where users > 30",
      '(a equals~ "1" and {users > 30} and {bucket span=5m _time} and {dc(user) as users by _time, host})',
    ],
    [
      "a=1 | bin _time as part span=10m | stats count by part | where count > 3",
      '(a equals~ "1" and {count > 3} and {bin _time as part span=10m} and {count by part})',
    ],
    [
      "a=1 | timechart span=5m count by host | where count > 3",
      '(a equals~ "1" and {count > 3} and {_time span=5m} and {count by host})',
    ],
    [
      "| tstats count where a=1 by _time span=1h host | where count > 3",
      '(a equals~ "1" and {count > 3} and {count by _time span=1h host})',
    ],
    [
      "| tstats count where a=1 by host port span=1s _time | eval hour=_time | bin span=1h hour | stats dc(port) as ports by host hour | where ports>9",
      '(a equals~ "1" and {ports>9} and {_time span=1s} and {hour=_time} and {bin span=1h hour} and {dc(port) as ports by host hour})',
    ],
    [
      "| tstats count where a=1 by _time span=1h host | join host, _time [| tstats count where b=2 by _time span=1h host]",
      'sample by host, _time [(a equals~ "1" and {_time span=1h}); b equals~ "2"]',
    ],
    [
      "| tstats count where a=1 by _time span=1h host | join host [| tstats count where b=2 by _time span=1h host]",
      'sample by host [a equals~ "1"; b equals~ "2"]',
    ],
    ["a=1 | bin span=1h _time | stats count by _time", 'a equals~ "1"'],
    [
      "a=1 | streamstats time_window=5m count as n by host | where n>5",
      '(a equals~ "1" and {n>5} and {count as n time_window=5m by host})',
    ],
    [
      "a=1 | transaction host maxspan=5m maxpause=1m startswith=(b=2) endswith=(c=3)",
      '(a equals~ "1" and sequence by host within 5m [b equals~ "2"; c equals~ "3"] and {maxpause=1m})',
    ],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("data models of SPL", () => {
  test("fields lose the data set that they are prefixed with, and keep it as the author's", () => {
    const search =
      '| tstats `security_content_summariesonly` count min(_time) as firstTime from datamodel=Endpoint.Processes where Processes.process_name=cmd.exe NOT Processes.user IN ("root") by Processes.dest Processes.process | `drop_dm_object_name(Processes)` | where like(process, "%/c %")';
    const { condition, sources } = parse(search);

    expect(shortly(condition)).toBe(
      '(process_name equals~ "cmd.exe" and not user equals~ "root" and process contains "/c ")',
    );
    expect(predicatesOf(condition).map(({ nativeField }) => nativeField)).toEqual([
      "Processes.process_name",
      "Processes.user",
      "process",
    ]);
    expect(sources).toEqual(["Endpoint.Processes"]);
  });

  test.each([
    ["| tstats count from datamodel=Authentication where Authentication.action=failure", 'action equals~ "failure"'],
    ["| tstats count from datamodel=Change where All_Changes.Account_Management.src_user=x", 'src_user equals~ "x"'],
    ["| tstats count from datamodel Email where All_Email.subject=x by All_Email.src", 'subject equals~ "x"'],
    ["| tstats count from datamodel=Web where web.url=x", 'url equals~ "x"'],
    ["| tstats count where source=x by host", 'source equals~ "x"'],
    ["| tstats count WHERE index=x Web.url=y groupby Web.src", '(index equals~ "x" and Web.url equals~ "y")'],
    [
      "| tstats count from datamodel=Shop.Orders where Orders.price>5 Orders.item=x",
      '(price gt~ "5" and item equals~ "x")',
    ],
    ["| mstats count(tcp.packets) where index=m by host", '(metric_name equals~ "tcp.packets" and index equals~ "m")'],
    [
      "| mstats avg(tcp.*) avg(tcp.*) as t max(udp.rate) where index=m",
      '((metric_name starts_with~ "tcp." or metric_name equals~ "udp.rate") and index equals~ "m")',
    ],
    ["| mstats avg(_value) where metric_name=cpu by host", 'metric_name equals~ "cpu"'],
    ['| from datamodel:"Web"."Web" | where Web.url="x"', 'url equals "x"'],
    ["| datamodel Web Web search | search Web.url=x", 'url equals~ "x"'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });

  test("a prefix that is no data set of the search stays", () => {
    expect(read("Processes.process_name=cmd.exe")).toBe('Processes.process_name equals~ "cmd.exe"');
  });
});

describe("other searches within a search of SPL", () => {
  test.each([
    ["a=1 | join host [search b=2]", 'sample by host [a equals~ "1"; b equals~ "2"]'],
    ["a=1 | join type=left host [search b=2]", '(a equals~ "1" and (true or b equals~ "2"))'],
    ["a=1 [search b=2 | fields host]", 'sample by host [a equals~ "1"; b equals~ "2"]'],
    ["a=1 NOT [search b=2 | fields host]", '(a equals~ "1" and not sample by host [b equals~ "2"])'],
    [
      'a=1 | eval from="one" | append [search b=2 | eval from="two"] | where from="two"',
      '((a equals~ "1" or b equals~ "2") and {from="two"} and {from="one"})',
    ],
    ["a=1 | append [search b=2] | where c=3", '((a equals~ "1" or b equals~ "2") and c equals "3")'],
    [
      "a=1 | rename b.id as id | append [search c=2 | rename d.id as id] | stats count by id | where count>1",
      '((a equals~ "1" or c equals~ "2") and {count>1} and {d.id as id} and {b.id as id} and {count by id})',
    ],
    [
      "| tstats prestats=t count where a=1 by host | tstats prestats=t append=t count where b=2 by host",
      '(a equals~ "1" or b equals~ "2")',
    ],
    ["a=1 | union [search b=2]", '(a equals~ "1" or b equals~ "2")'],
    ["| multisearch [search a=1] [search b=2]", '(a equals~ "1" or b equals~ "2")'],
    ["a=1 | appendpipe [stats count | where count=0]", '(a equals~ "1" and (true or ({count=0} and {count})))'],
    ['a=1 | map search="search b=2 host=$host$"', 'sample by host [a equals~ "1"; (b equals~ "2" and {host=$host$})]'],
    [
      "a=1 | transaction host maxspan=5m startswith=(b=2) endswith=(c=3)",
      '(a equals~ "1" and sequence by host within 5m [b equals~ "2"; c equals~ "3"])',
    ],
    ["a=1 | transaction host | where duration>5", '(a equals~ "1" and {transaction host} and {duration>5})'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("lookups of SPL", () => {
  test.each([
    [
      'a=1 | eval kind="privileged" | rename sid as who | lookup people kind, identity as who OUTPUT tag | where isnotnull(tag)',
      '(a equals~ "1" and ?external-lookup{isnotnull(tag)} and {kind="privileged"} and ?external-lookup{lookup people kind, identity as who OUTPUT tag})',
    ],
    ["a=1 | lookup assets ip as src OUTPUT owner | table owner", 'a equals~ "1"'],
    [
      "a=1 | lookup bad_domains domain OUTPUT is_bad | search is_bad=true",
      '(a equals~ "1" and ?external-lookup{is_bad=true} and ?external-lookup{lookup bad_domains domain OUTPUT is_bad})',
    ],
    [
      'a=1 | lookup seen_regions region OUTPUT first | where isnull(first) OR first > relative_time(now(), "-24h@h")',
      '(a equals~ "1" and ({isnull(first)} or {first > relative_time(now(), "-24h@h")}) and {lookup seen_regions region OUTPUT first})',
    ],
    ["| inputlookup hosts.csv | search a=1", '(?external-lookup{inputlookup hosts.csv} and a equals~ "1")'],
    ["a=1 NOT [| inputlookup allowed | fields host]", '(a equals~ "1" and not ?external-lookup{inputlookup allowed})'],
    ["a=1 | inputlookup append=t seen", '(a equals~ "1" and {inputlookup append=t seen})'],
    [
      "a=1 | join type=left host [| inputlookup seen | rename time as first] | where isnull(first)",
      '(a equals~ "1" and ?external-lookup{isnull(first)} and ?external-lookup{time as first})',
    ],
    ["a=1 | apply model", '(a equals~ "1" and ?external-lookup{apply model})'],
    ["a=1 | cyberchef infield=b", '(a equals~ "1" and ?unsupported{cyberchef infield=b})'],
  ])("%s", (query, expected) => {
    expect(read(query)).toBe(expected);
  });
});

describe("what a search of SPL reads", () => {
  test.each([
    ["index=main sourcetype=WinEventLog a=1", ["main", "WinEventLog"]],
    ["(source=x OR source=y) NOT sourcetype=z", ["x", "y"]],
    ["eventtype=wineventlog_* index!=test", ["wineventlog_*"]],
    [
      "| tstats count from datamodel=Change where nodename=All_Changes.Account_Management",
      ["Change", "All_Changes.Account_Management"],
    ],
    ["`sysmon` EventCode=1", ["`sysmon`", "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"]],
    ["`not_there` EventCode=1", ["`not_there`"]],
    ["a=1 | append [search index=other] | search index=main", ["other", "main"]],
    ["a=1 `own_rule_filter`", []],
  ])("%s", (query, expected) => {
    expect(parse(query).sources).toEqual(expected);
  });
});
