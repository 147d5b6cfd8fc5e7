using System.Globalization;

namespace Mat.Alerts.Intake;

/// <summary>When something happened by the tool's own word, as far as that word can be believed.</summary>
/// <param name="At">The tool's time, or the time of receipt where it has none that can be believed.</param>
/// <param name="Own">The tool's own time was used.</param>
/// <param name="Suspect">The tool said a time that was not used.</param>
internal readonly record struct EventTime(DateTimeOffset At, bool Own, bool Suspect)
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Microseconds: what both databases keep, so that a time read back equals the time written.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time)
    {
        var utc = time.UtcTicks;
        return new DateTimeOffset(utc - utc % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }

    public static EventTime Read(string? text, DateTimeOffset receivedAt)
    {
        var received = Whole(receivedAt);
        if (string.IsNullOrWhiteSpace(text))
            return new(received, Own: false, Suspect: false);
        if (!TryParse(text.AsSpan().Trim(), out var at) || at < Earliest || at > received + Ahead)
            return new(received, Own: false, Suspect: true);
        return new(Whole(at), Own: true, Suspect: false);
    }

    /// <summary>ISO 8601 with a zone (Z, +01:00, +0100, +01; any number of decimals), or seconds or milliseconds since 1970.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length < 5)
            return false;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            // 10^11 seconds is the year 5138, 10^11 milliseconds is 1973: the two never meet.
            var milliseconds = number < 100_000_000_000m ? number * 1000m : number;
            if (milliseconds > 253_402_300_799_000m)
                return false;
            at = DateTimeOffset.UnixEpoch.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
            return true;
        }
        if (text.Length < 17 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' '))
            return false;
        // A day with many spaces and a zone is long enough and has no time all the same.
        if (!TryZone(text, out var local, out var offset) || local.Length < 12)
            return false;
        foreach (var c in local[11..])
            if (!char.IsAsciiDigit(c) && c is not (':' or '.'))
                return false;
        if (!DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return false;
        var ticks = time.Ticks - offset.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return false;
        at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out ReadOnlySpan<char> local, out TimeSpan offset)
    {
        local = default;
        offset = default;
        if (text[^1] is 'Z' or 'z')
        {
            local = text[..^1];
            return true;
        }
        var sign = text[11..].LastIndexOfAny('+', '-');
        if (sign < 0)
            return false;
        sign += 11;
        local = text[..sign].TrimEnd();
        var zone = text[(sign + 1)..];
        Span<char> digits = stackalloc char[4];
        digits.Fill('0');
        if (zone.Length is 2 or 4)
            zone.CopyTo(digits);
        else if (zone.Length == 5 && zone[2] == ':')
        { zone[..2].CopyTo(digits); zone[3..].CopyTo(digits[2..]); }
        else
            return false;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var hhmm) || hhmm % 100 > 59 || hhmm > 1400)
            return false;
        offset = new TimeSpan(hhmm / 100, hhmm % 100, 0);
        if (text[sign] == '-')
            offset = -offset;
        return true;
    }
}
