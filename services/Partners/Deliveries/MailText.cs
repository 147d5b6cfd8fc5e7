using System.Text;
using System.Text.Json;

namespace Mat.Partners.Deliveries;

/// <summary>A message as e-mail: composed when the delivery is written, so that every attempt sends the same.</summary>
internal sealed record MailText(string Subject, string Text)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    public static MailText Of(byte[] bytes) => JsonSerializer.Deserialize<MailText>(bytes, JsonSerializerOptions.Web)!;

    /// <summary>As thin as the webhook: what is wrong stands behind the link or the token, where every reading is known.</summary>
    public static MailText Of(string eventType, EscalationData e)
    {
        var what = eventType switch
        {
            WebhookEvents.Requested => "asks for your help",
            WebhookEvents.Commented => "wrote something for you",
            WebhookEvents.Cancelled => "needs your help no longer",
            _ => "has news for you",
        };
        var text = new StringBuilder();
        text.Append(Line(e.School.Name)).Append(' ').Append(what).Append(".\n\n");
        foreach (var (name, value) in new[]
        {
            ("Our reference", e.Reference), ("Ticket", e.TicketReference), ("School", $"{e.School.Name} (URN {e.School.Urn})"),
            ("Area", e.Area), ("Priority", e.Priority),
        })
            text.Append(name).Append(": ").Append(Line(value)).Append('\n');
        return new(Line($"[{e.Reference}] {e.School.Name} {what}: {e.Area}, priority {e.Priority}"), text.ToString());
    }

    public static MailText Ping { get; } = new("Test message",
        "Somebody at the trust tests whether escalations reach this address. Nothing is to be done.\n");

    /// <summary>One line of at most 200 characters, whatever somebody put into a name.</summary>
    public static string Line(string text)
    {
        var line = new string([.. text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]);
        return line.Length <= 200 ? line : line[..200];
    }
}
