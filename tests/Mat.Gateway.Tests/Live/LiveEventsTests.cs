using Mat.Contracts.Assets;
using Mat.Contracts.Tickets;
using Mat.Gateway.Live;

namespace Mat.Gateway.Tests.Live;

public sealed class LiveEventsTests
{
    private static readonly Guid A = Guid.NewGuid(), B = Guid.NewGuid(), Requester = Guid.NewGuid();

    private static AssetSnapshot Asset(Guid school) => new(
        Guid.NewGuid(), 1, "A1", "laptop", "x", "in_use", school, null, null, null, [], [], null, null, null, null, null, null);

    private static TicketSnapshot Ticket() => new(
        Guid.NewGuid(), 1, "T-1", "x", "incident", "new", "low", A, null, Requester, null, null, null, null,
        DateTimeOffset.UnixEpoch, null, null, null, null, false, false);

    [Fact]
    public void Many_assets_tell_each_school_once()
    {
        var changes = LiveEvents.Describe(new AssetsChanged([Asset(A), Asset(B), Asset(A)]), DateTimeOffset.UnixEpoch).ToList();
        Assert.Equal([A, B], changes.Select(c => c.SchoolId));
        Assert.All(changes, c => Assert.Null(c.Id));
    }

    [Fact]
    public void One_asset_is_named()
    {
        var asset = Asset(A);
        var change = Assert.Single(LiveEvents.Describe(new AssetsChanged([asset]), DateTimeOffset.UnixEpoch));
        Assert.Equal((asset.Id, A), (change.Id!.Value, change.SchoolId!.Value));
    }

    [Fact]
    public void Replay_is_silent() => Assert.Empty(LiveEvents.Describe(new TicketChanged(Ticket(), "replayed"), DateTimeOffset.UnixEpoch));

    [Fact]
    public void Internal_comment_is_not_for_the_requester()
    {
        TicketCommented Comment(string visibility) =>
            new(Guid.NewGuid(), Guid.NewGuid(), A, Requester, visibility, "x", null, DateTimeOffset.UnixEpoch);
        Assert.Null(Assert.Single(LiveEvents.Describe(Comment("internal"), DateTimeOffset.UnixEpoch)).PersonId);
        Assert.Equal(Requester, Assert.Single(LiveEvents.Describe(Comment("public"), DateTimeOffset.UnixEpoch)).PersonId);
        Assert.Equal(A, Assert.Single(LiveEvents.Describe(Comment("internal"), DateTimeOffset.UnixEpoch)).SchoolId);
    }
}
