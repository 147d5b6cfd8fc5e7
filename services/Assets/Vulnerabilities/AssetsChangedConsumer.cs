using Mat.Contracts.Assets;
using Mat.Platform.Messaging;

namespace Mat.Assets.Vulnerabilities;

/// <summary>Lets findings follow the register and its software. The event only says which assets changed: their state is read, so its order
/// does not matter.</summary>
internal sealed class AssetsChangedConsumer(VulnerabilityScan scan) : IConsumer<AssetsChanged>
{
    public Task Consume(AssetsChanged message, MessageContext context, CancellationToken ct) =>
        scan.FollowAsync([.. message.Assets.Select(a => a.Id).Distinct()], ct);
}
