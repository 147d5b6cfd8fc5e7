using System.Globalization;
using System.Text;

namespace Mat.SystemTests.Running;

/// <summary>A person of the test trust with their own session.</summary>
public sealed record Somebody(string Id, string Name, string Email, string Password, MatClient Client);

/// <summary>A school of the test trust.</summary>
public sealed record TestSchool(string Id, string Urn, string Name);

/// <summary>A partner with an endpoint at a receiver of ours and a token for the portal.</summary>
public sealed record TestPartner(string Id, string Name, string Area, string Secret, string EndpointId, string Token, MatClient Portal);

/// <summary>An alert source with its token.</summary>
public sealed record TestSource(string Id, string Kind, string IngestPath, MatClient Client);

/// <summary>
/// A small trust in a running Mat, made through the public API: two schools, some computers in each, people of every
/// role. Intent methods say what a person of the trust does; they fail with the whole answer when Mat refuses.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private static int _counter;
    private readonly Dictionary<string, string> _partners = [];

    private World(RunningMat mat, MatClient admin)
    {
        Mat = mat;
        Admin = admin;
    }

    public RunningMat Mat { get; }
    public MatClient Admin { get; private set; }
    public TestSchool Oak { get; private set; } = null!;
    public TestSchool Elm { get; private set; } = null!;
    public Somebody Technician { get; private set; } = null!;
    public Somebody OakTeacher { get; private set; } = null!;
    public Somebody OakTechnician { get; private set; } = null!;
    public Somebody ElmTeacher { get; private set; } = null!;

    /// <summary>Host name of a computer in Oak.</summary>
    public string OakHost => "oak-office-01";

    public static string Unique(string name) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{name}-{Interlocked.Increment(ref _counter)}-{Guid.NewGuid():N}")[..Math.Min(name.Length + 14, 60)];

    public static async Task<World> CreateAsync(RunningMat mat)
    {
        try
        {
            var world = new World(mat, await MatClient.SignInAsync(mat.Address, RunningMat.AdminEmail, RunningMat.AdminPassword));
            var schools = await world.ImportSchoolsAsync(("137001", "Oak Primary Academy", "Primary"),
                ("137002", "Elm High School", "Secondary"));
            world.Oak = schools[0];
            world.Elm = schools[1];
            world.Technician = await world.AddPersonAsync("Tess Technician", "technician", null);
            world.OakTechnician = await world.AddPersonAsync("Olly Oaktech", "technician", world.Oak);
            world.OakTeacher = await world.AddPersonAsync("Olive Teacher", "staff", world.Oak);
            world.ElmTeacher = await world.AddPersonAsync("Ellis Teacher", "staff", world.Elm);
            await world.ImportAssetsAsync(
                $"""
                tag,kind,name,schoolUrn,serial,hostName,location
                OAK-0001,desktop,Office PC,{world.Oak.Urn},SN-OAK-1,{world.OakHost},Office
                OAK-0002,laptop,Year 3 laptop,{world.Oak.Urn},SN-OAK-2,oak-lap-02,Year 3
                OAK-0003,interactive_display,Hall display,{world.Oak.Urn},SN-OAK-3,,Hall
                ELM-0001,server,File server,{world.Elm.Urn},SN-ELM-1,elm-srv-01,Server room
                """,
                4);
            await world.WaitUntilKnownAsync();
            return world;
        }
        catch
        {
            TestContext.Current.SendDiagnosticMessage(mat.Logs());
            await mat.DisposeAsync();
            throw;
        }
    }

    /// <summary>Services learn of schools, people and assets by messages: waits until desk and alerts have heard of them all.</summary>
    private async Task WaitUntilKnownAsync()
    {
        foreach (var (person, tag) in new[] { (OakTeacher, "OAK-0003"), (ElmTeacher, "ELM-0001"), (Technician, "OAK-0001"),
            (OakTechnician, "OAK-0002") })
        {
            var asset = (await Admin.GetAsync($"/api/assets/{tag}")).Expect(200);
            await Eventually.TrueAsync($"The desk hearing of {tag} and {person.Name}", async () =>
                (await Admin.PostAsync("/api/tickets",
                    new { title = "Warm-up", schoolId = asset["schoolId"], assetId = asset["id"], requesterId = person.Id })).Code == 201);
        }
        var source = await AddSourceAsync("wazuh");
        var attempt = 0;
        foreach (var host in new[] { OakHost, "elm-srv-01" })
            await Eventually.TrueAsync($"Alerts hearing of {host}", async () =>
            {
                var posted =
                    (await source.Client.PostAsync(source.IngestPath,
                        WazuhAlert(host, "Warm-up", ruleId: $"1{attempt++:D4}", level: 3))).Expect(202);
                return (await Admin.GetAsync($"/api/alerts/{posted.Body["results"]![0]!["alertId"]}")).Expect(200).Body["assetTag"]
                    is not null;
            });
    }

    public async Task<IReadOnlyList<TestSchool>> ImportSchoolsAsync(params (string Urn, string Name, string Phase)[] schools)
    {
        var csv = new StringBuilder();
        csv.AppendLine(
            "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),TypeOfEstablishment (name),EstablishmentStatus (code),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (code),PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,Trusts (code),Trusts (name),UKPRN,Street,Locality,Address3,Town,County (name),Postcode,SchoolWebsite,TelephoneNum,HeadTitle (name),HeadFirstName,HeadLastName");
        foreach (var (urn, name, phase) in schools)
            csv.AppendLine(CultureInfo.InvariantCulture,
                $"{urn},330,Birmingham,{urn[2..]},{name},28,Academy sponsor led,1,Open,01-09-2015,,{(phase == "Primary" ? 2 : 4)},{phase},4,11,420,5001,Test Learning Trust,100{urn[1..]},1 High Street,,,Birmingham,West Midlands,B1 1AA,www.example.org,1210000000,Mrs,Jane,Head");
        var report = (await Admin.PostRawAsync("/api/trust/schools/import?trustUid=5001", csv.ToString(), "text/csv")).Expect(200).Body;
        Assert.Equal(schools.Length,
            report["created"]!.GetValue<int>() + report["updated"]!.GetValue<int>() + report["unchanged"]!.GetValue<int>());
        var all = await Admin.AllAsync("/api/trust/schools");
        return [.. schools.Select(s => all.Single(a => a["urn"]!.GetValue<string>() == s.Urn))
            .Select(a => new TestSchool(a["id"]!.GetValue<string>(), a["urn"]!.GetValue<string>(), a["name"]!.GetValue<string>()))];
    }

    public async Task<Somebody> AddPersonAsync(string name, string role, TestSchool? school)
    {
        var email = Unique(name.ToLowerInvariant().Replace(' ', '.')) + "@trust.example";
        const string password = "Blue-kettle-harbour-7";
        var person = (await Admin.PostAsync("/api/trust/people", new
        {
            name,
            email,
            schoolId = school?.Id,
            grants = new[] { new { role, schools = school is null ? null : new[] { school.Id } } },
            password,
        })).Expect(201).Body;
        return new Somebody(person["id"]!.GetValue<string>(), name, email, password,
            await MatClient.SignInAsync(Mat.Address, email, password));
    }

    /// <summary>Imports a CSV file and waits until all of its rows are in the register and known to alerts and tickets.</summary>
    public async Task ImportAssetsAsync(string csv, int rows)
    {
        var queued = (await Admin.PostRawAsync("/api/assets/imports?format=csv&dryRun=false", csv, "text/csv")).Expect(202);
        var done = await Eventually.GetAsync("The asset import", async () =>
        {
            var import = (await Admin.GetAsync($"/api/assets/imports/{queued["id"]}")).Expect(200);
            return import["status"] is "finished" or "failed" or "cancelled" ? import : null;
        });
        Assert.True(done["status"] == "finished" && done.Body["created"]!.GetValue<int>() + done.Body["updated"]!.GetValue<int>() == rows,
            done.Text + (await Admin.GetAsync($"/api/assets/imports/{queued["id"]}/rows")).Text);
    }

    /// <summary>The one partner for an area, with an endpoint at <paramref name="receiver"/>: an earlier test's is suspended.</summary>
    public async Task<TestPartner> AddPartnerAsync(FakePartner receiver, string area)
    {
        if (_partners.Remove(area, out var earlier))
        {
            var version = (await Admin.GetAsync($"/api/partners/{earlier}")).Expect(200).ETag!.Trim('"');
            (await Admin.PatchAsync($"/api/partners/{earlier}", new { status = "suspended" },
                int.Parse(version, CultureInfo.InvariantCulture))).Expect(200);
        }
        var name = Unique("Partner");
        var partner =
            (await Admin.PostAsync("/api/partners",
                new { name, areas = new[] { area }, contactName = "Pat Partner", contactEmail = "pat@partner.example" })).Expect(201);
        _partners[area] = partner["id"];
        var endpoint = (await Admin.PostAsync($"/api/partners/{partner["id"]}/endpoints", new { url = receiver.Url.ToString() })).Expect(
            201);
        var token = (await Admin.PostAsync($"/api/partners/{partner["id"]}/tokens", new { name = "portal" })).Expect(201);
        return new TestPartner(partner["id"], name, area, endpoint["secret"], endpoint["id"], token["token"],
            new MatClient(Mat.Address, token["token"]));
    }

    /// <param name="at">Where the source posts to; the system's own address when null.</param>
    public async Task<TestSource> AddSourceAsync(string kind, Uri? at = null)
    {
        var source = (await Admin.PostAsync("/api/alerts/sources", new { name = Unique(kind), kind })).Expect(201);
        var id = (source.Body["source"] ?? source.Body)["id"]!.GetValue<string>();
        return new TestSource(id, kind, $"/api/alerts/ingest/{id}", new MatClient(at ?? Mat.Address, source["token"]));
    }

    /// <summary>A rule that opens a ticket and escalates it at once for alerts of one source.</summary>
    public async Task AddRuleAsync(TestSource source, string? escalateArea) =>
        (await Admin.PostAsync("/api/alerts/rules", new
        {
            name = Unique("rule"),
            enabled = true,
            position = 1,
            match = new { sourceId = source.Id },
            action = new { openTicket = true, impact = "high", urgency = "high", escalateArea, stop = true },
        })).Expect(201);

    /// <summary>An alert as a Wazuh manager posts it.</summary>
    public static JsonObject WazuhAlert(string host, string description, string ruleId = "5712", int level = 12,
        DateTimeOffset? at = null) => new()
        {
            ["timestamp"] = (at ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-ddTHH:mm:ss.fff+0000", CultureInfo.InvariantCulture),
            ["id"] = "1732245600.123456",
            ["rule"] = new JsonObject
            {
                ["id"] = ruleId,
                ["level"] = level,
                ["description"] = description,
                ["groups"] = new JsonArray("sshd", "authentication_failures"),
                ["firedtimes"] = 1,
                ["mitre"] = new JsonObject { ["id"] = new JsonArray("T1110") }
            },
            ["agent"] = new JsonObject { ["id"] = "017", ["name"] = host, ["ip"] = "10.20.0.17" },
            ["manager"] = new JsonObject { ["name"] = "wazuh" },
            ["decoder"] = new JsonObject { ["name"] = "sshd" },
            ["location"] = "/var/log/auth.log",
            ["full_log"] = "Nov 22 04:00:00 host sshd[1]: Failed password for root",
        };

    public async Task<Answer> ReportAsync(Somebody person, string title, object? more = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        body["title"] = title;
        return (await person.Client.PostAsync("/api/tickets", body)).Expect(201);
    }

    public async Task<Answer> TicketAsync(string id) => (await Admin.GetAsync($"/api/tickets/{id}")).Expect(200);

    /// <summary>Waits until a ticket satisfies a condition.</summary>
    public Task<Answer> TicketAsync(string id, string what, Func<JsonNode, bool> condition) =>
        Eventually.GetAsync(what, async () => await TicketAsync(id) is { } ticket && condition(ticket.Body) ? ticket : null);

    /// <summary>Tickets whose title contains a word that only this test uses.</summary>
    public Task<IReadOnlyList<JsonNode>> TicketsAsync(string word) => Admin.AllAsync($"/api/tickets?q={Uri.EscapeDataString(word)}");

    public Task<IReadOnlyList<JsonNode>> EscalationsAsync(string ticketId) =>
        Admin.AllAsync($"/api/partners/escalations?ticketId={ticketId}");

    public async Task<JsonNode> CellAsync(TestSchool school)
    {
        var overview = (await Admin.GetAsync("/api/insights/overview")).Expect(200).Body;
        return overview["schools"]!.AsArray().SingleOrDefault(s => s!["schoolId"]!.GetValue<string>() == school.Id)?["cells"]
            ?? new JsonObject();
    }

    public async ValueTask DisposeAsync() => await Mat.DisposeAsync();
}
