using Mat.Alerts.Data;
using Mat.Contracts.Trust;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Correlation;

/// <summary>Keeps the copy of the people; somebody new may tell where waiting alerts belong.</summary>
internal sealed class PersonChangedConsumer(AlertsDb db, Replacer replacer) : IConsumer<PersonChanged>
{
    public async Task Consume(PersonChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Person;
        var copy = await db.People.FirstOrDefaultAsync(p => p.Id == facts.Id, ct);
        if (copy is not null && copy.FactsVersion >= facts.Version) return;
        if (copy is null) db.Add(copy = new PersonCopy { Id = facts.Id });
        (copy.FactsVersion, copy.Name, copy.Email, copy.Active, copy.SchoolId) =
            (facts.Version, facts.Name, facts.Email.Trim().ToLowerInvariant(), facts.Active, facts.SchoolId);
        if (!copy.Active || copy.SchoolId is null) return;
        await db.SaveChangesAsync(ct);
        // Directories write the same account in several ways, so the correlator decides which of these it is.
        await replacer.PlaceAsync(db.Episodes.Where(e => e.User != null && e.SearchText.Contains(copy.Email)), ct);
    }
}
