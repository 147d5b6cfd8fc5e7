using Mat.Contracts.Trust;
using Mat.Platform.Data;

namespace Mat.Trust.People;

/// <summary>Somebody who works in or for the trust. What they may do is in their grants; how they sign in is in their account.</summary>
public sealed partial class Person : Entity, IMaybeSchoolOwned, IAudited
{
    private Person()
    {
    }

    internal Person(string name, string email, IEnumerable<Grant> grants)
    {
        Email = Normalise(email);
        Rename(name);
        Hold(grants);
    }

    public string Name { get; private set; } = "";

    [NotAudited]
    public string SortName { get; private set; } = "";

    /// <summary>Trimmed and lower case: two people never share one.</summary>
    public string Email { get; private set; } = "";

    public string? JobTitle { get; private set; }
    public string? Phone { get; set; }

    /// <summary>Where the person works; null for the central team.</summary>
    public Guid? SchoolId { get; set; }

    public bool Active { get; private set; } = true;
    public List<Grant> Grants { get; private set; } = [];

    /// <summary>Admin for the whole trust: of these there is always one who is active.</summary>
    [NotAudited]
    public bool IsAdmin { get; private set; }

    /// <summary>The roles as <c>,manager,staff,</c>, for the list's filter.</summary>
    [NotAudited]
    public string RoleText { get; private set; } = ",";

    [NotAudited]
    public string SearchText { get; private set; } = "";

    internal static string Normalise(string email) => email.Trim().ToLowerInvariant();

    internal void Rename(string name)
    {
        Name = name.Trim();
        SortName = Name.ToLowerInvariant();
        Describe();
    }

    internal void ReachAt(string email)
    {
        Email = Normalise(email);
        Describe();
    }

    internal void WorkAs(string? jobTitle)
    {
        JobTitle = string.IsNullOrWhiteSpace(jobTitle) ? null : jobTitle.Trim();
        Describe();
    }

    internal void Hold(IEnumerable<Grant> grants)
    {
        Grants = GrantRules.Tidy(grants);
        IsAdmin = Grants.Any(g => g.Role == GrantRules.Admin && g.Schools is null);
        RoleText = $",{string.Join(',', Grants.Select(g => g.Role))},";
    }

    internal void Activate(bool active) => Active = active;

    internal PersonSnapshot ToFacts(int version) => new(Id, version, Name, Email, Active, SchoolId, Grants);

    private void Describe() => SearchText = string.Join(' ', Name, Email, JobTitle).ToLowerInvariant();
}
