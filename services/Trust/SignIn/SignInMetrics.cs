using System.Diagnostics.Metrics;

namespace Mat.Trust.SignIn;

/// <summary>What an operator watches: somebody who tries passwords shows as failures and locks.</summary>
internal sealed class SignInMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _signIns = meters.Create("Mat.Trust")
        .CreateCounter<long>("mat_trust_sign_ins", "{attempt}", "Attempts to sign in with a password, by how they ended");

    public void Succeeded() => Add("succeeded");

    public void Failed() => Add("failed");

    public void Locked() => Add("locked");

    private void Add(string outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
