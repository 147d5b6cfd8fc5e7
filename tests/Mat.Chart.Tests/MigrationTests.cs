using Mat.Chart.Tests.Rendering;
using Mat.Platform.Hosting;

namespace Mat.Chart.Tests;

/// <summary>Databases are brought up to date once, before the pods that need them.</summary>
public sealed class MigrationTests
{
    [Theory, InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void One_job_migrates_every_service_before_an_installation_and_an_upgrade(string values)
    {
        var job = Assert.Single(Helm.Ci(values).Kind("Job"));

        Assert.Equal("pre-install,pre-upgrade", job.Annotation("helm.sh/hook"));
        Assert.Equal("before-hook-creation", job.Annotation("helm.sh/hook-delete-policy"));
        Assert.Equal(1, (int?)job["spec"]!["completions"]);
        Assert.Equal(1, (int?)job["spec"]!["parallelism"]);
        Assert.NotNull(job["spec"]!["activeDeadlineSeconds"]);
        var pod = job["spec"]!["template"]!.AsObject();
        Assert.Equal("Never", (string?)pod["spec"]!["restartPolicy"]);
        Assert.Equal(["migrate", "--target=" + string.Join(',', ServiceCatalog.Targets.Where(t => t != "gateway"))],
            pod.Container()["args"].Texts());
        Assert.Equal(["MAT__BUS", "MAT__DATABASEPREFIX", "MAT__POSTGRES", "MAT__RABBITMQ", "MAT__STORAGE"],
            pod.Container()["env"].Items().Select(e => (string)e["name"]!).Order());
    }

    [Fact]
    public void What_the_job_needs_is_there_before_it()
    {
        var job = Assert.Single(Helm.Distributed.Kind("Job"));
        var account = Helm.Distributed.Get("ServiceAccount", (string)job["spec"]!["template"]!["spec"]!["serviceAccountName"]!);
        var policy = Helm.Distributed.Get("NetworkPolicy", "mat-migrate");

        foreach (var before in new[] { account, policy })
        {
            Assert.Equal("pre-install,pre-upgrade", before.Annotation("helm.sh/hook"));
            Assert.True(Weight(before) < Weight(job), before.Id());
        }

        static int Weight(System.Text.Json.Nodes.JsonObject o) =>
            int.Parse(o.Annotation("helm.sh/hook-weight")!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full")]
    public void Nothing_else_is_a_hook_but_the_test(string values) =>
        Assert.All(Helm.Ci(values).Objects.Where(o => o.Annotation("helm.sh/hook") is not null),
            o => Assert.Contains(o.Component(), new[] { "migrate", "test" }));

    [Fact]
    public void Single_migrates_when_it_starts() => Assert.Empty(Helm.Single.Kind("Job"));

    [Fact]
    public void The_job_can_be_left_out() => Assert.Empty(Helm.Render("distributed", "migrate: { enabled: false }").Kind("Job"));
}
