import { Button, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { assetQueries } from "../../api/assetApi";
import { address } from "../../api/client";
import type { FoundSoftware } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { Badge } from "../../ui/Badges";
import { type Column, List } from "../../ui/List";
import { Back, Empty, PageHead } from "../../ui/parts";

const route = getRouteApi("/shell/assets/software");

const columnsOf = (school: (id: string) => string | undefined): Column<FoundSoftware>[] => [
  {
    head: "Device",
    cell: (f) => (
      <>
        <Link to="/assets/$asset" params={{ asset: f.tag }} search={true} className="row-link">
          {f.tag} · {f.assetName}
        </Link>
        <div className="folded small">
          <span>{school(f.schoolId)}</span>
        </div>
      </>
    ),
  },
  {
    head: "Program",
    cell: (f) => (
      <ul className="plain">
        {f.programs.map((p) => (
          <li key={`${p.name}\n${p.publisher}\n${p.version}`}>
            {p.name} <span className="num">{p.version}</span>{" "}
            {p.toCheck && (
              <Badge tone="warning" shape="diamond">
                To check
              </Badge>
            )}
          </li>
        ))}
      </ul>
    ),
  },
  { head: "School", fold: true, cell: (f) => school(f.schoolId) },
];

/** Which devices have a program, perhaps below a version. */
export default function SoftwarePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId } = useScope();
  const [name, setName] = useState(search.name ?? "");
  const [below, setBelow] = useState(search.below ?? "");
  const query = { name: search.name, below: search.below, schoolId };
  const asked = !!search.name;
  const found = useInfiniteQuery({ ...assetQueries.foundSoftware(query), enabled: asked });
  return (
    <div className="page">
      <PageHead title="Find software" above={<Back to="/assets">Assets</Back>}>
        {asked && (found.data?.pages[0]?.items.length ?? 0) > 0 && (
          <Button
            size="sm"
            variant="default"
            component="a"
            href={address("/api/assets/software/export", query)}
            download
          >
            Export as CSV
          </Button>
        )}
      </PageHead>
      <form
        className="row"
        style={{ alignItems: "end", marginBottom: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          navigate({
            to: ".",
            search: (old) => ({ ...old, name: name.trim() || undefined, below: below.trim() || undefined }),
          });
        }}
      >
        <TextInput
          label="Program or publisher"
          required
          withAsterisk={false}
          minLength={2}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          style={{ flex: "1 1 220px" }}
        />
        <TextInput
          label="Below version"
          placeholder="120.0.6099"
          maxLength={100}
          value={below}
          onChange={(event) => setBelow(event.currentTarget.value)}
          style={{ flex: "0 1 180px" }}
        />
        <Button type="submit">Find</Button>
      </form>
      {asked ? (
        <List
          name="Devices with the program"
          columns={columnsOf((id) => session.schools.find((s) => s.id === id)?.name)}
          query={found}
          listKey={JSON.stringify(query)}
          rowNoun="new device"
          empty={<Empty title="No matching devices" text="Only devices in service with inventory data are searched." />}
        />
      ) : (
        <Empty
          title="Search for a program"
          text="Enter the name as the inventory writes it. With a version, older versions are found; those that cannot be compared are marked “to check”."
        />
      )}
    </div>
  );
}
