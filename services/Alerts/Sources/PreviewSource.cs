using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using Mat.Alerts.Intake;
using Mat.Contracts.Alerts;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Sources;

/// <summary>Tries a mapping before it is saved.</summary>
/// <param name="Sample">A request as the tool would send it, or the same as a text.</param>
public sealed record PreviewSource(
    [property: Required] SourceKind? Kind, JsonElement Sample, IReadOnlyList<string>? Identity = null, SourceMapping? Mapping = null);

/// <summary>One alert in Mat's words (OCSF Detection Finding), or why it would be rejected.</summary>
public sealed record NormalizedAlertView(
    int Index, string? Code, string? Message, int ClassUid, int CategoryUid, int TypeUid, int ActivityId, int SeverityId, int StatusId,
    Severity? Severity, string? Identity, string? Uid, string? Title, string? Description, string? Rule, IReadOnlyList<string> Hosts,
    string? Mac, string? Ip, string? Serial, string? User, IReadOnlyList<string> Techniques, DateTimeOffset? Time, bool TimeSuspect,
    bool Resolves)
{
    private const int DetectionFinding = 2004;

    internal static NormalizedAlertView Of(ItemReading item)
    {
        var f = item.Finding;
        // OCSF: activity 1 create, 3 close; status 1 new, 4 resolved.
        var activity = f is null ? 0 : f.Resolves ? 3 : 1;
        return new(
            item.Index, item.Rejection?.Code, item.Rejection?.Message, DetectionFinding, DetectionFinding / 1000,
            DetectionFinding * 100 + activity, activity,
            (int)(f?.Severity ?? 0), f is null ? 0 : f.Resolves ? 4 : 1, f?.Severity, f?.Identity.ToString("N"), f?.Uid, f?.Title,
            f?.Description, f?.Rule,
            f?.Hosts ?? [], f?.Mac, f?.Ip, f?.Serial, f?.User, f?.Techniques ?? [], f?.At, f?.TimeSuspect ?? false, f?.Resolves ?? false);
    }
}

public sealed record PreviewView(IReadOnlyList<NormalizedAlertView> Items, int Truncated);

internal static class PreviewSourceEndpoint
{
    public static Results<Ok<PreviewView>, ProblemHttpResult> Handle(PreviewSource request, TimeProvider clock)
    {
        var identity = request.Identity ?? [];
        if (SourceRules.Refuses(request.Kind!.Value, identity, request.Mapping) is { } refusal)
            return refusal;
        if (TextGuard.HasUnstorableEscape(
            Encoding.UTF8.GetBytes(request.Sample.ValueKind == JsonValueKind.Undefined ? "" : request.Sample.GetRawText())))
            return Problems.BadRequest("sample.text", "The sample has a NUL or half a surrogate pair.");
        var text = request.Sample.ValueKind switch
        {
            JsonValueKind.Undefined => "",
            JsonValueKind.String => request.Sample.GetString()!,
            _ => request.Sample.GetRawText(),
        };
        var batch = Read(new NormalizedAlertReader(request.Kind.Value, identity, request.Mapping), Encoding.UTF8.GetBytes(text),
            clock.GetUtcNow());
        return batch.Refusal is { } reason
            ? Refusals.Of(reason)
            : TypedResults.Ok(new PreviewView([.. batch.Items.Select(NormalizedAlertView.Of)], batch.Truncated));
    }

    /// <summary>A pasted sample has no content type: what is no JSON as a whole, but begins with a line that is, is NDJSON.</summary>
    private static Batch Read(NormalizedAlertReader reader, byte[] sample, DateTimeOffset now)
    {
        var whole = reader.Read(sample, now);
        if (whole.Refusal != BatchRefusal.NotJson)
            return whole;
        var lines = reader.Read(sample, now, BodyForm.Lines);
        return lines.Items is [{ Rejection.Code: not "json.invalid" }, ..] or [{ Finding: not null }, ..] ? lines : whole;
    }
}
