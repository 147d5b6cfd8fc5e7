using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mat.Tickets.Sla;

/// <summary>The trust's targets per priority; one row, made with the first change.</summary>
internal sealed class TicketSettings : Entity, IAudited
{
    public static readonly Guid SingletonId = new("0193a000-0000-7000-8000-000000000001");

    public int CriticalFirstResponse { get; private set; }
    public int CriticalResolution { get; private set; }
    public int HighFirstResponse { get; private set; }
    public int HighResolution { get; private set; }
    public int MediumFirstResponse { get; private set; }
    public int MediumResolution { get; private set; }
    public int LowFirstResponse { get; private set; }
    public int LowResolution { get; private set; }

    public SlaTargets Targets
    {
        get => new(new(CriticalFirstResponse, CriticalResolution), new(HighFirstResponse, HighResolution),
            new(MediumFirstResponse, MediumResolution), new(LowFirstResponse, LowResolution));
        set
        {
            (CriticalFirstResponse, CriticalResolution) = (value.Critical.FirstResponseMinutes, value.Critical.ResolutionMinutes);
            (HighFirstResponse, HighResolution) = (value.High.FirstResponseMinutes, value.High.ResolutionMinutes);
            (MediumFirstResponse, MediumResolution) = (value.Medium.FirstResponseMinutes, value.Medium.ResolutionMinutes);
            (LowFirstResponse, LowResolution) = (value.Low.FirstResponseMinutes, value.Low.ResolutionMinutes);
        }
    }
}

internal sealed class TicketSettingsMapping : IEntityTypeConfiguration<TicketSettings>
{
    public void Configure(EntityTypeBuilder<TicketSettings> e)
    {
        e.ToTable("settings");
        e.Ignore(s => s.Targets);
    }
}
