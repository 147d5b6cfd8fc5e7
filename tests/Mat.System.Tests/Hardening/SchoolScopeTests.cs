using System.Text;
using Mat.SystemTests.Running;

namespace Mat.SystemTests.Hardening;

/// <summary>
/// Somebody who holds every role for one school asks for another school's things on every route of the API document.
/// A collection that is new has to be taught here, either with a foreign id or as something that belongs to no school.
/// </summary>
public sealed class SchoolScopeTests(Systems systems)
{
    // Belongs to the trust and to no school. Everything else needs a foreign id.
    private static readonly string[] OfTheTrust =
    [
        "/api/trust/tokens/", "/api/partners/{", "/api/partners/inbound/", "/api/partners/answer/", "/api/tickets/escalation-policies/",
        "/api/session",
        "/api/alerts/sources/", "/api/alerts/rules/", "/api/alerts/inhibitions/", "/api/cases/grouping/", "/api/assets/vulnerabilities/{",
        "/api/alerts/ingest/", "/api/cases/playbooks/",
    ];

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Foreign_id_is_not_found_on_every_route(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var foreign = await ForeignThings.CreateAsync(world);
        var stranger = await foreign.StrangerAsync();
        var table = await RouteTable.ReadAsync(world.Admin);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var operation in table.Operations.Where(o => o.PathParameters.Count > 0 && !IsOutside(o.Path)))
        {
            if (OfTheTrust.Any(t => operation.Path.StartsWith(t, StringComparison.Ordinal)))
                continue;
            if (foreign.IdsFor(operation.Path) is not { } ids)
            {
                wrong.Add(
                    $"{operation}: teach {nameof(ForeignThings)} an id of another school for this collection, or {nameof(OfTheTrust)} that it has none");
                continue;
            }
            foreach (var id in ids)
            {
                using var request = new HttpRequestMessage(operation.HttpMethod,
                    operation.Fill(name => name is "id" or "idOrReference" or "idOrTag" or "reference"
                        || operation.PathParameters.Count == 1 ? id : foreign.Second(operation.Path)));
                if (operation.HasJsonBody)
                    request.Content = new StringContent(table.Sample(operation.BodySchema, "sample", foreign.SchoolId)?.ToJsonString()
                        ?? "{}", Encoding.UTF8, "application/json");
                else if (operation.MediaType is not null)
                    request.Content = new StringContent("sample", Encoding.UTF8,
                        operation.MediaType.Contains('*', StringComparison.Ordinal) ? "text/plain" : operation.MediaType);
                else if (operation.Method == "POST")
                    request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                if (operation.Method is "PATCH" or "PUT")
                    request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
                stranger.Client.Authorise(request);
                var answer = await stranger.Client.SendAsync(request);
                asked++;
                if (answer.Code != 404)
                    wrong.Add($"{operation} with {id} → {answer.Code} {answer.Text[..Math.Min(300, answer.Text.Length)]}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n" + string.Join('\n', wrong));
        Assert.True(asked > 20, $"Only {asked} routes were asked.");
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Lists_show_nothing_of_another_school(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var foreign = await ForeignThings.CreateAsync(world);
        var stranger = await foreign.StrangerAsync();
        var table = await RouteTable.ReadAsync(world.Admin);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var operation in table.Operations.Where(o => o.Method == "GET" && o.PathParameters.Count == 0 && !IsOutside(o.Path)
            && o.Path != "/api/live"))
        {
            var queries = new List<string> { "" };
            if (operation.Parameters.Any(p => p.In == "query" && p.Name.Equals("schoolId", StringComparison.OrdinalIgnoreCase)))
                queries.Add($"?schoolId={foreign.SchoolId}");
            if (operation.Parameters.Any(p => p.In == "query" && p.Name.Equals("q", StringComparison.OrdinalIgnoreCase)))
                queries.Add($"?q={foreign.Word}");
            foreach (var query in queries)
            {
                var answer = await stranger.Client.GetAsync(operation.Path + query);
                asked++;
                if (answer.Code is >= 500 or 401)
                    wrong.Add($"{operation}{query} → {answer.Code} {answer.Text}");
                // What the question itself held may come back in a problem's text.
                if (answer.Code == 200 && foreign.AllIds.FirstOrDefault(i => answer.Text.Contains(i, StringComparison.OrdinalIgnoreCase))
                    is { } leaked)
                    wrong.Add($"{operation}{query} shows {leaked} of another school");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n" + string.Join('\n', wrong));
        Assert.True(asked > 10, $"Only {asked} lists were asked.");
    }

    /// <summary>Signing in, and how one does that here, are for everybody.</summary>
    private static readonly string[] ForEverybody = ["POST /api/session", "GET /api/session/methods"];

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Every_route_refuses_a_caller_who_is_nobody(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var table = await RouteTable.ReadAsync(world.Admin);
        using var nobody = new MatClient(world.Mat.Address);
        using var impostor = new MatClient(world.Mat.Address, "mat_" + new string('A', 43));
        var wrong = new List<string>();
        foreach (var operation in table.Operations.Where(o => o.Path.StartsWith("/api/", StringComparison.Ordinal)
            && !ForEverybody.Contains($"{o.Method} {o.Path}")))
            foreach (var client in new[] { nobody, impostor })
            {
                var answer = await client.SendAsync(operation.HttpMethod, operation.Fill(_ => Guid.NewGuid().ToString()),
                    operation.Method == "GET" ? null
                        : new StringContent(table.Sample(operation.BodySchema, "sample sample", Guid.NewGuid().ToString())?.ToJsonString()
                            ?? "{}", Encoding.UTF8, "application/json"));
                if (answer.Code is not (401 or 403 or 404) && !(operation is { Path: "/api/session", Method: "DELETE" }))
                    wrong.Add($"{operation} → {answer.Code} {answer.Text}");
            }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool IsOutside(string path) =>
        !path.StartsWith("/api/", StringComparison.Ordinal) || path.Contains("/internal/", StringComparison.Ordinal)
        || path.Contains("/portal/", StringComparison.Ordinal) || path.Contains("/dead-letters", StringComparison.Ordinal);

    /// <summary>One of everything that belongs to a school, at a school where the asker has no role.</summary>
    private sealed class ForeignThings
    {
        private readonly World _world;
        private string _person = "", _asset = "", _ticket = "", _ticketReference = "", _attachment = "", _alert = "", _silence = "",
            _escalation = "", _delivery = "", _import = "", _case = "";

        private ForeignThings(World world) => _world = world;

        public string SchoolId => _world.Elm.Id;
        public string Word { get; } = World.Unique("foreign");
        public IReadOnlyList<string> AllIds =>
            [SchoolId, _person, _asset, _ticket, _attachment, _alert, _silence, _escalation, _delivery, _import, _case];

        public static async Task<ForeignThings> CreateAsync(World world)
        {
            var things = new ForeignThings(world) { _person = world.ElmTeacher.Id };
            things._asset = (await world.Admin.GetAsync("/api/assets/ELM-0001")).Expect(200)["id"];
            var ticket = await world.ReportAsync(world.ElmTeacher, $"Server {things.Word}", new { assetId = things._asset });
            things._ticket = ticket["id"];
            things._ticketReference = ticket["reference"];
            things._attachment =
                (await world.Technician.Client.PostRawAsync($"/api/tickets/{ticket["id"]}/attachments?fileName={things.Word}.txt", "words",
                    "text/plain")).Expect(200, 201)["id"];
            var source = await world.AddSourceAsync("wazuh");
            things._alert =
                (await source.Client.PostAsync(source.IngestPath, World.WazuhAlert("elm-srv-01", things.Word, level: 5))).Expect(
                    202).Body["results"]![0]!["alertId"]!.GetValue<string>();
            things._case = (await Eventually.GetAsync("The alert at Cases", async () =>
                await world.Admin.PostAsync("/api/cases",
                    new { title = things.Word, type = "other", schoolIds = new[] { things.SchoolId }, alertIds = new[] { things._alert } })
                        is { Code: 201 } opened ? opened : null))["id"];
            things._silence =
                (await world.Admin.PostAsync("/api/alerts/silences",
                    new
                    {
                        matchers = new[] { new { field = "title", op = "equal", value = things.Word } },
                        reason = things.Word,
                        endsAt = DateTimeOffset.UtcNow.AddHours(1),
                        schoolId = things.SchoolId
                    })).Expect(201)["id"];
            await using var receiver = await FakePartner.StartAsync();
            await world.AddPartnerAsync(receiver, "filtering_monitoring");
            things._import =
                (await world.Admin.PostRawAsync($"/api/assets/imports?format=csv&dryRun=true&schoolId={things.SchoolId}",
                    $"tag,kind,name\n{things.Word},laptop,{things.Word}", "text/csv")).Expect(202)["id"];
            (await world.Technician.Client.PostAsync($"/api/tickets/{ticket["id"]}/escalate",
                new { area = "filtering_monitoring", reason = things.Word })).Expect(200, 201, 202, 204);
            things._escalation =
                (await world.TicketAsync(ticket["id"], "The escalation",
                    t => t["escalation"] is not null)).Body["escalation"]!["id"]!.GetValue<string>();
            await Eventually.TrueAsync("The escalation at the partners' service",
                async () => (await world.Admin.GetAsync($"/api/partners/escalations/{things._escalation}")).Code == 200);
            things._delivery = (await Eventually.GetAsync("The delivery", async () =>
                (await world.Admin.GetAsync($"/api/partners/escalations/{things._escalation}/deliveries")).Expect(
                    200).Body["items"]!.AsArray().FirstOrDefault()))["id"]!.GetValue<string>();
            return things;
        }

        public async Task<Somebody> StrangerAsync()
        {
            var email = World.Unique("stranger") + "@trust.example";
            const string password = "Blue-kettle-harbour-7";
            var grants = new[] { "staff", "school_lead", "technician", "manager", "executive",
                "admin" }.Select(role => new { role, schools = new[] { _world.Oak.Id } });
            var person =
                (await _world.Admin.PostAsync("/api/trust/people",
                    new { name = "Sam Stranger", email, schoolId = _world.Oak.Id, grants, password })).Expect(201);
            return new Somebody(person["id"], "Sam Stranger", email, password,
                await MatClient.SignInAsync(_world.Mat.Address, email, password));
        }

        public IReadOnlyList<string>? IdsFor(string path)
        {
            bool Under(string prefix) => path.StartsWith(prefix, StringComparison.Ordinal);
            if (Under("/api/trust/schools/"))
                return [SchoolId];
            if (Under("/api/trust/people/"))
                return [_person];
            if (Under("/api/assets/{"))
                return [_asset, "ELM-0001"];
            if (Under("/api/tickets/{"))
                return [_ticket, _ticketReference];
            if (Under("/api/alerts/silences/{"))
                return [_silence];
            if (Under("/api/alerts/{"))
                return [_alert];
            if (Under("/api/cases/{"))
                return [_case];
            if (Under("/api/standards/readiness/{"))
                return [SchoolId];
            if (Under("/api/partners/escalations/{"))
                return [_escalation];
            if (Under("/api/partners/budgets/{"))
                return [SchoolId];
            if (Under("/api/partners/deliveries/{"))
                return [_delivery];
            if (Under("/api/assets/imports/{"))
                return [_import];
            return null;
        }

        public string Second(string path) =>
            path.Contains("attachments", StringComparison.Ordinal) ? _attachment : Guid.NewGuid().ToString();
    }
}
