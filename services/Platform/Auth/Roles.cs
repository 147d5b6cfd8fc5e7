namespace Mat.Platform.Auth;

/// <summary>Roles by their names on the wire; each is granted for the trust or for schools.</summary>
public static class Roles
{
    public const string Staff = "staff";
    public const string SchoolLead = "school_lead";
    public const string Technician = "technician";
    public const string Manager = "manager";
    public const string Executive = "executive";
    public const string Admin = "admin";

    public static readonly string[] Everyone = [Staff, SchoolLead, Technician, Manager, Executive, Admin];

    /// <summary>All but staff: they see everything of their schools.</summary>
    public static readonly string[] Readers = [SchoolLead, Technician, Manager, Executive, Admin];

    /// <summary>Those who work the queue.</summary>
    public static readonly string[] Agents = [Technician, Manager, Admin];

    public static readonly string[] Managers = [Manager, Admin];

    public static readonly string[] Admins = [Admin];
}
