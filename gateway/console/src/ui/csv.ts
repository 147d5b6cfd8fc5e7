// Enough CSV to show the head of a file and to guess which column is which. The server reads the file itself.

/** RFC 4180 with quotes and any line end; separator guessed from the first line; at most `limit` rows. */
export function readCsv(text: string, limit = 20): string[][] {
  const source = text.replace(/^\uFEFF/, "");
  const separator = guessSeparator(source);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let i = 0; i < source.length && rows.length < limit; i++) {
    const c = source[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (source[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell === "") quoted = true;
    else if (c === separator) {
      row.push(cell);
      cell = "";
    } else if (c === "\n") endRow();
    else if (c !== "\r") cell += c;
  }
  if (rows.length < limit && (cell || row.length)) endRow();
  return rows;
}

function guessSeparator(text: string) {
  const line = text.split("\n", 1)[0] ?? "";
  const seen = (c: string) => line.split(c).length;
  return [",", ";", "\t"].reduce((best, c) => (seen(c) > seen(best) ? c : best), ",");
}

export const assetFields: { field: string; label: string; names: string[] }[] = [
  { field: "tag", label: "Asset tag", names: ["tag", "assettag", "assetnumber", "assetno", "barcode", "assetid"] },
  { field: "name", label: "Name", names: ["name", "assetname", "devicename", "description", "item"] },
  { field: "kind", label: "Kind", names: ["kind", "type", "category", "assettype", "devicetype"] },
  { field: "status", label: "Status", names: ["status", "state"] },
  {
    field: "school",
    label: "School (URN or name)",
    names: ["school", "urn", "site", "schoolname", "establishment", "academy"],
  },
  { field: "location", label: "Location", names: ["location", "room", "place", "building"] },
  {
    field: "holderName",
    label: "Assigned user",
    names: ["holder", "holdername", "user", "assignedto", "checkedoutto", "owner"],
  },
  {
    field: "holderEmail",
    label: "Email of assigned user",
    names: ["holderemail", "email", "useremail", "username", "upn"],
  },
  { field: "manufacturer", label: "Manufacturer", names: ["manufacturer", "make", "vendor", "brand"] },
  { field: "model", label: "Model", names: ["model", "modelname"] },
  { field: "modelNumber", label: "Model number", names: ["modelnumber", "modelno", "partnumber", "sku"] },
  { field: "serial", label: "Serial number", names: ["serial", "serialnumber", "serialno", "sn", "servicetag"] },
  { field: "hostName", label: "Computer name", names: ["hostname", "host", "computername", "computer"] },
  { field: "mac", label: "MAC addresses", names: ["mac", "macs", "macaddress", "wifimac", "ethernetmac"] },
  { field: "ip", label: "IP addresses", names: ["ip", "ips", "ipaddress"] },
  { field: "operatingSystem", label: "Operating system", names: ["os", "operatingsystem"] },
  { field: "osVersion", label: "OS version", names: ["osversion"] },
  {
    field: "purchasedOn",
    label: "Bought on",
    names: ["purchased", "purchasedon", "purchasedate", "bought", "dateofpurchase"],
  },
  { field: "purchaseCost", label: "Price in pounds", names: ["cost", "price", "purchasecost", "value"] },
  { field: "supplier", label: "Supplier", names: ["supplier", "reseller"] },
  { field: "orderNumber", label: "Order number", names: ["order", "ordernumber", "ponumber", "po"] },
  {
    field: "warrantyEndsOn",
    label: "Warranty ends on",
    names: ["warranty", "warrantyends", "warrantyexpires", "warrantyend", "warrantyendson"],
  },
  { field: "endOfLifeOn", label: "End of life on", names: ["endoflife", "eol", "endoflifeon", "eoldate"] },
  { field: "notes", label: "Notes", names: ["notes", "comments", "remarks"] },
];

export type Mapping = Record<string, string>;

const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Field → column, each column at most once; exact names win over longer ones. */
export function guessMapping(columns: string[]): Mapping {
  const mapping: Mapping = {};
  const taken = new Set<string>();
  const rounds: ((column: string, name: string) => boolean)[] = [
    (column, name) => column === name,
    (column, name) => name.length > 3 && column.startsWith(name),
    (column, name) => name.length > 4 && column.includes(name),
  ];
  for (const fits of rounds)
    for (const { field, names } of assetFields) {
      if (mapping[field]) continue;
      const column = names
        .map((name) => columns.find((c) => !taken.has(c) && fits(bare(c), name)))
        .find((found) => found !== undefined);
      if (column) {
        mapping[field] = column;
        taken.add(column);
      }
    }
  return mapping;
}

/** What keeps this mapping from being of use. */
export function mappingProblems(mapping: Mapping): string[] {
  const problems: string[] = [];
  const used = Object.values(mapping).filter(Boolean);
  const twice = used.find((column, i) => used.indexOf(column) !== i);
  if (twice) problems.push(`The column “${twice}” is used twice.`);
  if (!mapping.tag && !mapping.serial)
    problems.push("Choose the column of the asset tag or of the serial number: one of them identifies the device.");
  if (!mapping.name && !mapping.model) problems.push("Choose the column of the name or of the model.");
  return problems;
}

export type Format = "snipe_it" | "intune" | "chromebook" | "glpi" | "csv";

const marks: [Format, string[]][] = [
  ["snipe_it", ["Asset Tag", "Checkout Date"]],
  ["snipe_it", ["Asset Tag", "Checked Out"]],
  ["intune", ["Device ID", "Managed by"]],
  ["intune", ["Device name", "Enrollment date"]],
  ["intune", ["Device name", "Serial number", "Compliance"]],
  ["chromebook", ["deviceId", "orgUnitPath"]],
  ["chromebook", ["serialNumber", "annotatedAssetId"]],
];

/** A client-side guess for display; the server detects the format itself when format=auto. */
export function guessFormat(fileName: string, head: string): Format | "xlsx" | null {
  if (/\.xlsx$/i.test(fileName)) return "xlsx";
  const start = head.replace(/^\uFEFF/, "").trimStart();
  if (start.startsWith("{") || start.startsWith("[")) return "glpi";
  const columns = (readCsv(head, 1)[0] ?? []).map(bare);
  if (columns.length < 2) return null;
  for (const [format, names] of marks) if (names.every((name) => columns.includes(bare(name)))) return format;
  return "csv";
}
