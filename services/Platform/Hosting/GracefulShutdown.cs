using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Mat.Platform.Hosting;

/// <summary>
/// A stop that loses no request. From SIGTERM on the process is not ready but goes on serving for <c>Mat:ConnectionDrainSeconds</c>, and
/// each answer closes its connection. Callers keep connections open, and a request that is just being sent on one when the
/// server closes it fails; this way those that are in use are given up by the caller, between two requests.
/// </summary>
internal sealed class GracefulShutdown(MatOptions options) : IHostedLifecycleService
{
    /// <summary>Comes before anybody's StopAsync, so before the server stops listening.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(options.ConnectionDrain), cancellationToken)
        .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class GracefulShutdownSetup
{
    public static void UseGracefulShutdown(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        Func<object, Task> close = state =>
        {
            if (stopping.IsCancellationRequested)
                ((HttpContext)state).Response.Headers.Connection = "close";
            return Task.CompletedTask;
        };
        app.Use((http, next) =>
        {
            // Later HTTP says the same in the protocol itself.
            if (HttpProtocol.IsHttp11(http.Request.Protocol))
                http.Response.OnStarting(close, http);
            return next(http);
        });
    }
}
