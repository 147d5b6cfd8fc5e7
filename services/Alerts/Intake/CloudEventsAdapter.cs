using System.Text.Json;
using Mat.Alerts.Sources;

namespace Mat.Alerts.Intake;

/// <summary>
/// CloudEvents 1.0 in JSON, structured or batch. Data that is an OCSF finding is read as one; any other is read by the
/// source's mapping, whose pointers begin at the event (<c>/data/host</c>). The event's <c>id</c> names one delivery, so
/// what identifies is its source, type and subject; without a subject the source has to say what does.
/// </summary>
internal sealed class CloudEventsAdapter(SourceMapping mapping) : Adapter
{
    private readonly GenericAdapter _mapped = new(mapping);
    private readonly OcsfAdapter _ocsf = new();

    public override NormalizedAlertDraft Read(JsonElement item)
    {
        var (id, source, type, subject) = (item.Text("id"), item.Text("source"), item.Text("type"), item.Text("subject"));
        if (id is null || source is null || type is null || item.Text("specversion")?.StartsWith("1.", StringComparison.Ordinal) != true)
            return new NormalizedAlertDraft { Rejection = new("alert.shape", "A CloudEvent has specversion 1.0, id, source and type.") };

        var data = item.At("data") ?? default;
        var draft = OcsfAdapter.Knows(data) ? _ocsf.Read(data) : _mapped.Read(item) with
        {
            Identity = subject is null ? [] : [("source", source), ("type", type), ("subject", subject)],
        };
        return draft with
        {
            Time = draft.Time ?? item.Text("time"),
            Uid = draft.Uid ?? id,
            Title = draft.Title ?? (subject is null ? type : $"{type}: {subject}"),
            Rule = draft.Rule ?? type,
        };
    }
}
