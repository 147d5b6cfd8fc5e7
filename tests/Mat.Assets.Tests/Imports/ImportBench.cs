using System.Diagnostics;
using System.Text;
using Mat.Assets.Imports;
using Mat.Testing;

namespace Mat.Assets.Tests.Imports;

/// <summary>
/// How long 100,000 rows take from the request to the finished import. Run by hand:
/// <c>dotnet run --project tests/Mat.Assets.Tests -c Release -- -explicit only -class Mat.Assets.Tests.Imports.ImportBench
/// -showLiveOutput</c>,
/// with MAT_TEST_POSTGRES set for PostgreSQL.
/// </summary>
public sealed class ImportBench(ITestOutputHelper output)
{
    private const int Count = 100_000;

    [Fact(Explicit = true)]
    public async Task Hundred_thousand_rows()
    {
        await using var app = await AssetsApp.StartAsync();
        await Run("new", "Room");
        await Run("unchanged", "Room");
        await Run("all changed", "Hall");

        async Task Run(string what, string room)
        {
            var text = new StringBuilder("tag,serial,school,kind,name,host name,room,make,model,purchase date,cost,email,mac address,ip\n");
            for (var i = 0; i < Count; i++)
                text.Append(
                    $"T{i},SN{i:X6},{(i % 2 == 0 ? "137666" : "Elm Academy")},laptop,Laptop {i},host-{i}.oak.sch.uk,{room} {i % 40},Lenovo,ThinkPad L13 Gen {i % 5},03/09/2025,£899.50,p{i}@oak.sch.uk,{i + 0xA0000000000L:X12},10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}\n");
            var file = text.ToString();
            var (clock, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var import = await (await app.SendAsync(file)).ReadAsync<AssetImportView>();
            var accepted = clock.Elapsed;
            import = await app.OverAsync(import.Id);
            output.WriteLine(
                $"{what}: accepted after {accepted.TotalSeconds:F1} s, finished after {clock.Elapsed.TotalSeconds:F1} s ({(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F1} s of processor): {import.Created} created, {import.Updated} updated, {import.Unchanged} unchanged, {import.Failed} failed; {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB peak");
            Assert.Equal(Count, import.Created + import.Updated + import.Unchanged);
        }
    }
}
