using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Messaging;
using Mat.Standards.Data;
using Mat.Standards.Readiness;
using Mat.Standards.Schools;

namespace Mat.Standards;

/// <summary>What schools must have in place, and the evidence that they do.</summary>
public sealed class StandardsModule : IModule
{
    public string Name => "standards";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<StandardsDb>(Name);
        builder.Services.AddOptions<StandardsOptions>().BindConfiguration("Standards").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddValidation();
        builder.Services.AddScoped<ReadinessBoard>();
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, StandardsDb>(Name);
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, StandardsDb>(Name);
    }

    public void Map(RouteGroupBuilder group) => group.MapReadiness();
}
