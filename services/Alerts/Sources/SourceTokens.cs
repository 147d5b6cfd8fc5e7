using Mat.Alerts.Data;
using Mat.Platform.Auth;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Sources;

/// <summary>Knows a source by its token, on its own ingest route alone.</summary>
internal sealed class SourceTokens(AlertsDb db) : ITokenLookup
{
    public async Task<TokenSubject?> FindAsync(string token, HttpContext http, CancellationToken ct)
    {
        var hash = Tokens.Hash(token);
        // The caller is nobody until this answers, so the school filter would hide every source.
        var source = await db.Sources.IgnoreQueryFilters().FirstOrDefaultAsync(s => s.TokenHash == hash, ct);
        return source is not null && Guid.TryParse(http.GetRouteValue("sourceId") as string, out var asked) && asked == source.Id
            ? new TokenSubject(source.Id, source.Name)
            : null;
    }
}
