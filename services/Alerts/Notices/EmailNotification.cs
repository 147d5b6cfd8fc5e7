using Mat.Platform.Data;

namespace Mat.Alerts.Notices;

/// <summary>One person is to be told of one alert by e-mail: once, however often rules want it.</summary>
internal sealed class EmailNotification : Entity
{
    /// <summary>How long a mail server may be away until it is no news any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    public Guid AlertId { get; init; }
    public Guid PersonId { get; init; }
    public string RuleName { get; init; } = "";

    /// <summary>When to try; null once it is sent or given up.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? SentAt { get; private set; }
    public string? LastError { get; private set; }

    public void Sent(DateTimeOffset now) => (SentAt, DueAt, LastError) = (now, null, null);

    public void GiveUp(string why) => (DueAt, LastError) = (null, why);

    /// <summary>Tries again after 1, 2, 4 … minutes, for a day.</summary>
    public void Failed(string why, DateTimeOffset now)
    {
        LastError = why.Length <= 500 ? why : why[..500];
        var pause = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(Attempts - 1, 10)));
        DueAt = now - CreatedAt > Patience ? null : now + (pause < LongestPause ? pause : LongestPause);
    }
}
