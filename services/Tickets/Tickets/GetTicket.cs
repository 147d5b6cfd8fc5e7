using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Tickets.Tickets;

internal static class GetTicketEndpoint
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(string id, TicketCommandRunner work, TicketViews views,
        CancellationToken ct) =>
        await work.FindAsync(id, track: false, ct) is { } ticket
            ? TypedResults.Ok(await views.OneAsync(ticket, ct))
            : Problems.NotFound();
}
