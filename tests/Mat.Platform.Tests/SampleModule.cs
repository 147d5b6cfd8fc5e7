using System.ComponentModel.DataAnnotations;
using Mat.Contracts;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Mat.Platform.Sequences;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Tests;

/// <summary>The smallest service: what Platform promises is tried on it.</summary>
public sealed class SampleModule : IModule
{
    public string Name => "sample";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<SampleDb>("sample");
        builder.AddConsumer<SchoolSeen, SchoolChanged, SampleDb>("sample");
        builder.Services.AddValidation();
    }

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/things", (SampleDb db, [AsParameters] PageQuery page, CancellationToken ct) =>
            db.Things.ToPageAsync(page, Thing.Keys, ThingView.Of, ct)).RequireRoles(Roles.Readers).WithName("Sample.ListThings");
        group.MapGet("/things/{id:guid}",
            async Task<Results<Ok<ThingView>, ProblemHttpResult>> (Guid id, SampleDb db, CancellationToken ct) =>
            await db.Things.FirstOrDefaultAsync(t => t.Id == id, ct) is { } thing ? TypedResults.Ok(ThingView.Of(thing))
            : Problems.NotFound())
            .RequireRoles(Roles.Readers).WithName("Sample.GetThing");
        group.MapPost("/things", async (NewThing request, SampleDb db, CancellationToken ct) =>
        {
            var thing = new Thing { SchoolId = request.SchoolId, Name = request.Name, Colour = request.Colour!.Value };
            db.Add(thing);
            db.Publish(new ReplayRequested(thing.Id, request.Name));
            await db.SaveChangesAsync(ct);
            return TypedResults.Created($"/api/sample/things/{thing.Id}", ThingView.Of(thing));
        }).RequireRoles(Roles.Agents).WithName("Sample.AddThing");
        group.MapPatch("/things/{id:guid}",
            async Task<Results<Ok<ThingView>, ProblemHttpResult>> (Guid id, ChangeThing request, IfMatch ifMatch, SampleDb db,
                CancellationToken ct) =>
        {
            if (await db.Things.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } thing)
                return Problems.NotFound();
            if (ifMatch.Validate(thing.Version) is { } refusal)
                return refusal;
            thing.Name = request.Name;
            await db.SaveChangesAsync(ct);
            return TypedResults.Ok(ThingView.Of(thing));
        }).RequireRoles(Roles.Agents).WithName("Sample.ChangeThing");
    }
}

public enum Colour
{
    DarkRed,
    Green,
}

public sealed record NewThing([property: Required, StringLength(50)] string Name, [property: Required] Colour? Colour, Guid SchoolId);

public sealed record ChangeThing([property: Required, StringLength(50)] string Name);

public sealed record ThingView(Guid Id, int Version, string Name, Colour Colour, Guid SchoolId, DateTimeOffset CreatedAt) : IVersioned
{
    internal static ThingView Of(Thing t) => new(t.Id, t.Version, t.Name, t.Colour, t.SchoolId, t.CreatedAt);
}

public sealed class Thing : Entity, ISchoolOwned, IAudited
{
    internal static readonly SortKeys<Thing> Keys = new SortKeys<Thing>()
        .Add("createdAt", t => t.CreatedAt).Add("name", t => t.Name).Add("colour", t => t.Colour);

    public Guid SchoolId { get; init; }
    public required string Name { get; set; }
    public Colour Colour { get; set; }
}

/// <summary>How often a school was seen: shows whether an event had effect once.</summary>
public sealed class Sighting : Entity
{
    public required string Urn { get; init; }
    public int Times { get; set; }
}

public sealed class SampleDb(DbContextOptions<SampleDb> options, CurrentUser user) : ServiceDb(options, user)
{
    public DbSet<Thing> Things => Set<Thing>();
    public DbSet<Sighting> Sightings => Set<Sighting>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Thing>().ToTable("Things").HasIndex(t => new { t.SchoolId, t.Name }).IsUnique();
        modelBuilder.Entity<Sighting>().ToTable("Sightings").HasIndex(s => s.Urn).IsUnique();
        modelBuilder.AddNumberSequences();
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class SchoolSeen(SampleDb db) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        if (message.School.Name == "poison" && context.Attempt < 100)
            throw new InvalidOperationException("poison");
        var row = await db.Sightings.FirstOrDefaultAsync(s => s.Urn == message.School.Urn, ct);
        if (row is null)
            db.Add(row = new Sighting { Urn = message.School.Urn });
        row.Times++;
    }
}
