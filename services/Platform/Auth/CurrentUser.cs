using Mat.Contracts.Trust;

namespace Mat.Platform.Auth;

/// <summary>What kind of actor does something.</summary>
public enum ActorKind
{
    Person,
    ApiToken,
    Partner,
    Source,
    System,
    Anonymous,
}

/// <summary>
/// Who acts in this scope and what they may see. In a request it begins as nobody and is filled when access is granted;
/// outside a request (consumers, background work) it is the system, which sees every school.
/// </summary>
public sealed class CurrentUser
{
    private static readonly HashSet<Guid> NoSchools = [];

    /// <summary>The person; a partner's or source's id for those kinds; empty for the system.</summary>
    public Guid PersonId { get; private set; }

    public string Name { get; private set; } = "Mat";

    public string Email { get; private set; } = "";

    public ActorKind Kind { get; private set; } = ActorKind.System;

    /// <summary>Where the request came from, for the audit log; null outside a request.</summary>
    public string? Ip { get; private set; }

    public IReadOnlyList<Grant> Grants { get; private set; } = [];

    /// <summary>API token scopes such as <c>tickets.read</c>; null for people, who are not limited by scopes.</summary>
    public IReadOnlyList<string>? Scopes { get; private set; }

    /// <summary>Whether this endpoint shows every school to this user.</summary>
    public bool AllSchools { get; private set; } = true;

    /// <summary>The schools of the grants whose role this endpoint admits; nothing when <see cref="AllSchools"/>.</summary>
    public IReadOnlySet<Guid> Schools { get; private set; } = NoSchools;

    /// <summary>No grant but staff fits this endpoint: the user sees own things only.</summary>
    public bool OnlyStaff { get; private set; }

    public bool Is(params ReadOnlySpan<string> roles)
    {
        foreach (var grant in Grants)
            if (roles.Contains(grant.Role))
                return true;
        return false;
    }

    public bool Is(Guid schoolId, params ReadOnlySpan<string> roles)
    {
        foreach (var grant in Grants)
            if (roles.Contains(grant.Role) && (grant.Schools is null || grant.Schools.Contains(schoolId)))
                return true;
        return false;
    }

    public bool Sees(Guid schoolId) => AllSchools || Schools.Contains(schoolId);

    internal void BecomeAnonymous(string? ip)
    {
        Kind = ActorKind.Anonymous;
        Name = "nobody";
        Ip = ip;
        AllSchools = false;
        Schools = NoSchools;
    }

    /// <summary>A person or API token, limited to what the endpoint's roles show.</summary>
    internal void BecomePerson(RequestPrincipal principal, IReadOnlyCollection<string> admitted)
    {
        PersonId = principal.PersonId;
        Name = principal.Name;
        Email = principal.Email;
        Kind = principal.Kind;
        Ip = principal.Ip ?? Ip;
        Grants = principal.Grants;
        Scopes = principal.Scopes;
        var fitting = Grants.Where(g => admitted.Contains(g.Role)).ToList();
        AllSchools = fitting.Any(g => g.Schools is null);
        Schools = AllSchools ? NoSchools : fitting.SelectMany(g => g.Schools!).ToHashSet();
        OnlyStaff = fitting.Count > 0 && fitting.All(g => g.Role == Roles.Staff);
    }

    /// <summary>
    /// A partner, an alert source or another service: what it sees is decided by its own routes. An anonymous route that
    /// checks a proof of its own (a signed message, a link) says so here once the proof holds.
    /// </summary>
    public void BecomeOther(ActorKind kind, Guid id, string name)
    {
        Kind = kind;
        PersonId = id;
        Name = name;
        AllSchools = true;
    }
}

/// <summary>What an internal token says about who asks.</summary>
public sealed record RequestPrincipal(
    ActorKind Kind, Guid PersonId, string Name, string Email, IReadOnlyList<Grant> Grants, IReadOnlyList<string>? Scopes, string? Ip);
