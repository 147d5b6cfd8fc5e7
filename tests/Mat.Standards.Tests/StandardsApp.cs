using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Testing;

namespace Mat.Standards.Tests;

/// <summary>Standards running with two schools.</summary>
internal sealed class StandardsApp(MatApp app) : IAsyncDisposable
{
    public static readonly Guid Oak = Guid.CreateVersion7();
    public static readonly Guid Elm = Guid.CreateVersion7();

    public MatApp App => app;

    /// <summary>Each time with a new token: a test may have moved the clock past the life of the last one.</summary>
    public HttpClient Technician => app.As(Roles.Technician);

    public static async Task<StandardsApp> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = new StandardsApp(
            await MatApp.StartAsync([new StandardsModule()], settings.ToDictionary(s => s.Key, s => (string?)s.Value), null));
        await app.SchoolAsync(Oak, "Oak");
        await app.SchoolAsync(Elm, "Elm");
        return app;
    }

    public Task SchoolAsync(Guid id, string name, int version = 1, params ClosedDays[] closed) =>
        app.DeliverAsync(
            new SchoolChanged(new(id, version, "100000", name, "primary", true, [], [],
                CalendarSnapshot.Default with { Closed = closed })));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
