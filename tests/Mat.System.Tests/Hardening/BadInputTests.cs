using System.Net.Http.Headers;
using System.Text;
using Mat.SystemTests.Running;

namespace Mat.SystemTests.Hardening;

/// <summary>Every route of the API document gets what no honest caller sends: a 4xx problem with a code, never a 500, nothing
/// written.</summary>
public sealed class BadInputTests(Systems systems)
{
    private const string Marker = "zzhalfwritten";

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Bad_body_is_a_problem_with_a_code_and_writes_nothing(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var callers = await Callers.CreateAsync(world);
        var table = await RouteTable.ReadAsync(world.Admin);
        var wrong = new List<string>();
        var sent = 0;
        foreach (var operation in table.Operations.Where(o => o.HasJsonBody && o.Path.StartsWith("/api/", StringComparison.Ordinal)
            && !o.Path.Contains("/internal/", StringComparison.Ordinal)))
        {
            var path = await callers.PathAsync(operation);
            foreach (var (name, bytes) in BadBodies(table, operation))
            {
                // What a tool posts is described by the tool and not by Mat: members that Mat does not know are its right.
                if (operation.Path.Contains("/ingest/", StringComparison.Ordinal)
                    && (name.StartsWith("unknown", StringComparison.Ordinal) || name.StartsWith("wrong", StringComparison.Ordinal)))
                    continue;
                // A file to import is large and may be in any encoding; what is wrong in it is reported by the import.
                if (operation.Path == "/api/assets/imports" && name is ("oversized" or "broken UTF-8" or "UTF-16"))
                    continue;
                var answer = await callers.SendAsync(operation, path, () => JsonContent(bytes));
                sent++;
                if (answer.Code is < 400 or >= 500 || answer.ProblemCode is null)
                    wrong.Add($"{operation} {name} → {answer.Code} {answer.Text[..Math.Min(300, answer.Text.Length)]}");
            }
            var text = await callers.SendAsync(operation, path, () => new StringContent("<xml/>", Encoding.UTF8, "application/xml"));
            if (text.Code is < 400 or >= 500 || text.ProblemCode is null)
                wrong.Add($"{operation} as XML → {text.Code} {text.Text}");
        }
        foreach (var operation in table.Operations.Where(o => o.Method == "GET" && o.PathParameters.Count == 0 && o.Path is not "/api/live"
            && !o.Path.EndsWith("/audit", StringComparison.Ordinal)))
            if ((await world.Admin.GetAsync(operation.Path + (operation.Parameters.Any(p => p.Name == "q") ? "?q=" + Marker : "")))
                is { Code: 200 } list && list.Text.Contains(Marker, StringComparison.Ordinal))
                wrong.Add($"{operation} shows something half written");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n" + string.Join('\n', wrong));
        Assert.True(sent > 200, $"Only {sent} bodies were sent.");
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task Bad_id_or_query_is_a_problem_with_a_code(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        var callers = await Callers.CreateAsync(world);
        var table = await RouteTable.ReadAsync(world.Admin);
        var wrong = new List<string>();
        var sent = 0;
        string[] badIds = ["not-an-id", "0", "-1", new string('9', 300), "00000000-0000-0000-0000-000000000000", "a\u0000b",
            "../../etc/passwd", "'; drop table tickets; --", "%", "\ud83d\ude00"];
        foreach (var operation in table.Operations.Where(o => o.PathParameters.Count > 0
            && o.Path.StartsWith("/api/", StringComparison.Ordinal) && !o.Path.Contains("/internal/", StringComparison.Ordinal)))
            foreach (var id in badIds)
            {
                // Bodies that the schema allows, so that the id is what is wrong.
                var answer = await callers.SendAsync(operation, operation.Fill(_ => id),
                    () => operation.HasJsonBody
                        ? JsonContent(
                            Encoding.UTF8.GetBytes(table.Sample(operation.BodySchema, Marker, Guid.NewGuid().ToString())?.ToJsonString()
                                ?? "{}")) : operation.Method == "GET" ? null : JsonContent("{}"u8.ToArray()));
                sent++;
                if (answer.Code is < 400 or >= 500 || (answer.ProblemCode is null && id is not ("../../etc/passwd" or "a\u0000b")))
                    wrong.Add(
                        $"{operation} id {id[..Math.Min(40, id.Length)]} → {answer.Code} {answer.Text[..Math.Min(300, answer.Text.Length)]}");
            }
        foreach (var operation in table.Operations.Where(o => o.Method == "GET" && o.PathParameters.Count == 0
            && o.Path.StartsWith("/api/", StringComparison.Ordinal) && o.Path != "/api/live"
            && !o.Path.Contains("/internal/", StringComparison.Ordinal)))
            foreach (var parameter in operation.Parameters.Where(p => p.In == "query"))
                foreach (var value in new[] { "zz-no-such-thing", "-1", "999999999999999999999", "%00", "%ff%fe", "'",
                    new string('x', 4000) })
                {
                    var answer = await callers.SendAsync(operation, $"{operation.Path}?{parameter.Name}={value}", () => null);
                    sent++;
                    if (answer.Code >= 500 || (answer.Code >= 400 && answer.ProblemCode is null && answer.Code != 414))
                        wrong.Add(
                            $"{operation}?{parameter.Name}={value[..Math.Min(40, value.Length)]} → {answer.Code} {answer.Text[..Math.Min(300, answer.Text.Length)]}");
                    if (answer.Code < 300 && value is "zz-no-such-thing"
                        && (parameter.Name is "cursor" or "sort" || RouteTable.TypeOf(parameter.Schema) is "integer" or "boolean"))
                        wrong.Add($"{operation}?{parameter.Name}={value} was taken as if it meant something");
                }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n" + string.Join('\n', wrong));
        Assert.True(sent > 200, $"Only {sent} requests were sent.");
    }

    [Theory, MemberData(nameof(Shapes.Both), MemberType = typeof(Shapes))]
    public async Task File_that_is_none_is_a_problem_and_not_a_fault(Shape shape)
    {
        var world = await systems.GetAsync(shape);
        byte[][] files =
        [
            [], [0], [0xff, 0xfe, 0x00, 0xd8], Encoding.UTF8.GetBytes("{\"a\":"), Encoding.UTF8.GetBytes("tag,kind\n\"open quote"),
            [0x50, 0x4b, 0x03, 0x04, 1, 2, 3],
            Encoding.UTF8.GetBytes("URN\n\u0000\n"), [.. Enumerable.Repeat((byte)',', 100_000)],
        ];
        foreach (var path in new[] { "/api/trust/schools/import?trustUid=5001", "/api/assets/imports?format=auto&dryRun=true",
            "/api/assets/imports?format=nonsense", "/api/assets/imports?format=csv&dryRun=maybe" })
            foreach (var type in new[] { "text/csv", "application/json",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "image/png" })
                foreach (var file in files)
                {
                    using var content = new ByteArrayContent(file);
                    content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                    var answer = await world.Admin.SendAsync(HttpMethod.Post, path, content);
                    Assert.True(answer.Code < 500,
                        $"{path} {type} {Convert.ToHexString(file[..Math.Min(16, file.Length)])} → {answer.Code} {answer.Text}");
                }
    }

    private static IEnumerable<(string Name, byte[] Body)> BadBodies(RouteTable table, Operation operation)
    {
        var id = Guid.NewGuid().ToString();
        var good = table.Sample(operation.BodySchema, Marker, id);
        var goodText = good?.ToJsonString() ?? "{}";
        yield return ("malformed", Encoding.UTF8.GetBytes("{\"title\":"));
        yield return ("empty", []);
        yield return ("null", "null"u8.ToArray());
        yield return ("trailing", Encoding.UTF8.GetBytes(goodText + "}"));
        yield return ("not JSON", Encoding.UTF8.GetBytes("title=1&body=2"));
        yield return ("a string", Encoding.UTF8.GetBytes("\"" + Marker + "\""));
        yield return ("deep", Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000)));
        yield return ("oversized", Encoding.UTF8.GetBytes($"{{\"{Marker}\":\"{new string('x', 3 * 1024 * 1024)}\"}}"));
        yield return ("broken UTF-8", [.. "{\"title\":\""u8, 0xC3, 0x28, 0xff, .. "\"}"u8]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(goodText));
        if (good is JsonObject body)
        {
            var unknown = body.DeepClone().AsObject();
            unknown["zzUnknownMember"] = 1;
            yield return ("unknown member", Encoding.UTF8.GetBytes(unknown.ToJsonString()));
            if (body.Count > 0)
            {
                var name = body.First().Key;
                yield return ("duplicate member",
                    Encoding.UTF8.GetBytes(
                        $"{{{System.Text.Json.JsonSerializer.Serialize(name)}:{body[name]?.ToJsonString() ?? "null"},{goodText[1..]}"));
            }
            foreach (var (name, schema) in table.Properties(operation.BodySchema))
            {
                if (RouteTable.TypeOf(schema) is "string" or null && schema["oneOf"] is null && schema["enum"] is null)
                {
                    foreach (var (what, escape) in new[] { ("NUL", "\\u0000"), ("lone surrogate", "\\ud800") })
                        yield return ($"wrong text, {what} in {name}", With(body, name, $"\"{Marker}{escape}\""));
                }
                // A member without a type takes anything on purpose (a sample of another tool's message).
                if (RouteTable.TypeOf(schema) is null && schema["oneOf"] is null && schema["enum"] is null)
                    continue;
                yield return ($"wrong type of {name}",
                    With(body, name, RouteTable.TypeOf(schema) is "object" ? "17" : "{\"zz\":{\"deeper\":[1]}}"));
                if (RouteTable.TypeOf(schema) is "integer" or "number")
                    foreach (var number in new[] { "1e400", "NaN", "\"seven\"", "-99999999999999999999" })
                        yield return ($"wrong number {number} in {name}", With(body, name, number));
                if (schema["maxLength"]?.GetValue<int>() is { } most and < 100_000)
                    yield return ($"wrong length of {name}", With(body, name, "\"" + new string('x', most + 1) + "\""));
                if (schema["enum"] is not null)
                    yield return ($"wrong choice of {name}", With(body, name, "\"zz_none_of_them\""));
                if (schema["format"]?.GetValue<string>() is "uuid" or "date-time" or "date")
                    yield return ($"wrong format of {name}", With(body, name, "\"yesterday\""));
            }
        }
    }

    private static byte[] With(JsonObject body, string name, string rawValue)
    {
        var rest = body.Where(m => m.Key != name)
            .Select(m => $"{System.Text.Json.JsonSerializer.Serialize(m.Key)}:{m.Value?.ToJsonString() ?? "null"}");
        return Encoding.UTF8.GetBytes("{" + string.Join(',', rest.Append($"{System.Text.Json.JsonSerializer.Serialize(name)}:{rawValue}"))
            + "}");
    }

    private static ByteArrayContent JsonContent(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>Who calls what: an admin, a partner at its portal, a source at its ingest; and an id of something real for each
    /// path.</summary>
    private sealed class Callers(World world, MatClient admin, TestPartner partner, TestSource source)
    {
        private readonly Dictionary<string, string> _real = [];

        public static async Task<Callers> CreateAsync(World world)
        {
            await using var receiver = await FakePartner.StartAsync();
            var partner = await world.AddPartnerAsync(receiver, "other");
            return new Callers(world,
                await MatClient.SignInAsync(world.Mat.Address, world.Admin.Session["person"]!["email"]!.GetValue<string>(),
                    RunningMat.AdminPassword), partner, await world.AddSourceAsync("wazuh"));
        }

        /// <summary>The path with ids of things that exist, so that what is refused is the body.</summary>
        public async Task<string> PathAsync(Operation operation)
        {
            if (operation.PathParameters.Count == 0)
                return operation.Path;
            if (operation.Path.Contains("/ingest/", StringComparison.Ordinal))
                return source.IngestPath;
            var collection = operation.Path[..operation.Path.IndexOf("/{", StringComparison.Ordinal)];
            if (!_real.TryGetValue(collection, out var id))
            {
                id = collection switch
                {
                    "/api/tickets" => (await world.ReportAsync(world.OakTeacher, World.Unique("badinput")))["id"],
                    "/api/partners" => partner.Id,
                    "/api/trust/people" => world.ElmTeacher.Id,
                    "/api/cases/playbooks" => "phishing",
                    _ => await world.Admin.GetAsync(collection + "?limit=1") is { Code: 200 } list
                        && list.Body["items"]?.AsArray() is { Count: > 0 } items ? items[0]!["id"]?.ToString() ?? Guid.NewGuid().ToString()
                        : Guid.NewGuid().ToString(),
                };
                _real[collection] = id;
            }
            var first = true;
            return operation.Fill(_ =>
            {
                var value = first ? id : partner.EndpointId;
                first = false;
                return value;
            });
        }

        public async Task<Answer> SendAsync(Operation operation, string path, Func<HttpContent?> content)
        {
            var client = operation.Path.Contains("/portal/", StringComparison.Ordinal) ? partner.Portal
                : operation.Path.Contains("/ingest/", StringComparison.Ordinal) ? source.Client : admin;
            while (true)
            {
                var answer = await client.SendAsync(operation.HttpMethod, path, content(),
                    etag: operation.Method is "PATCH" or "PUT" ? "\"1\"" : null);
                if (answer.Code != 429)
                    return answer;
                await Task.Delay(answer.RetryAfter ?? TimeSpan.FromSeconds(1));
            }
        }
    }
}
