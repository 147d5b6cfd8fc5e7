using Mat.Assets.Data;
using Mat.Assets.Imports;
using Mat.Assets.Register;
using Mat.Assets.Schools;
using Mat.Assets.Software;
using Mat.Assets.Vulnerabilities;
using Mat.Contracts;
using Mat.Contracts.Assets;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;

namespace Mat.Assets;

/// <summary>The asset register of every school of the trust.</summary>
public sealed class AssetsModule : IModule
{
    public string Name => "assets";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<AssetsDb>(Name);
        builder.AddConsumer<SchoolChangedConsumer, SchoolChanged, AssetsDb>(Name);
        builder.AddConsumer<AssetsChangedConsumer, AssetsChanged, AssetsDb>(Name);
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, AssetsDb>(Name);
        builder.Services.AddOptions<AssetsOptions>().BindConfiguration("Assets").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<VulnerabilityScan>();
        builder.Services.AddScoped<VulnerabilityCommands>();
        builder.Services.AddSingleton<ImportSignal>();
        builder.Services.AddSingleton<ImportQueue>();
        builder.Services.AddHostedService<ImportWorker>();
        builder.Services.AddValidation();
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/kinds", ListKindsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.ListKinds")
            .WithSummary("List kinds of asset and their attributes");
        group.MapGet("/lookup", LookUpAssetsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.LookUpAssets")
            .WithSummary("Look up assets by tag, serial number, host name, MAC or IP address");
        group.MapGet("", ListAssetsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.ListAssets")
            .WithSummary("List and search assets");
        group.MapPost("", RegisterAssetEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.RegisterAsset")
            .WithSummary("Register an asset");
        group.MapGet("/{id}", GetAssetEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.GetAsset")
            .WithSummary("Get an asset by id or tag");
        group.MapPatch("/{id}", ChangeAssetEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ChangeAsset")
            .WithSummary("Change an asset");
        group.MapPost("/{id}/retire", RetireAssetEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.RetireAsset")
            .WithSummary("Retire an asset or record its disposal");
        group.MapGet("/{id}/history", AssetHistoryEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.ListHistory")
            .WithSummary("List an asset's changes");

        group.MapGet("/software", FindSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.FindSoftware")
            .WithSummary("Find assets by installed software, optionally below a version");
        group.MapGet("/software/export", ExportFoundSoftwareEndpoint.Handle).RequireRoles(Roles.Readers)
            .WithName("Assets.ExportFoundSoftware").WithSummary("Export the found software as CSV")
            .Produces(200, contentType: "text/csv");
        group.MapGet("/{id}/software", GetSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.GetSoftware")
            .WithSummary("Get the software installed on an asset");
        group.MapPost("/{id}/software", ReplaceSoftwareEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ReplaceSoftware")
            .WithSummary("Replace an asset's list of installed software");
        group.MapGet("/{id}/software/export", ExportSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.ExportSoftware")
            .WithSummary("Export an asset's installed software as CSV")
            .Produces(200, contentType: "text/csv");

        group.MapPost("/imports", StartImportEndpoint.Handle).RequireRoles(Roles.Agents).WithBodyLimit(StartImportEndpoint.BodyLimit)
            .WithName("Assets.StartImport").WithSummary("Start an import or a dry run");
        group.MapGet("/imports", ListImportsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ListImports")
            .WithSummary("List imports");
        group.MapGet("/imports/{id:guid}", GetImportEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.GetImport")
            .WithSummary("Get an import's progress and result");
        group.MapGet("/imports/{id:guid}/rows", ListImportRowsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ListImportRows")
            .WithSummary("List an import's rows with result and reason");
        group.MapPost("/imports/{id:guid}/apply", ApplyImportEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ApplyImport")
            .WithSummary("Apply a dry run");
        group.MapPost("/imports/{id:guid}/cancel", CancelImportEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.CancelImport")
            .WithSummary("Cancel an import; rows already written stay");

        group.MapVulnerabilities();
    }
}
