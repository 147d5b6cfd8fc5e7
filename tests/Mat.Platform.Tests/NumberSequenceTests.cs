using Mat.Platform.Sequences;
using Mat.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Tests;

public sealed class NumberSequenceTests
{
    private static async Task<T> WithAsync<T>(MatApp app, Func<SampleDb, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<SampleDb>());
    }

    /// <summary>Two sequences of one name stand for two processes on one database.</summary>
    [Fact]
    public async Task Every_number_is_given_once_in_blocks_and_in_transactions()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        using var one = new NumberSequence("sample", first: 1001, block: 3);
        using var two = new NumberSequence("sample", first: 1001, block: 7);
        var given = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => WithAsync(app, async db =>
        {
            var sequence = i % 2 == 0 ? one : two;
            if (i % 3 != 0)
                return await sequence.NextAsync(db, default);
            long number = 0;
            await db.InTransactionAsync(async ct => number = await sequence.NextAsync(db, ct), default);
            return number;
        })));
        Assert.Equal(300, given.Distinct().Count());
        Assert.True(given.Min() >= 1001);
    }

    [Fact]
    public async Task Number_of_a_transaction_that_failed_is_given_again()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        using var sequence = new NumberSequence("sample", first: 1001);
        Assert.Equal(1001, await NextAsync(fail: false));
        Assert.Equal(1002, await NextAsync(fail: true));
        Assert.Equal(1002, await NextAsync(fail: false));
        Assert.Equal(1003, await NextAsync(fail: false));

        Task<long> NextAsync(bool fail) => WithAsync(app, async db =>
        {
            long number = 0;
            try
            {
                await db.InTransactionAsync(async ct =>
                {
                    number = await sequence.NextAsync(db, ct);
                    if (fail)
                        throw new InvalidOperationException("The work of the caller failed.");
                }, default);
            }
            catch (InvalidOperationException)
            {
            }

            return number;
        });
    }

    /// <summary>A block is committed on its own: on SQLite inside a transaction the number is the transaction's, else its rollback would
    /// free a block in use.</summary>
    [Fact]
    public async Task Block_survives_the_rollback_of_a_caller()
    {
        await using var app = await MatApp.StartAsync(new SampleModule());
        using var sequence = new NumberSequence("sample", first: 1, block: 5);
        var given = new List<long>();
        await WithAsync(app, async db =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.InTransactionAsync(async ct =>
            {
                await sequence.NextAsync(db, ct);
                throw new InvalidOperationException("The work of the caller failed.");
            }, default));
            return 0;
        });
        for (var i = 0; i < 12; i++)
            given.Add(await WithAsync(app, db => sequence.NextAsync(db, default)));
        Assert.Equal(12, given.Distinct().Count());
        using var other = new NumberSequence("sample", first: 1, block: 5);
        Assert.DoesNotContain(await WithAsync(app, db => other.NextAsync(db, default)), given);
    }
}
