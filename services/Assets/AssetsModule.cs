using Mat.Assets.Data;
using Mat.Assets.Imports;
using Mat.Assets.Register;
using Mat.Assets.Schools;
using Mat.Assets.Software;
using Mat.Contracts;
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
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, AssetsDb>(Name);
        builder.Services.AddOptions<AssetsOptions>().BindConfiguration("Assets").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ImportSignal>();
        builder.Services.AddSingleton<ImportQueue>();
        builder.Services.AddHostedService<ImportWorker>();
        builder.Services.AddValidation();
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/kinds", ListKindsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.ListKinds").WithSummary("Kinds of asset and their attributes");
        group.MapGet("/lookup", LookUpAssetsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.LookUpAssets").WithSummary("Find by tag, serial number, host name, MAC or IP address");
        group.MapGet("", ListAssetsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.ListAssets").WithSummary("List and search assets");
        group.MapPost("", RegisterAssetEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.RegisterAsset").WithSummary("Register an asset");
        group.MapGet("/{id}", GetAssetEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Assets.GetAsset").WithSummary("One asset, by id or tag");
        group.MapPatch("/{id}", ChangeAssetEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ChangeAsset").WithSummary("Change an asset");
        group.MapPost("/{id}/retire", RetireAssetEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.RetireAsset").WithSummary("Take an asset out of service, or record its disposal");
        group.MapGet("/{id}/history", AssetHistoryEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.ListHistory").WithSummary("Who changed what");

        group.MapGet("/software", FindSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.FindSoftware").WithSummary("Which assets have a program, perhaps below a version");
        group.MapGet("/software/export", ExportFoundSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.ExportFoundSoftware").WithSummary("The same as a CSV file")
            .Produces(200, contentType: "text/csv");
        group.MapGet("/{id}/software", GetSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.GetSoftware").WithSummary("What is installed on an asset");
        group.MapPost("/{id}/software", ReplaceSoftwareEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ReplaceSoftware").WithSummary("Says what is installed; replaces the list");
        group.MapGet("/{id}/software/export", ExportSoftwareEndpoint.Handle).RequireRoles(Roles.Readers).WithName("Assets.ExportSoftware").WithSummary("The list as a CSV file")
            .Produces(200, contentType: "text/csv");

        group.MapPost("/imports", StartImportEndpoint.Handle).RequireRoles(Roles.Agents).WithBodyLimit(StartImportEndpoint.BodyLimit)
            .WithName("Assets.StartImport").WithSummary("Import a file, or try what importing it would do");
        group.MapGet("/imports", ListImportsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ListImports").WithSummary("Imports, newest first");
        group.MapGet("/imports/{id:guid}", GetImportEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.GetImport").WithSummary("How far an import is and what came of it");
        group.MapGet("/imports/{id:guid}/rows", ListImportRowsEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ListImportRows").WithSummary("Rows with their result and reason");
        group.MapPost("/imports/{id:guid}/apply", ApplyImportEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.ApplyImport").WithSummary("Do what a dry run has shown");
        group.MapPost("/imports/{id:guid}/cancel", CancelImportEndpoint.Handle).RequireRoles(Roles.Agents).WithName("Assets.CancelImport").WithSummary("Stop an import; what it has written stays");
    }
}
