using System.Globalization;
using System.Text.Json;

namespace Mat.Alerts.Intake;

/// <summary>RFC 6901: where in a JSON document a value is.</summary>
internal static class JsonPointer
{
    public const int LongestText = 256;

    public static bool IsValid(string? pointer)
    {
        if (pointer is null || pointer.Length > LongestText)
            return false;
        if (pointer.Length == 0)
            return true;
        if (pointer[0] != '/')
            return false;
        for (var i = 0; i < pointer.Length; i++)
        {
            if (char.IsControl(pointer[i]))
                return false;
            if (pointer[i] == '~' && (i + 1 == pointer.Length || pointer[i + 1] is not ('0' or '1')))
                return false;
        }
        return true;
    }

    public static JsonElement? Find(JsonElement root, string? pointer)
    {
        if (pointer is null || !IsValid(pointer))
            return null;
        if (pointer.Length == 0)
            return root;
        var at = root;
        foreach (var raw in pointer[1..].Split('/'))
        {
            var step = raw.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Object)
            {
                if (!at.TryGetProperty(step, out at))
                    return null;
            }
            else if (at.ValueKind == JsonValueKind.Array)
            {
                // No sign, no leading zero: "01" is not an index (RFC 6901 section 4).
                if (step.Length == 0 || (step.Length > 1 && step[0] == '0')
                    || !int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    || index >= at.GetArrayLength())
                    return null;
                at = at[index];
            }
            else
            {
                return null;
            }
        }
        return at;
    }
}
