using Mat.Contracts.Trust;
using Mat.Platform.Data;

namespace Mat.Insights.Facts;

/// <summary>The school's name for the pane.</summary>
public sealed class SchoolReplica : Entity
{
    public int SourceVersion { get; private set; } = -1;
    public string Name { get; private set; } = "";
    public string Phase { get; private set; } = "";
    public bool IsOpen { get; private set; }

    internal void Take(SchoolSnapshot facts)
    {
        if (facts.Version < SourceVersion)
            return;
        SourceVersion = facts.Version;
        Name = facts.Name;
        Phase = facts.Phase;
        IsOpen = facts.IsOpen;
    }
}
