using System.Collections.Concurrent;
using Mat.Tickets.Data;
using Mat.Tickets.Sla;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Directory;

/// <summary>A school as tickets use it. Before its first event it has no name and the default calendar.</summary>
internal sealed record SchoolEntry(Guid Id, string Urn, string Name, bool Known, bool IsOpen, SchoolCalendar Calendar, int CalendarVersion)
{
    public static SchoolEntry Unknown(Guid id) => new(id, "", "", false, true, SchoolCalendar.Default, 0);
}

/// <summary>
/// Schools by id, cached for <see cref="CacheTtl"/>. Calendars are cached until they change, because building their tables is expensive.
/// </summary>
internal sealed class SchoolCache(TimeProvider clock)
{
    public static readonly TimeSpan CacheTtl = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, (SchoolEntry Entry, long ReadAt)> _entries = new();
    private readonly ConcurrentDictionary<Guid, (string Json, SchoolCalendar Calendar)> _calendars = new();

    public async Task<SchoolEntry> GetAsync(TicketsDb db, Guid id, CancellationToken ct) =>
        (await GetAsync(db, [id], ct)).TryGetValue(id, out var entry) ? entry : SchoolEntry.Unknown(id);

    public async Task<IReadOnlyDictionary<Guid, SchoolEntry>> GetAsync(TicketsDb db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var found = new Dictionary<Guid, SchoolEntry>();
        List<Guid> missing = [];
        foreach (var id in ids.Distinct())
        {
            if (_entries.TryGetValue(id, out var cached) && clock.GetElapsedTime(cached.ReadAt) < CacheTtl)
                found[id] = cached.Entry;
            else
                missing.Add(id);
        }
        if (missing.Count == 0)
            return found;
        var readAt = clock.GetTimestamp();
        foreach (var school in await db.Schools.AsNoTracking().Where(s => missing.Contains(s.Id)).ToListAsync(ct))
        {
            var entry = new SchoolEntry(school.Id, school.Urn, school.Name, true, school.IsOpen, CalendarOf(school),
                school.CalendarVersion);
            _entries[school.Id] = (entry, readAt);
            found[school.Id] = entry;
        }
        foreach (var id in missing)
            found.TryAdd(id, SchoolEntry.Unknown(id));
        return found;
    }

    public void Evict(Guid id) => _entries.TryRemove(id, out _);

    private SchoolCalendar CalendarOf(SchoolReplica school)
    {
        if (_calendars.TryGetValue(school.Id, out var known) && known.Json == school.Calendar)
            return known.Calendar;
        var calendar = new SchoolCalendar(school.CalendarFacts());
        _calendars[school.Id] = (school.Calendar, calendar);
        return calendar;
    }
}
