using System.Net;
using Mat.Partners.Data;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Platform.Invoke;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Portal;

/// <summary>Files of the pack, through Mat: the partner has no way to the desk's own routes, and a file that is no longer shared is gone.</summary>
internal static class PortalAttachment
{
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Get(
        Guid id, Guid attachmentId, PartnersDb db, CurrentUser user, IServiceClients clients, HttpContext http, CancellationToken ct)
    {
        if (await ReadPortal.Own(db, user).Where(e => e.Id == id).Select(e => (Guid?)e.TicketId).SingleOrDefaultAsync(ct) is not { } ticket) return Problems.NotFound();
        var client = clients.For("tickets");
        http.Response.RegisterForDispose(client);
        var answer = await client.GetAsync(new Uri($"/api/tickets/internal/{ticket}/attachments/{attachmentId}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct);
        http.Response.RegisterForDispose(answer);
        if (answer.StatusCode == HttpStatusCode.NotFound) return Problems.NotFound();
        answer.EnsureSuccessStatusCode();
        db.Audit("attachment.fetched", "escalation", id, new { attachmentId });
        await db.SaveChangesAsync(ct);
        http.Response.Headers.ContentDisposition = answer.Content.Headers.ContentDisposition?.ToString();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(body => answer.Content.CopyToAsync(body, ct), answer.Content.Headers.ContentType?.ToString());
    }
}
