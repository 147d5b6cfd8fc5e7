using Mat.Platform.Data;

namespace Mat.Partners.Registry;

public enum ComplianceDocumentKind { Insurance, Dpia, Agreement, Other }

/// <summary>A compliance document. Of each kind the one that ends last counts; once it has ended the partner gets nothing.</summary>
internal sealed class ComplianceDocument : Entity, IAudited
{
    public Guid PartnerId { get; init; }
    public ComplianceDocumentKind Kind { get; init; }
    public required string Reference { get; set; }

    /// <summary>The last day on which it holds; null when it has no end.</summary>
    public DateOnly? ExpiresOn { get; set; }
}

/// <summary>That a warning was given, so that it is given once.</summary>
internal sealed class DocumentExpiryNotice
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid PartnerId { get; init; }
    public ComplianceDocumentKind Kind { get; init; }
    public DateOnly ExpiresOn { get; init; }

    /// <summary>60, 30 or 7 days before.</summary>
    public int Days { get; init; }
}

internal static class ComplianceDocuments
{
    public static readonly int[] WarnDays = [60, 30, 7];

    /// <summary>The documents that count, the agreement on record among them: of each kind the one that ends last.</summary>
    public static IEnumerable<(ComplianceDocumentKind Kind, string Reference, DateOnly? ExpiresOn)> InForce(Partner partner,
        IEnumerable<ComplianceDocument> documents)
    {
        var all = documents.Select(p => (p.Kind, p.Reference, p.ExpiresOn));
        if (partner.AgreementReference is { } agreement)
            all = all.Append((ComplianceDocumentKind.Agreement, agreement, partner.AgreementEndsOn));
        return all.GroupBy(p => p.Kind).Select(g => g.OrderByDescending(p => p.ExpiresOn ?? DateOnly.MaxValue).First());
    }

    /// <summary>Why the partner gets nothing; null when all its documents hold.</summary>
    public static string? FindExpired(Partner partner, IEnumerable<ComplianceDocument> documents, DateOnly day) =>
        InForce(partner, documents).Where(p => p.ExpiresOn < day).Select(p => $"the {Name(p.Kind)} ran out on {p.ExpiresOn:yyyy-MM-dd}")
        .FirstOrDefault();

    /// <summary>The nearest warning that is due: of 60, 30 and 7 days the smallest that is not smaller than what is left.</summary>
    public static int? Due(DateOnly expiresOn, DateOnly today)
    {
        var left = expiresOn.DayNumber - today.DayNumber;
        return left < 0 ? null : WarnDays.Where(d => left <= d).Cast<int?>().Min();
    }

    public static string Name(ComplianceDocumentKind kind) => kind switch
    {
        ComplianceDocumentKind.Dpia => "data protection impact assessment",
        ComplianceDocumentKind.Insurance => "insurance",
        ComplianceDocumentKind.Agreement => "agreement",
        _ => "document",
    };
}
