namespace Mat.Demo;

/// <summary>A ticket that somebody opens now, and what the desk does with it.</summary>
/// <param name="Escalate">Area of the partner that is asked; null for none.</param>
/// <param name="Partner">What the partner does: acknowledge, comment, resolve; null for nothing yet.</param>
internal sealed record LiveTicket(int School, string Title, string Description, string Impact, string Urgency, string? AssetKind,
    string? PublicReply, string? Note, string? Escalate, string? Partner, string? Fix);

internal static class Live
{
    public static IReadOnlyList<LiveTicket> All { get; } =
    [
        new(3, "Whole science block is offline", "Since period two no computer, phone or board in the science block reaches anything.",
            "high", "high", "network_switch", "We are on our way to the block.", "Uplink dark on SW-0003, SFP swapped without luck.",
            "network", "acknowledge", null),
        new(7, "Phishing mail to the finance team", "Three colleagues received an invoice with a macro; one opened it.", "high", "high",
            "laptop", "Please leave the machine switched on and unplug the network.", "Isolated from the console, hash is known.",
            "cyber_security", "comment", null),
        new(1, "Board in Year 4 has no picture", "ActivPanel stays black, the fan runs.", "medium", "high", "interactive_display",
            "Somebody comes before lunch.", null, "audio_visual", "resolve", "Panel swapped under warranty."),
        new(5, "Main phone number rings nowhere", "Parents tell us that the line is dead.", "high", "high", "telephone",
            "We have put the mobile number on the website meanwhile.", "SIP trunk registration fails with 403.", "telephony",
            "acknowledge", null),
        new(6, "Copier in the office jams on every page", "It was serviced last week.", "medium", "medium", "printer", null, null,
            "printing", "comment", null),
        new(10, "Registers cannot be saved", "The MIS answers with a timeout in every lesson.", "high", "high", "software",
            "The vendor is looking at it.", null, "mis", "acknowledge", null),
        new(2, "Wi-Fi drops in the hall during assembly", "Thirty tablets lose the network at once.", "medium", "medium",
            "wireless_access_point", null, "Channel 36 is shared with the neighbour.", "wireless", null, null),
        new(12, "Staff entrance does not open with fobs", "The reader blinks red for everybody.", "medium", "high", "access_control", null,
            null, "access_cctv", null, null),
        new(9, "Cannot sign in after the half term", "My password is not accepted.", "low", "high", null,
            "We have called you back and reset it.", null, null, null, "Password reset with the caller identified."),
        new(4, "Tablet shows a locked screen", "A child changed the code.", "low", "medium", "tablet", null, null, null, null, null),
        new(8, "Projector in the middle school hall is dim", "Governors meet on Thursday.", "medium", "medium", "projector",
            "We bring the spare one on Wednesday.", null, null, null, null),
        new(11, "New starter on Monday", "Needs an account, the MIS and a laptop.", "low", "medium", null, null, null, null, null, null),
        new(3, "Exam laptops for the mocks", "Twelve laptops without spell-check in the gym.", "medium", "medium", "laptop",
            "Booked; we set up on Tuesday afternoon.", null, null, null, null),
        new(7, "CCTV at the main gate is black", "Since the storm.", "medium", "medium", "cctv_camera", null,
            "No link on the switch port.", null, null, null),
        new(5, "Shared drive is full", "Nobody can save coursework.", "high", "medium", "server", null, "Snapshots take 40 per cent.",
            null, null, "Snapshots pruned and an alert added."),
        new(6, "Chromebook trolley does not charge", "Sixteen of thirty-two are empty each morning.", "medium", "low", "peripheral", null,
            null, null, null, null),
        new(1, "Filter blocks the phonics site", "It worked before the holidays.", "low", "medium", "firewall", null, null, null, null,
            null),
        new(10, "Library printer prints blank pages", "Toner is new.", "low", "low", "printer", null, null, null, null, null),
        new(2, "Till is offline at lunch", "We write the meals on document.", "medium", "high", "payment_terminal",
            "The terminal is back; please try it.", null, null, null, "Static address restored."),
        new(12, "Laptop keyboard has dead keys", "E and R.", "low", "low", "laptop", null, null, null, null, null),
        new(11, "Sound in the hall hums", "Since the new amplifier.", "low", "medium", null, null, null, null, null, null),
        new(8, "Broadband is slow after three o'clock", "Backups perhaps?", "medium", "medium", "broadband_line", null, null, null, null,
            null),
        new(9, "Visualiser is not found", "Software says no camera.", "low", "medium", "visualiser", null, null, null, null,
            "Driver installed by policy."),
        new(4, "Parents' evening needs two screens", "Hall, Wednesday at five.", "low", "low", null, null, null, null, null, null),
        new(3, "Please unblock a video for assembly", "Safer internet week.", "low", "low", null, null, null, null, null, null),
    ];
}
