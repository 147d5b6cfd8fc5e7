using System.Net;
using Mat.Partners.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Platform.Invoke;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Portal;

/// <summary>Files of the pack, through Mat: the partner has no way to the desk's own routes, and a file that is no longer shared is
/// gone.</summary>
internal static class PortalAttachment
{
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Get(
        Guid id, Guid attachmentId, PartnersDb db, CurrentUser user, IServiceClients clients, HttpContext http, CancellationToken ct)
    {
        return await ReadPortal.Own(db, user).Where(e => e.Id == id).Select(e => (Guid?)e.TicketId).SingleOrDefaultAsync(ct) is { } ticket
            ? await FetchAsync(id, ticket, attachmentId, db, clients, http, ct)
            : Problems.NotFound();
    }

    /// <summary>The file as the desk has it now, for a partner whose right to the escalation is proven.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> FetchAsync(
        Guid escalation, Guid ticket, Guid attachmentId, PartnersDb db, IServiceClients clients, HttpContext http, CancellationToken ct)
    {
        if (await AskAsync(clients, $"/api/tickets/internal/{ticket}/attachments/{attachmentId}", ct) is not { } answer)
            return Problems.Unavailable(http, "portal.desk", "The file cannot be fetched just now; try again shortly.",
                TimeSpan.FromSeconds(5));
        http.Response.RegisterForDispose(answer);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return Problems.NotFound();
        db.Audit("attachment.fetched", "escalation", escalation, new { attachmentId });
        await db.SaveChangesAsync(ct);
        http.Response.Headers.ContentDisposition = answer.Content.Headers.ContentDisposition?.ToString();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(body => answer.Content.CopyToAsync(body, ct), answer.Content.Headers.ContentType?.ToString());
    }

    /// <returns>The file, or that there is none; null when the desk does not answer as it should.</returns>
    private static async Task<HttpResponseMessage?> AskAsync(IServiceClients clients, string path, CancellationToken ct)
    {
        try
        {
            var answer = await clients.For("tickets")
                .GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound)
                return answer;
            answer.Dispose();
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
