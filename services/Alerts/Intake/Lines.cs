namespace Mat.Alerts.Intake;

/// <summary>The lines of a text that have anything in them, whatever system ended them.</summary>
internal static class Lines
{
    /// <param name="most">Where to stop: a megabyte of short lines would be a list of half a million.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> text, int most)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!text.IsEmpty && lines.Count < most)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = (end < 0 ? text : text[..end]).Trim(" \t\r"u8);
            text = end < 0 ? default : text[(end + 1)..];
            if (!line.IsEmpty)
                lines.Add(line);
        }
        return lines;
    }
}
