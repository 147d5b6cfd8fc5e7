using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Registry;

public sealed record AddDocument(
    [property: Required] ComplianceDocumentKind? Kind,
    [property: Required, StringLength(200, MinimumLength = 1)] string Reference,
    DateOnly? ExpiresOn);

/// <param name="DaysLeft">Until the last day on which it holds; negative once it has run out.</param>
public sealed record ComplianceDocumentView(Guid Id, ComplianceDocumentKind Kind, string Reference, DateOnly? ExpiresOn, int? DaysLeft)
{
    internal static ComplianceDocumentView Of(ComplianceDocument p, DateOnly today) =>
        new(p.Id, p.Kind, p.Reference, p.ExpiresOn, p.ExpiresOn is { } end ? end.DayNumber - today.DayNumber : null);
}

internal static class ManageDocuments
{
    private const int Max = 100;
    private static readonly SortKeys<ComplianceDocument> Keys = new SortKeys<ComplianceDocument>().Add("createdAt", p => p.CreatedAt)
        .Default("-createdAt");

    public static async Task<Results<Ok<Page<ComplianceDocumentView>>, ProblemHttpResult>> List(Guid id, [AsParameters] PageQuery page,
        PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return await db.Documents.Where(p => p.PartnerId == id).ToPageAsync(page, Keys, p => ComplianceDocumentView.Of(p, today), ct);
    }

    public static async Task<Results<Created<ComplianceDocumentView>, ProblemHttpResult>> Add(Guid id, AddDocument request, PartnersDb db,
        TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        if (await db.Documents.CountAsync(p => p.PartnerId == id, ct) >= Max)
            return Problems.Conflict("documents.too_many", $"A partner has at most {Max} documents; remove old ones.");
        var document = new ComplianceDocument
        {
            PartnerId = id,
            Kind = request.Kind!.Value,
            Reference = request.Reference.Trim(),
            ExpiresOn = request.ExpiresOn
        };
        db.Documents.Add(document);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/partners/{id}/documents/{document.Id}",
            ComplianceDocumentView.Of(document, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, Guid documentId, PartnersDb db, CancellationToken ct)
    {
        if (await db.Documents.SingleOrDefaultAsync(p => p.Id == documentId && p.PartnerId == id, ct) is not { } document)
            return Problems.NotFound();
        db.Documents.Remove(document);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
