namespace Mat.Assets.Register;

/// <summary>What a thing is. The names on the wire are the same in snake_case.</summary>
public enum AssetKind
{
    Laptop,
    Desktop,
    Chromebook,
    Tablet,
    Phone,
    Server,
    VirtualMachine,
    Storage,
    NetworkSwitch,
    WirelessAccessPoint,
    Firewall,
    Router,
    Ups,
    Printer,
    InteractiveDisplay,
    Projector,
    Visualiser,
    CctvCamera,
    AccessControl,
    Telephone,
    PaymentTerminal,
    Peripheral,
    Software,
    BroadbandLine,
    Other,
}

/// <summary>Where a thing stands in its life. The last two are reached by retiring it; disposed is final.</summary>
public enum AssetStatus
{
    InStock,
    InUse,
    InRepair,
    Lost,
    Retired,
    Disposed,
}
