using Mat.Cases.Data;
using Mat.Cases.Grouping;
using Mat.Cases.Handling;
using Mat.Cases.Obligations;
using Mat.Cases.Records;
using Mat.Cases.Replicas;
using Mat.Contracts.Alerts;
using Mat.Contracts.Standards;
using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;

namespace Mat.Cases;

/// <summary>Security cases: alerts that belong together, what is done about them, and whom the trust has to notify by when.</summary>
public sealed class CasesModule : IModule
{
    public string Name => "cases";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<CasesDb>(Name);
        builder.Services.AddOptions<CasesOptions>().BindConfiguration("Cases").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        builder.Services.AddSingleton<MatcherCache>();
        builder.Services.AddScoped<CaseLog>();
        builder.Services.AddScoped<ObligationService>();
        builder.Services.AddScoped<CaseService>();
        builder.Services.AddScoped<CaseCommands>();
        builder.Services.AddHostedService<ObligationReminderJob>();
        builder.AddConsumer<GroupingConsumer, AlertRaised, CasesDb>(Name);
        builder.AddConsumer<AlertChangedConsumer, AlertChanged, CasesDb>(Name);
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, CasesDb>(Name);
        builder.AddConsumer<PersonChangedConsumer, PersonChanged, CasesDb>(Name);
        builder.AddConsumer<ReadinessChangedConsumer, ReadinessChanged, CasesDb>(Name);
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGrouping();
        group.MapCases();
    }
}
