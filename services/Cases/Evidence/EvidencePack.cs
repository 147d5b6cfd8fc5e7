using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Mat.Cases.Handling;
using Mat.Cases.Obligations;
using Mat.Cases.Records;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Evidence;

/// <summary>
/// What one obligation needs, as one page that prints: the case's facts, timeline and hashes exactly as they are kept, in UTC, with
/// nothing added. Every text in it is somebody's and is encoded.
/// </summary>
internal static class GetEvidencePackEndpoint
{
    private const int MaxLines = 5000;

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Handle(string id, string obligation, CaseCommands desk,
        HttpResponse response, CancellationToken ct)
    {
        var (@case, problem) = await desk.WholeAsync(id, ct);
        if (problem is not null)
            return problem;
        if (WireEnum<ObligationKind>.ParseList(obligation) is not [var kind])
            return Problems.NotFound();
        if (await desk.Db.CaseObligations.AsNoTracking()
            .FirstOrDefaultAsync(d => d.CaseId == @case!.Id && d.Kind == kind, ct) is not { } found)
            return Problems.NotFound();
        desk.Db.Audit("pack_read", "case", @case!.Id, new { obligation });
        await desk.Db.SaveChangesAsync(ct);
        response.Headers.CacheControl = "private, no-store";
        return TypedResults.Content(await WriteAsync(@case, ObligationView.Of(found, desk.Now), desk, ct), "text/html; charset=utf-8");
    }

    private static async Task<string> WriteAsync(Case @case, ObligationView obligation, CaseCommands desk, CancellationToken ct)
    {
        var db = desk.Db;
        var view = await desk.ViewAsync(@case, ct);
        var facts = await db.CaseFacts.AsNoTracking().Where(f => f.CaseId == @case.Id).OrderBy(f => f.At).ToListAsync(ct);
        var entries = await db.CaseEntries.AsNoTracking().Where(e => e.CaseId == @case.Id).OrderBy(e => e.At).ThenBy(e => e.Id)
            .Take(MaxLines).ToListAsync(ct);
        var indicators = await db.CaseIndicators.AsNoTracking().Where(i => i.CaseId == @case.Id).OrderBy(i => i.CreatedAt).ToListAsync(ct);
        var findings = await db.CaseFindings.AsNoTracking().Where(f => f.CaseId == @case.Id).OrderBy(f => f.CreatedAt).ToListAsync(ct);
        var evidence = await db.CaseEvidence.AsNoTracking().Where(e => e.CaseId == @case.Id).OrderBy(e => e.CreatedAt).ToListAsync(ct);
        var alerts = await db.Alerts.AsNoTracking().Where(e => db.CaseAlerts.Any(l => l.AlertId == e.Id && l.CaseId == @case.Id))
            .OrderBy(e => e.FirstSeenAt).Take(MaxLines).ToListAsync(ct);
        var names = view.Schools.ToDictionary(s => s.Id, s => s.Name);
        string School(Guid? school) => school is { } known ? names.GetValueOrDefault(known) ?? "a school" : "";

        var page = new Page();
        page.Begin($"{@case.Reference}: {obligation.Name}");
        page.Heading(1, obligation.Name);
        page.Text($"Evidence pack of case {@case.Reference} for: {obligation.Source}.");
        page.Table(
            ("Case", $"{@case.Reference}: {@case.Title}"), ("What happened", @case.Type.ToWords()),
            ("Severity and state", $"{@case.Severity.ToWords()}, {@case.Status.ToWords()}"),
            ("Schools", string.Join(", ", view.Schools.Select(s => s.Name))), ("Owner", @case.OwnerName ?? "nobody yet"),
            ("Began", Time(@case.OccurredAt)), ("The trust became aware", Time(@case.DetectedAt)),
            ("Contained", Time(@case.ContainedAt)), ("Resolved", Time(@case.ResolvedAt)),
            ("Obligation began", $"{Time(obligation.StartedAt)}, because {string.Join(", ", obligation.Because)}"),
            ("Due", $"{Time(obligation.DueAt)} ({(obligation.Statutory ? "by law" : "promptly; the trust's own limit")})"),
            ("State", obligation.State.ToWords()),
            ("Done", Time(obligation.DoneAt)), ("Reference or reason", obligation.Reference ?? ""),
            ("Answered by", obligation.AnsweredBy ?? ""));
        if (@case.Summary is not null)
            page.Section("Summary", @case.Summary);
        page.Rows("Facts", ["Known since", "Fact", "School", "Stated by", "Withdrawn"], facts.Select(f => new[]
        {
            Time(f.At), ObligationCatalog.Words(f.Kind), School(f.SchoolId), f.StatedBy,
            Withdrawn(f.WithdrawnAt, f.WithdrawnBy, f.WithdrawnWhy),
        }));
        page.Rows("Findings", ["When", "What", "School", "By", "Withdrawn"],
            findings.Select(f => new[] { Time(f.CreatedAt), f.Text, School(f.SchoolId), f.FoundBy,
                Withdrawn(f.WithdrawnAt, f.WithdrawnBy, f.WithdrawnWhy) }));
        page.Rows("Alerts", ["First seen", "Alert", "Host", "School"],
            alerts.Select(a => new[] { Time(a.FirstSeenAt), a.Title, a.HostName ?? "", School(a.SchoolId) }));
        page.Rows("Indicators", ["Type", "Value", "Note", "Withdrawn"],
            indicators.Select(i => new[] { i.Type.ToWords(), i.Value, i.Note ?? "",
                Withdrawn(i.WithdrawnAt, i.WithdrawnBy, i.WithdrawnWhy) }));
        page.Rows("Evidence", ["Added", "File", "Bytes", "SHA-256", "By"],
            evidence.Select(e => new[] { Time(e.CreatedAt), e.FileName, e.Size.ToString(CultureInfo.InvariantCulture), e.Sha256,
                e.AddedBy }));
        page.Rows("Timeline", ["When", "Who", "What"], entries.Select(e => new[] { Time(e.At), e.ActorName, e.Text }));
        page.Text($"Made by Mat on {Time(desk.Now)} for {desk.User.Name}. All times are UTC.");
        return page.End();
    }

    private static string Withdrawn(DateTimeOffset? at, string? by, string? why) => at is null ? "" : $"{Time(at)} by {by}: {why}";

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>HTML of plain parts; whatever is put in is encoded.</summary>
    private sealed class Page
    {
        private const string Style =
            "body{font:14px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}"
            + "table{border-collapse:collapse;width:100%;table-layout:auto}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ccc;overflow-wrap:anywhere}"
            + "th{font-weight:600}td:first-child,th:first-child{white-space:nowrap}p.pre,td{white-space:pre-line}@media(max-width:500px){td:first-child,th:first-child{white-space:normal}}"
            + "@media print{@page{margin:18mm}body{margin:0;max-width:none;font-size:10pt}tr{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}";

        private readonly StringBuilder _html = new();

        public void Begin(string title) =>
            _html.Append(
                "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Safe(title)).Append("</title><style>").Append(Style).Append("</style></head><body><main>");

        public void Heading(int level, string text) => _html.Append(CultureInfo.InvariantCulture, $"<h{level}>{Safe(text)}</h{level}>");

        public void Text(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p class=\"pre\">{Safe(text)}</p>");

        public void Section(string title, string text)
        {
            Heading(2, title);
            Text(text);
        }

        public void Table(params (string Name, string Value)[] rows)
        {
            _html.Append("<table><tbody>");
            foreach (var (name, value) in rows.Where(r => r.Value.Length > 0))
                _html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Safe(name)}</th><td>{Safe(value)}</td></tr>");
            _html.Append("</tbody></table>");
        }

        public void Rows(string title, string[] heads, IEnumerable<string[]> rows)
        {
            Heading(2, title);
            var body = string.Concat(rows.Select(r => $"<tr>{string.Concat(r.Select(c => $"<td>{Safe(c)}</td>"))}</tr>"));
            if (body.Length == 0)
                Text("None.");
            else
                _html.Append("<table><thead><tr>").AppendJoin("", heads.Select(h => $"<th scope=\"col\">{Safe(h)}</th>"))
                    .Append("</tr></thead><tbody>").Append(body).Append("</tbody></table>");
        }

        public string End() => _html.Append("</main></body></html>").ToString();

        private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
    }
}
