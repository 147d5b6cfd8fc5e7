using Mat.Platform.Auth;
using Mat.Platform.Cache;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Mat.Platform.Invoke;
using Mat.Platform.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Hosting;

/// <summary>Builds and runs a process of Mat out of modules: everything common happens here, once.</summary>
public static class MatHost
{
    /// <summary>Runs what the command line asks.</summary>
    /// <returns>0 when all went well, 1 when the process ran and failed, 2 when it refused to start.</returns>
    public static async Task<int> RunAsync(string[] args, params IModule[] modules)
    {
        CommandLine command;
        try
        {
            command = CommandLine.Parse(args);
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message + Environment.NewLine + CommandLine.Help);
            return 2;
        }

        switch (command.Verb)
        {
            case "help":
                Console.WriteLine(CommandLine.Help);
                return 0;
            case "list-targets":
                Console.WriteLine(string.Join(Environment.NewLine, modules.Select(m => m.Name)));
                return 0;
            case "health":
                return await HealthProbe.AskAsync(command.Argument!);
            default:
                break;
        }

        var unknown = command.Targets.Where(t => t != ServiceCatalog.All && modules.All(m => m.Name != t)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync(
                $"--target names {string.Join(", ", unknown)}, but this executable holds {string.Join(", ", modules.Select(m => m.Name))}.");
            return 2;
        }

        var chosen = command.Targets.Contains(ServiceCatalog.All) ? modules : [.. modules.Where(m => command.Targets.Contains(m.Name))];
        var builder = CreateBuilder(command.Rest);
        try
        {
            await SecretStore.LoadAsync(builder.Configuration, TimeProvider.System);
        }
        catch (SecretStoreException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

        var options = MatOptions.From(builder.Configuration);
        if (command.Verb != "openapi")
        {
            // migrate brings up what it is given, whichever shape runs it afterwards.
            var problems = options.Validate([.. chosen.Select(m => m.Name)], partial: command.Verb == "migrate");
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            if (problems.Count > 0)
                return 2;
            if (command.Verb == "verify-config")
            {
                Console.WriteLine("The configuration can work.");
                return 0;
            }
        }

        // What a start leaves behind (keys) is nobody's when only documents are written.
        var scratch = command.Verb == "openapi" ? Directory.CreateTempSubdirectory("mat-openapi").FullName : null;
        if (scratch is not null)
            builder.Configuration["Mat:Data"] = scratch;

        await using var app = Build(builder, chosen);
        switch (command.Verb)
        {
            case "migrate":
                await app.Services.GetRequiredService<Migrator>().MigrateAllAsync(CancellationToken.None);
                await app.Services.GetRequiredService<BusTopology>().DeployAsync(CancellationToken.None);
                return 0;
            case "openapi":
                await OpenApiDocuments.WriteAsync(app, chosen, command.Argument!);
                Directory.Delete(scratch!, recursive: true);
                return 0;
            default:
                await app.RunAsync();
                return Environment.ExitCode;
        }
    }

    /// <summary>The builder with the configuration sources that every process of Mat has.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseDefaultServiceProvider(o => o.ValidateScopes = true);
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
            builder.WebHost.UseUrls("http://localhost:8080");
        return builder;
    }

    /// <summary>Composes the modules into one application. Nothing is listening yet.</summary>
    /// <param name="configure">The last word on the services (tests).</param>
    public static WebApplication Build(WebApplicationBuilder builder, IReadOnlyList<IModule> modules,
        Action<WebApplicationBuilder>? configure = null)
    {
        var options = MatOptions.From(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<IReadOnlyList<IModule>>([.. modules]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownTimeoutSeconds));

        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = BodyLimit.Default;
        });
        builder.AddTelemetry(string.Join('+', modules.Select(m => m.Name)), options);
        builder.AddProblems();
        builder.AddStrictJson();
        builder.AddAccess(options);
        if (options.Cache == "redis")
            builder.Services.AddSingleton<RedisConnection>();
        builder.AddServiceClients(options, modules);
        builder.AddBus(options);
        builder.Services.AddHostedService<GracefulShutdown>();
        builder.Services.AddSingleton<DataFolder>();
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Migrator>());
        builder.AddHealth();
        foreach (var module in modules)
        {
            builder.AddOpenApiDocument(module.Name);
            module.Add(builder);
        }

        // After the modules' own services, so that a bus delivers only to a process that is ready, and stops first.
        builder.AddOutboxHostedService();
        configure?.Invoke(builder);

        var app = builder.Build();

        // Order matters: errors wrap everything, the edge resolves who asks before authentication looks.
        app.UseGracefulShutdown();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<RequestGuard>();
        foreach (var edge in modules.OfType<IEdgeModule>())
            edge.Use(app);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseIdempotencyBuffer();

        app.MapHealth();
        app.MapOpenApiDocuments();
        foreach (var module in modules)
        {
            var group = app.MapGroup($"/api/{module.Name}").WithGroupName(module.Name).WithTags(module.Name)
                .WithMetadata(new ServiceName(module.Name));
            group.AddPlatformFilters(app.Services, module.Name);
            group.MapAudit(app.Services, module.Name);
            group.MapDeadLetters(app.Services, module.Name);
            module.Map(group);
        }

        foreach (var edge in modules.OfType<IEdgeModule>())
            edge.MapRoot(app);
        AccessRules.RejectUndeclared(app);
        return app;
    }
}

/// <summary>Which service an endpoint belongs to.</summary>
public sealed record ServiceName(string Name);
