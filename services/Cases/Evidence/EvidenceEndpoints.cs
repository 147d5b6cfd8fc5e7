using System.Globalization;
using System.Security.Cryptography;
using Mat.Cases.Handling;
using Mat.Cases.Records;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Mat.Cases.Evidence;

public sealed record CustodyView(CustodyStep Step, DateTimeOffset At, string ActorName, string? Ip, string Sha256);

public sealed record EvidenceView(
    Guid Id, string FileName, long Size, string Sha256, string? Note, Guid? SchoolId, string AddedBy, DateTimeOffset CreatedAt,
    IReadOnlyList<CustodyView> Custody)
{
    internal static EvidenceView Of(CaseEvidence e, IEnumerable<CustodyEntry> custody) => new(
        e.Id, e.FileName, e.Size, e.Sha256, e.Note, e.SchoolId, e.AddedBy, e.CreatedAt,
        [.. custody.OrderBy(c => c.At).Select(c => new CustodyView(c.Step, c.At, c.ActorName, c.Ip, c.Sha256))]);
}

/// <summary>How a file is added: its bytes are the body.</summary>
public sealed class EvidenceUpload
{
    public string? FileName { get; init; }
    public string? Note { get; init; }

    /// <summary>The school that it is about; needed from those who see a part of the case's schools.</summary>
    public Guid? SchoolId { get; init; }
}

internal static class EvidenceEndpoints
{
    private static readonly SortKeys<CaseEvidence> Keys = new SortKeys<CaseEvidence>().Add("createdAt", e => e.CreatedAt)
        .Default("createdAt");

    /// <summary>The same bytes under the same name are there once, so an upload that is sent again does no harm.</summary>
    public static async Task<Results<Created<EvidenceView>, ProblemHttpResult>> AddAsync(string id, [AsParameters] EvidenceUpload query,
        HttpRequest http, CaseCommands desk, CancellationToken ct)
    {
        if (CleanName(query.FileName) is not { } name)
            return Problems.BadRequest("evidence.name", "Say what the file is called: ?fileName=");
        if (query.Note is { Length: > 500 } || query.Note?.Contains('\0', StringComparison.Ordinal) == true)
            return Problems.BadRequest("evidence.note", "A note has at most 500 characters.");
        if (await desk.FindAsync(id, track: false, ct) is null)
            return Problems.NotFound();
        using var content = new MemoryStream((int)Math.Min(http.ContentLength ?? 0, CaseEvidence.MaxBytes));
        await http.Body.CopyToAsync(content, ct);
        if (content.Length == 0)
            return Problems.Unprocessable("evidence.empty", "The file is empty.");
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        CaseEvidence? evidence = null;
        var (@case, problem) = await desk.TryAsync(id, whole: false, async (found, token) =>
        {
            if (desk.RefusesAbout(found, query.SchoolId) is { } refusal)
                return refusal;
            evidence = await desk.Db.CaseEvidence.FirstOrDefaultAsync(e => e.CaseId == found.Id && e.Sha256 == hash && e.FileName == name
                && e.SchoolId == query.SchoolId, token);
            if (evidence is not null)
                return null;
            if (await desk.Db.CaseEvidence.CountAsync(e => e.CaseId == found.Id, token) >= CaseEvidence.Max)
                return Problems.Conflict("evidence.most", $"A case holds at most {CaseEvidence.Max} files.");
            evidence = new CaseEvidence
            {
                CaseId = found.Id,
                FileName = name,
                Size = bytes.Length,
                Sha256 = hash,
                Note = query.Note,
                SchoolId = query.SchoolId,
                AddedBy = desk.User.Name
            };
            desk.Db.Add(evidence);
            for (var (position, start) = (0, 0); start < bytes.Length; position++, start += EvidenceChunk.Bytes)
                desk.Db.Add(new EvidenceChunk
                {
                    EvidenceId = evidence.Id,
                    Position = position,
                    Content = bytes[start..Math.Min(bytes.Length, start + EvidenceChunk.Bytes)].ToArray()
                });
            Enter(desk, evidence, CustodyStep.Added, hash);
            desk.Book.Log(found, CaseEntryKind.Evidence, $"Evidence added: {name}, SHA-256 {hash}", query.SchoolId);
            desk.Book.Tell(found, "evidence");
            return null;
        }, ct);
        if (@case is null)
            return problem!;
        var custody = await desk.Db.Custody.AsNoTracking().Where(c => c.EvidenceId == evidence!.Id).ToListAsync(ct);
        return TypedResults.Created($"/api/cases/{@case.Id}/evidence/{evidence!.Id}", EvidenceView.Of(evidence, custody));
    }

    public static async Task<Results<Ok<Page<EvidenceView>>, ProblemHttpResult>> ListAsync(string id, [AsParameters] PageQuery page,
        CaseCommands desk, CancellationToken ct)
    {
        if (await desk.FindAsync(id, track: false, ct) is not { } @case)
            return Problems.NotFound();
        var (whole, mine) = (desk.SeesWhole(@case), desk.User.Schools);
        var (rows, next) = await desk.Db.CaseEvidence.Where(e => e.CaseId == @case.Id
            && (whole || (e.SchoolId != null && mine.Contains(e.SchoolId.Value)))).ToRowsAsync(page, Keys, ct);
        var ids = rows.Select(r => r.Id).ToList();
        var custody = (await desk.Db.Custody.AsNoTracking().Where(c => ids.Contains(c.EvidenceId))
            .ToListAsync(ct)).ToLookup(c => c.EvidenceId);
        return TypedResults.Ok(new Page<EvidenceView>([.. rows.Select(r => EvidenceView.Of(r, custody[r.Id]))], next));
    }

    /// <summary>Hashed before the first byte leaves, and entered in the chain: always a download, never a page of ours.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> FetchAsync(string id, Guid evidenceId, CaseCommands desk,
        HttpResponse response, CancellationToken ct)
    {
        if (await desk.FindAsync(id, track: false, ct) is not { } @case)
            return Problems.NotFound();
        var evidence = await desk.Db.CaseEvidence.AsNoTracking().FirstOrDefaultAsync(e => e.Id == evidenceId && e.CaseId == @case.Id, ct);
        if (evidence is null || !desk.Sees(@case, evidence.SchoolId))
            return Problems.NotFound();
        using var hasher = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var position = 0; position < evidence.Chunks; position++)
            hasher.AppendData(await ChunkAsync(desk, evidenceId, position, ct));
        var hash = Convert.ToHexStringLower(hasher.GetHashAndReset());
        var whole = hash == evidence.Sha256;
        Enter(desk, evidence, whole ? CustodyStep.Fetched : CustodyStep.FoundChanged, hash);
        await desk.Db.SaveChangesAsync(ct);
        if (!whole)
            return Problems.Conflict("evidence.changed", "The bytes are not those that were added; nothing is handed out.");
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(evidence.FileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-store";
        response.Headers["X-Content-SHA256"] = hash;
        response.ContentLength = evidence.Size;
        return TypedResults.Stream(async stream =>
        {
            for (var position = 0; position < evidence.Chunks; position++)
                await stream.WriteAsync(await ChunkAsync(desk, evidenceId, position, ct), ct);
        }, "application/octet-stream");
    }

    private static async Task<byte[]> ChunkAsync(CaseCommands desk, Guid evidenceId, int position, CancellationToken ct) =>
        await desk.Db.EvidenceChunks.AsNoTracking().Where(c => c.EvidenceId == evidenceId && c.Position == position).Select(c => c.Content)
        .FirstOrDefaultAsync(ct) ?? [];

    private static void Enter(CaseCommands desk, CaseEvidence evidence, CustodyStep step, string hash) => desk.Db.Add(new CustodyEntry
    {
        CaseId = evidence.CaseId,
        EvidenceId = evidence.Id,
        Step = step,
        At = desk.Now,
        ActorId = desk.User.PersonId,
        ActorName = desk.User.Name,
        Ip = desk.User.Ip,
        Sha256 = hash,
    });

    /// <summary>The last part of a path, without what is no text; null when nothing is left.</summary>
    private static string? CleanName(string? name)
    {
        if (name is null)
            return null;
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        // Format characters would let a name show its ending the wrong way round.
        name =
            new string(
                [
                    .. name.Where(c => char.GetUnicodeCategory(c)
                        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate))]).Trim(' ', '.');
        return name.Length is 0 or > 200 ? null : name;
    }
}
