using Mat.Contracts.Trust;
using Mat.Gateway.Live;

namespace Mat.Gateway.Tests.Live;

public sealed class LiveViewerTests
{
    private static readonly Guid Me = Guid.NewGuid(), Other = Guid.NewGuid(), A = Guid.NewGuid(), B = Guid.NewGuid();

    private static LiveChange Change(Guid? school, Guid? person = null, string topic = "ticket") =>
        new(topic, Guid.NewGuid(), school, DateTimeOffset.UnixEpoch, "changed", person);

    private static LiveViewer Person(params Grant[] grants) => new(Me, grants, null);

    [Fact]
    public void Trust_wide_reader_sees_everything_also_what_has_no_school()
    {
        var viewer = Person(new Grant("executive", null));
        Assert.True(viewer.Sees(Change(A)));
        Assert.True(viewer.Sees(Change(null)));
    }

    [Fact]
    public void School_lead_sees_own_school_alone()
    {
        var viewer = Person(new Grant("school_lead", [A]));
        Assert.True(viewer.Sees(Change(A)));
        Assert.False(viewer.Sees(Change(B)));
        Assert.False(viewer.Sees(Change(null)));
        Assert.True(viewer.Sees(Change(B, Me)));
    }

    [Fact]
    public void Staff_sees_own_changes_only_for_any_grant()
    {
        foreach (var viewer in new[] { Person(new Grant("staff", [A])), Person(new Grant("staff", null)) })
        {
            Assert.False(viewer.Sees(Change(A)));
            Assert.False(viewer.Sees(Change(A, Other)));
            Assert.False(viewer.Sees(Change(null)));
            Assert.True(viewer.Sees(Change(A, Me)));
        }
    }

    [Fact]
    public void Grants_add_up()
    {
        var viewer = Person(new Grant("staff", null), new Grant("technician", [A]), new Grant("school_lead", [B]));
        Assert.True(viewer.Sees(Change(A)));
        Assert.True(viewer.Sees(Change(B)));
        Assert.False(viewer.Sees(Change(Guid.NewGuid())));
    }

    [Fact]
    public void Reader_without_grants_sees_nothing() => Assert.False(Person().Sees(Change(A)));

    [Fact]
    public void Api_token_sees_topics_of_its_scopes_alone()
    {
        var viewer = new LiveViewer(Me, [new Grant("manager", null)], ["tickets.read"]);
        Assert.True(viewer.Sees(Change(A)));
        Assert.False(viewer.Sees(Change(A, topic: "alert")));
        Assert.False(viewer.Sees(Change(A, Me, "asset")));
        Assert.True(new LiveViewer(Me, [new Grant("manager", null)], ["*"]).Sees(Change(A, topic: "alert")));
    }
}
