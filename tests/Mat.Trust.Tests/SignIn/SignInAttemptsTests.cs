using Mat.Trust.SignIn;

namespace Mat.Trust.Tests.SignIn;

public sealed class SignInAttemptsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LockFor = TimeSpan.FromMinutes(15);

    [Fact]
    public void Tenth_attempt_is_the_last_and_locks()
    {
        var attempts = New();

        for (var i = 1; i <= 10; i++)
        {
            Assert.Null(attempts.LockedUntil);
            Assert.True(attempts.Reserve(Now, 10, LockFor));
        }

        Assert.Equal(Now + LockFor, attempts.LockedUntil);
        Assert.False(attempts.Reserve(Now.AddMinutes(14), 10, LockFor));
    }

    [Fact]
    public void Trying_while_locked_does_not_prolong_the_lock()
    {
        var attempts = Locked();

        attempts.Reserve(Now.AddMinutes(10), 10, LockFor);

        Assert.Equal(Now + LockFor, attempts.LockedUntil);
    }

    [Fact]
    public void After_the_lock_counting_begins_again()
    {
        var attempts = Locked();

        Assert.True(attempts.Reserve(Now + LockFor, 10, LockFor));
        Assert.Equal((1, (DateTimeOffset?)null), (attempts.Failures, attempts.LockedUntil));
    }

    [Fact]
    public void Address_is_kept_as_a_hash_of_one_spelling() =>
        Assert.Equal(SignInAttempts.HashOf("ann@mat.local"), SignInAttempts.HashOf(" Ann@MAT.local "));

    private static SignInAttempts New() => new() { EmailHash = "" };

    private static SignInAttempts Locked()
    {
        var attempts = New();
        for (var i = 0; i < 10; i++)
            attempts.Reserve(Now, 10, LockFor);
        return attempts;
    }
}
