/** The platforms of ATT&CK that a log source's product belongs to; undefined where it is of none in particular. */
export function platformsOf(product: string | undefined): readonly string[] | undefined {
  return product === undefined ? undefined : platformsByProduct().get(product.toLowerCase());
}

let known: ReadonlyMap<string, readonly string[]> | undefined;

function platformsByProduct(): ReadonlyMap<string, readonly string[]> {
  known ??= new Map(
    products.flatMap(([platforms, names]) => names.split(" ").map((name) => [name, platforms] as const)),
  );
  return known;
}

/** Products as Sigma and Elastic name them. What several platforms hold in part stands for each of them. */
const products = [
  [["Windows"], "windows"],
  [["Linux"], "linux"],
  [["macOS"], "macos osx darwin"],
  [["IaaS"], "aws gcp"],
  [["IaaS", "Identity Provider", "Office Suite", "SaaS"], "azure"],
  [["Office Suite", "SaaS"], "m365 o365 office365 google_workspace gsuite"],
  [["Identity Provider", "SaaS"], "okta onelogin duo"],
  [["SaaS"], "github gitlab bitbucket salesforce slack zoom"],
  [["Containers"], "kubernetes docker"],
  [["ESXi"], "esxi vmware"],
  [["Network Devices"], "cisco fortios fortinet fortigate juniper paloalto panw huawei arista"],
] as const;
