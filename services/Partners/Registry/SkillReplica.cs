using Mat.Contracts.Trust;
using Mat.Partners.Data;
using Mat.Platform.Messaging;

namespace Mat.Partners.Registry;

/// <summary>In which areas somebody of the trust is counted on; who it is stays with Trust.</summary>
internal sealed class SkillReplica
{
    public Guid Id { get; init; }
    public int SourceVersion { get; set; }

    /// <summary>None once the person has left.</summary>
    public List<string> Areas { get; set; } = [];
}

internal sealed class SkillChangedConsumer(PartnersDb db) : IConsumer<SkillChanged>
{
    public async Task Consume(SkillChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.Person;
        if (await db.SkillHolders.FindAsync([facts.PersonId], ct) is not { } holder)
            db.SkillHolders.Add(holder = new SkillReplica { Id = facts.PersonId });
        if (facts.Version <= holder.SourceVersion)
            return;
        holder.SourceVersion = facts.Version;
        holder.Areas = facts.Active ? [.. facts.Skills.Where(s => s.Level >= Skill.MinHeldLevel).Select(s => s.Area)] : [];
    }
}
