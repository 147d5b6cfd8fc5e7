using Mat.Contracts;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Mat.Platform.Messaging;
using Mat.Trust.Calendars;
using Mat.Trust.Data;
using Mat.Trust.People;
using Mat.Trust.Schools;
using Mat.Trust.Skills;
using Mat.Trust.SignIn;
using Mat.Trust.ApiTokens;

namespace Mat.Trust;

/// <summary>Schools, people, and how they sign in.</summary>
public sealed class TrustModule : IModule
{
    public string Name => "trust";

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddServiceDb<TrustDb>(Name);
        builder.AddConsumer<ReplayRequestedConsumer, ReplayRequested, TrustDb>(Name);
        builder.Services.AddOptions<TrustOptions>().BindConfiguration("Trust").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Passwords>();
        builder.Services.AddSingleton<SignInMetrics>();
        builder.Services.AddHostedService<FirstAdmin>();
        builder.Services.AddHostedService<SignInCleanup>();
        builder.Services.AddValidation();
    }

    public void Map(RouteGroupBuilder group)
    {
        MapSchools(group);
        MapPeople(group);
        MapTokens(group);
        MapInternal(group);
    }

    private static void MapSchools(RouteGroupBuilder group)
    {
        group.MapGet("/schools", ListSchoolsEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Trust.ListSchools")
            .WithSummary("List schools");
        group.MapPost("/schools", CreateSchoolEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.CreateSchool")
            .WithSummary("Create a school");
        group.MapPost("/schools/import", ImportSchoolsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.ImportSchools")
            .WithSummary("Import schools from a GIAS establishment file")
            .WithDescription(
                "The body is the CSV as GIAS gives it (edubasealldata, Latin-1). A repeat updates; dryRun only says what would happen.")
            .Accepts<Stream>("text/csv", "application/csv", "application/vnd.ms-excel", "text/plain", "application/octet-stream")
            .WithBodyLimit(ImportSchoolsEndpoint.MaxBytes).WithoutIdempotency();
        group.MapGet("/schools/{id:guid}", GetSchoolEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Trust.GetSchool")
            .WithSummary("Get a school");
        group.MapPatch("/schools/{id:guid}", UpdateSchoolEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.UpdateSchool")
            .WithSummary("Change a school");
        group.MapGet("/schools/{id:guid}/calendar", GetCalendarEndpoint.Handle).RequireRoles(Roles.Everyone).WithName("Trust.GetCalendar")
            .WithSummary("Get a school's calendar");
        group.MapPut("/schools/{id:guid}/calendar", SetCalendarEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.SetCalendar")
            .WithSummary("Replace a school's calendar");
    }

    private static void MapPeople(RouteGroupBuilder group)
    {
        group.MapGet("/people", ListPeopleEndpoint.Handle).RequireRoles(PeopleAccess.Readers).WithName("Trust.ListPeople")
            .WithSummary("List people");
        // Answers hold a secret that is shown once, and Idempotency-Key would keep them: the e-mail address tells a repeat.
        group.MapPost("/people", CreatePersonEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.CreatePerson")
            .WithSummary("Create a person").WithoutIdempotency();
        group.MapGet("/people/{id:guid}", GetPersonEndpoint.Handle).RequireRoles(PeopleAccess.Readers).WithName("Trust.GetPerson")
            .WithSummary("Get a person");
        group.MapPatch("/people/{id:guid}", UpdatePersonEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.UpdatePerson")
            .WithSummary("Change a person");
        group.MapPut("/people/{id:guid}/grants", SetGrantsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.SetGrants")
            .WithSummary("Replace a person's role grants");
        group.MapPut("/people/{id:guid}/skills", SetSkillsEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.SetSkills")
            .WithSummary("Replace a person's skills");
        group.MapPut("/people/{id:guid}/work-time", SetWorkTimeEndpoint.Handle).RequireRoles(Roles.Managers).WithName("Trust.SetWorkTime")
            .WithSummary("Replace a person's working hours and absences");
        group.MapGet("/skills", GetSkillsEndpoint.Handle).RequireRoles(GetSkillsEndpoint.Readers).WithName("Trust.GetSkills")
            .WithSummary("Get the skills matrix by area");
        group.MapPost("/people/{id:guid}/password", ResetPasswordEndpoint.Handle).RequireRoles(Roles.Managers)
            .WithName("Trust.ResetPassword")
            .WithSummary("Create a one-time password for a person").WithoutIdempotency();
    }

    private static void MapTokens(RouteGroupBuilder group)
    {
        group.MapGet("/tokens", ListTokensEndpoint.Handle).RequireRoles(Roles.Admins).WithName("Trust.ListTokens")
            .WithSummary("List API tokens");
        group.MapPost("/tokens", CreateTokenEndpoint.Handle).RequireRoles(Roles.Admins).WithName("Trust.CreateToken")
            .WithSummary("Create an API token; shown once").WithoutIdempotency();
        group.MapDelete("/tokens/{id:guid}", DeleteTokenEndpoint.Handle).RequireRoles(Roles.Admins).WithName("Trust.DeleteToken")
            .WithSummary("Revoke an API token");
    }

    private static void MapInternal(RouteGroupBuilder group)
    {
        var inside = group.MapGroup("/internal").ExcludeFromDescription();
        inside.MapPost("/sign-in", SignInEndpoint.Handle).RequireSystem().WithoutIdempotency();
        inside.MapPost("/external-sign-in", ExternalSignInEndpoint.Handle).RequireSystem().WithoutIdempotency();
        inside.MapPost("/person", ResolvePersonEndpoint.Handle).RequireSystem().WithoutIdempotency();
        inside.MapPost("/resolve", ResolveTokenEndpoint.Handle).RequireSystem().WithoutIdempotency();
        inside.MapPost("/sign-out", SignOutEndpoint.Handle).RequireSystem().WithoutIdempotency();
        inside.MapPost("/password", ChangePasswordEndpoint.Handle).RequireSystem().WithoutIdempotency();
    }
}
