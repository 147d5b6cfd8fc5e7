using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Mat.Cases.Data;
using Mat.Contracts.Cases;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Playbooks;

/// <summary>The steps that a trust wants in place of Mat's when this happens; for every case that begins from now on.</summary>
internal sealed class TrustPlaybook : Entity, IAudited
{
    public CaseType Type { get; init; }
    public string StepsJson { get; set; } = "[]";

    /// <summary>Mat's steps hold again. The row stays, so that whoever began to edit before it is told.</summary>
    public bool IsTakenBack => Steps.Count == 0;

    public IReadOnlyList<PlaybookStep> Steps
    {
        get => JsonSerializer.Deserialize<List<PlaybookStep>>(StepsJson, StrictJson.Options)!;
        set => StepsJson = JsonSerializer.Serialize(value, StrictJson.Options);
    }
}

/// <param name="Steps">In order; all of them.</param>
public sealed record WritePlaybook([property: Required, MinLength(1), MaxLength(50)] IReadOnlyList<PlaybookStep> Steps);

internal static class PlaybookEndpoints
{
    public static async Task<Ok<IReadOnlyList<Playbook>>> ListAsync(CasesDb db, CancellationToken ct) =>
        TypedResults.Ok(await PlaybookCatalog.AllAsync(db, ct));

    public static async Task<Results<Ok<Playbook>, ProblemHttpResult>> GetAsync(string type, CasesDb db, CancellationToken ct) =>
        WireEnum<CaseType>.ParseList(type) is [var found] ? TypedResults.Ok(await PlaybookCatalog.ForAsync(db, found, ct))
        : Problems.NotFound();

    public static async Task<Results<Ok<Playbook>, ProblemHttpResult>> WriteAsync(
        string type, WritePlaybook request, IfMatch ifMatch, CasesDb db, CurrentUser user, CancellationToken ct)
    {
        if (WireEnum<CaseType>.ParseList(type) is not [var found])
            return Problems.NotFound();
        if (!user.AllSchools)
            return ForTheTrust();
        var own = await db.TrustPlaybooks.FirstOrDefaultAsync(p => p.Type == found, ct);
        if (ifMatch.Validate(own?.Version ?? 0) is { } stale)
            return stale;
        if (own is null)
            db.Add(own = new TrustPlaybook { Type = found });
        own.Steps = [.. request.Steps.Select(s => s with { Title = s.Title.Trim(), Detail = s.Detail.Trim() })];
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PlaybookCatalog.Of(found, own));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> ResetAsync(string type, CasesDb db, CurrentUser user,
        CancellationToken ct)
    {
        if (WireEnum<CaseType>.ParseList(type) is not [var found])
            return Problems.NotFound();
        if (!user.AllSchools)
            return ForTheTrust();
        if (await db.TrustPlaybooks.FirstOrDefaultAsync(p => p.Type == found, ct) is not { IsTakenBack: false } own)
            return Problems.NotFound();
        own.Steps = [];
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult ForTheTrust() =>
        Problems.Forbidden("playbook.trust", "Playbooks hold for the whole trust; a role for the whole trust changes them.");
}
