using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>
/// OCSF events of the classes Detection Finding (2004) and Incident Finding (2005), one or an array. A finding is known by
/// its product and <c>finding_info.uid</c>; an incident by its correlation id, or else by the finding that began it, since
/// the class has no id of its own.
/// </summary>
internal sealed class OcsfAdapter : Adapter
{
    private const int Detection = 2004;
    private const int Incident = 2005;
    private const int Close = 3;
    private const int HostName = 1;
    private const int IpAddress = 2;
    private const int UserName = 4;
    private const int MailAddress = 5;

    public static bool Knows(JsonElement item) => ClassOf(item) is Detection or Incident;

    public override NormalizedAlertDraft Read(JsonElement item) => ClassOf(item) switch
    {
        Detection => Finding(item),
        Incident => Incidents(item),
        _ =>
            new NormalizedAlertDraft
            {
                Rejection = new("alert.class",
                "Only Detection Findings (2004) and Incident Findings (2005) are alerts.")
            },
    };

    private static int? ClassOf(JsonElement item) => item.Whole("class_uid") ?? item.Whole("type_uid") / 100;

    private static NormalizedAlertDraft Finding(JsonElement item)
    {
        var info = item.At("finding_info") ?? default;
        var uid = info.Text("uid");
        return Common(item, [info]) with
        {
            Identity = uid is null ? [] : [("product", Product(item)), ("finding", uid)],
            // Suppressed, resolved, archived and deleted; and a check of a posture scanner that now passes.
            Resolves = item.Whole("activity_id") == Close || item.Whole("status_id") is >= 3 and <= 6
                || string.Equals(item.Text("status_code"), "PASS", StringComparison.OrdinalIgnoreCase),
            Uid = uid,
            Title = info.Text("title") ?? item.Text("message") ?? info.Text("analytic", "name"),
            Description = info.Text("desc") ?? item.Text("message"),
        };
    }

    private static NormalizedAlertDraft Incidents(JsonElement item)
    {
        var findings = LenientJson.Items(item.At("finding_info_list")).Where(f => f.ValueKind == JsonValueKind.Object).ToList();
        var first = findings.FirstOrDefault();
        var uid = item.Text("metadata", "correlation_uid") ?? first.Text("uid");
        return Common(item, findings) with
        {
            Identity = uid is null ? [] : [("product", Product(item)), ("incident", uid)],
            // 3 is on hold here, 4 resolved and 5 closed.
            Resolves = item.Whole("activity_id") == Close || item.Whole("status_id") is 4 or 5,
            Uid = uid,
            Title = item.Text("message") ?? first.Text("title") ?? item.Text("desc"),
            Description = item.Text("desc") ?? first.Text("desc"),
        };
    }

    private static NormalizedAlertDraft Common(JsonElement item, IReadOnlyList<JsonElement> infos)
    {
        var evidences = LenientJson.Items(item.At("evidences")).Prepend(item).ToList();
        var resources = LenientJson.Items(item.At("resources")).ToList();
        var devices = evidences.Select(e => e.At("device")).OfType<JsonElement>().ToList();
        if (devices.Count == 0)
            devices = [.. evidences.Select(Near).OfType<JsonElement>()];
        var observed = LenientJson.Items(item.At("observables")).ToLookup(o => o.Whole("type_id"), o => o.Text("value"));
        var hosts = devices.Concat(resources).Select(d => d.Text("hostname") ?? d.Text("device", "hostname")).Where(h => h is not null)
            .ToList();
        var users = evidences.SelectMany(e => new[] { e.At("actor", "user"), e.At("user") }).Concat(resources.Select(r => r.At("owner")))
            .OfType<JsonElement>().Select(u => u.Text("email_addr") ?? u.Text("name"));
        return new NormalizedAlertDraft
        {
            Time = item.Text("time") ?? item.Text("time_dt"),
            Severity = Severities.FromOcsf(item.Whole("severity_id"), item.Text("severity")),
            Rule = infos.Select(i => i.Text("analytic", "uid") ?? i.Text("analytic", "name")).FirstOrDefault(r => r is not null)
                ?? item.Text("metadata", "event_code"),
            Hosts = hosts.Count > 0 ? hosts : [.. observed[HostName]],
            Mac = First(devices.Select(d => d.Text("mac")).Concat(devices.SelectMany(Interfaces).Select(i => i.Text("mac")))),
            Ip = First(devices.Select(d => d.Text("ip")).Concat(devices.SelectMany(Interfaces).Select(i => i.Text("ip")))
                .Concat(resources.Select(r => r.Text("ip"))).Concat(observed[IpAddress])),
            Serial = First(devices.Select(d => d.Text("hw_info", "serial_number"))),
            User = First(users.Concat(observed[MailAddress]).Concat(observed[UserName])),
            Techniques = [.. infos.Append(item).SelectMany(i => LenientJson.Items(i.At("attacks")))
                .Select(a => a.Text("sub_technique", "uid") ?? a.Text("technique", "uid")).OfType<string>()],
        };
    }

    private static JsonElement? Near(JsonElement evidence)
    {
        var (source, destination) = (evidence.At("src_endpoint"), evidence.At("dst_endpoint"));
        return source is null || (destination is not null && IdentifierNormalizer.IsOutside(source.Value.Text("ip"))) ? destination
            : source;
    }

    private static IEnumerable<JsonElement> Interfaces(JsonElement device) => LenientJson.Items(device.At("network_interfaces"));

    private static string? Product(JsonElement item) => item.Text("metadata", "product", "uid") ?? item.Text("metadata", "product", "name");

    private static string? First(IEnumerable<string?> texts) => texts.FirstOrDefault(t => t is not null);
}
