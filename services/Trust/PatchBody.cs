using System.Runtime.CompilerServices;

namespace Mat.Trust;

/// <summary>
/// The body of a PATCH. It remembers which members were sent, since a member that is null is cleared and one that is absent
/// stays as it is.
/// </summary>
public abstract class PatchBody
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    internal bool Has(string member) => _given.Contains(member);

    protected T Given<T>(T value, [CallerMemberName] string member = "")
    {
        _given.Add(member);
        return value;
    }
}
