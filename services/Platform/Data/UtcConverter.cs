using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Mat.Platform.Data;

/// <summary>
/// Times are UTC in both databases: <c>timestamptz</c>, and text that sorts as time. Cut to microseconds, which is what
/// PostgreSQL keeps, so that what was written equals what is read.
/// </summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
    t => new DateTime(t.UtcTicks - t.UtcTicks % 10, DateTimeKind.Utc),
    t => new DateTimeOffset(DateTime.SpecifyKind(t, DateTimeKind.Utc)));
