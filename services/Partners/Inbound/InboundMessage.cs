using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Mat.Partners.Portal;
using Mat.Platform.Http;

namespace Mat.Partners.Inbound;

/// <summary>A partner's answer as a Standard Webhook.</summary>
/// <param name="Type">escalation.acknowledged, .commented, .questioned, .resolved or .rejected (handed back).</param>
/// <param name="Timestamp">When it happened; what counts is when it came.</param>
public sealed record InboundMessage(
    [property: Required, StringLength(100)] string Type, DateTimeOffset? Timestamp, [property: Required] InboundAnswer Data);

/// <param name="Text">The message, comment, question, summary or reason; only an acknowledgement does without.</param>
/// <param name="Reference">The partner's own number for it.</param>
public sealed record InboundAnswer(
    [property: Required] Guid? EscalationId,
    [property: StringLength(10000)] string? Text,
    DateTimeOffset? ExpectedAt,
    [property: StringLength(100)] string? Reference,
    [property: StringLength(10000)] string? Cause,
    [property: StringLength(10000)] string? Fix,
    [property: Range(0, 525600)] int? TimeSpentMinutes);

internal static class InboundMessages
{
    private static readonly Dictionary<string, AnswerKind> Kinds = new()
    {
        ["escalation.acknowledged"] = AnswerKind.Acknowledge,
        ["escalation.commented"] = AnswerKind.Comment,
        ["escalation.questioned"] = AnswerKind.Question,
        ["escalation.resolved"] = AnswerKind.Resolve,
        ["escalation.rejected"] = AnswerKind.Reject,
    };

    /// <exception cref="JsonException">The body is no such message.</exception>
    /// <exception cref="ProblemException">422: a field is missing or not as it should be.</exception>
    public static (InboundMessage Message, PartnerReply Answer) Read(ReadOnlySpan<byte> body)
    {
        var message = JsonSerializer.Deserialize<InboundMessage>(body, StrictJson.Options) ?? throw new JsonException("null");
        var errors = new List<ValidationResult>();
        if (message.Data is null)
            errors.Add(new("The Data field is required.", ["data"]));
        else
            Validator.TryValidateObject(message.Data, new(message.Data), errors, validateAllProperties: true);
        if (!Kinds.TryGetValue(message.Type ?? "", out var kind))
            errors.Add(new($"Type is one of {string.Join(", ", Kinds.Keys)}.", ["type"]));
        if (kind != AnswerKind.Acknowledge && message.Data is not null && string.IsNullOrWhiteSpace(message.Data.Text))
            errors.Add(new("Say something.", ["text"]));
        if (errors.Count > 0)
            throw new ProblemException(Problems.Unprocessable("inbound.message", "Some fields are missing or not as they should be.", errors
                .GroupBy(e => JsonNamingPolicy.CamelCase.ConvertName(e.MemberNames.FirstOrDefault() ?? ""))
                .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage!).ToArray())));
        var data = message.Data!;
        return (message, new(kind, data.Text, data.ExpectedAt, data.Reference, data.Cause, data.Fix, data.TimeSpentMinutes));
    }
}
