[assembly: AssemblyFixture(typeof(Mat.SystemTests.Running.Systems))]

namespace Mat.SystemTests.Running;

/// <summary>
/// One running Mat per shape, started when the first test asks: to start one takes longer than most tests. Tests that break
/// something mend it; where one failed half-way, the next gets another Mat.
/// </summary>
public sealed class Systems : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Dictionary<Shape, World> _worlds = [];
    private readonly Dictionary<Shape, Exception> _broken = [];

    /// <summary>The shared trust of a shape: schools, people, assets and a signed-in admin.</summary>
    public async Task<World> GetAsync(Shape shape)
    {
        RunningMat.SkipUnlessPossible(shape);
        await _starting.WaitAsync();
        try
        {
            if (_broken.TryGetValue(shape, out var reason))
                throw new InvalidOperationException($"{shape} did not start", reason);
            if (_worlds.Remove(shape, out var world))
            {
                if (await world.Mat.IsWellAsync())
                    return _worlds[shape] = world;
                TestContext.Current.SendDiagnosticMessage($"{shape} was left broken:\n{world.Mat.Logs()}");
                await world.DisposeAsync();
            }
            try
            {
                return _worlds[shape] = await World.CreateAsync(await RunningMat.StartAsync(shape));
            }
            catch (Exception e)
            {
                _broken[shape] = e;
                throw;
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var world in _worlds.Values)
            await world.DisposeAsync();
        _starting.Dispose();
    }
}
