using System.ComponentModel.DataAnnotations;
using Mat.Cases.Data;
using Mat.Contracts.Cases;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Mat.Cases.Playbooks;

/// <summary>One step of a playbook.</summary>
/// <param name="DueHours">Hours after the start of the playbook.</param>
public sealed record PlaybookStep(
    [property: Required, StringLength(200, MinimumLength = 2)] string Title, [property: StringLength(2000)] string Detail = "",
    [property: Range(0, PlaybookStep.MaxHours)] int DueHours = 24)
{
    internal const int MaxHours = 24 * 366;
}

/// <summary>What to do, in order, when this happens; without steps for what has no playbook.</summary>
/// <param name="Own">The trust wrote the steps itself; they stand in place of Mat's.</param>
/// <param name="Version">0 until the trust writes steps of its own; it goes on counting when they are taken back.</param>
public sealed record Playbook(CaseType Type, string Name, IReadOnlyList<PlaybookStep> Steps, bool Own = false, int Version = 0)
    : IVersioned;

/// <summary>The playbooks: the trust's own where it has one, else Mat's. A case gets a copy of the steps, which is its own to
/// change.</summary>
internal static class PlaybookCatalog
{
    private static readonly IReadOnlyList<Playbook> Mats =
    [
        new(CaseType.Ransomware, "Ransomware", [
            new("Cut affected devices off the network",
                "Pull the cable or switch the port off; leave the device on, its memory is evidence.", 1),
            new("Cut backups off and check that they are whole", "Offline first. Nobody restores before the way in is closed.", 1),
            new("Call the insurer before spending", "RPA members call its incident line; nobody talks to the attacker, nobody pays.", 2),
            new("Disable accounts that were used, and all sessions of administrators",
                "Include service accounts and remote access of suppliers.", 2),
            new("Find how far it has gone", "Same indicators at every school: Mat searches them all.", 4),
            new("Decide whether schools can open", "With the heads; a closed school is a fact of the case and starts clocks.", 4),
            new("Keep the evidence", "Ransom note, samples, logs with their times; add them to the case so that their hash is kept.", 8),
            new("Close the way in", "Patch, reset, remove; write down what it was.", 24),
            new("Restore from an offline backup to clean machines", "In the order of the response plan; safeguarding and registers first.",
                72),
            new("Look back", "What would have stopped it, and by when will that be done?", 336),
        ]),
        new(CaseType.AccountTakeover, "Account takeover", [
            new("Block the account and end its sessions", "Revoke tokens too; a new password alone leaves them signed in.", 1),
            new("Reset password and second factor with the person at hand",
                "By telephone or face to face, never by the mailbox in question.", 2),
            new("Remove what the intruder left", "Forwarding and inbox rules, consented apps, added factors and devices.", 2),
            new("Look at what was read and sent", "Mail, files, management information system; personal data is a fact of the case.", 8),
            new("Warn those who got mail from the account",
                "Also parents and suppliers; finance checks changed bank details by telephone.", 8),
            new("Look for the same sign-in at other accounts", "Address, agent and time, at all schools.", 24),
            new("Look back", "Second factor everywhere? Older protocols off?", 336),
        ]),
        new(CaseType.DataBreach, "Data breach", [
            new("Stop the leak", "Take the share, page or mail back; ask the receiver to delete and to confirm it.", 1),
            new("Tell the data protection officer", "The ICO's 72 hours run from awareness.", 2),
            new("List whose data and which", "Pupils, staff, parents; special categories and safeguarding records first.", 12),
            new("Weigh the risk for those people", "Unlikely, risk, or high risk: write the reason down whatever it is.", 24),
            new("Report to the ICO, or write down why not", "The evidence pack of the obligation has all that is known.", 60),
            new("Tell the people concerned when the risk is high", "Plain words, what to watch for, whom to call.", 72),
            new("Enter it in the register of breaches", "Art. 33(5): also those that were not reported.", 96),
            new("Look back", "Which rule or habit let it happen?", 336),
        ]),
        new(CaseType.LostDevice, "Lost or stolen device", [
            new("Lock it from afar, and wipe it if it is not found", "Keep the proof of the wipe with the case.", 2),
            new("Find out what is on it", "Encrypted? Signed in? Which data without network?", 4),
            new("End its sessions and certificates", "Accounts of the holder, wireless certificate, remote access.", 4),
            new("Report a theft to the police", "Keep the crime reference; the insurer asks for it.", 24),
            new("Set it to lost in the register", "A device that comes back is looked at before it is used.", 24),
            new("Weigh whether personal data is at risk", "An encrypted device that was off: usually not. State the fact either way.", 24),
        ]),
        new(CaseType.Phishing, "Phishing", [
            new("Take the mail out of every mailbox", "By sender, subject and link; keep one copy as evidence.", 2),
            new("Block sender, domain and link", "At the mail filter and the web filter.", 2),
            new("Find who clicked and who typed a password", "From mail and web logs; ask without blame.", 4),
            new("Reset those who typed, and look for a takeover", "Change the case's type if there is one.", 8),
            new("Report it", "Forward to report@phishing.gov.uk; tell other schools what to look for.", 24),
            new("Thank those who reported it", "It is what stops the next one.", 48),
        ]),
        new(CaseType.NearMiss, "Near miss", []),
        new(CaseType.Other, "Other", []),
    ];

    public static async Task<IReadOnlyList<Playbook>> AllAsync(CasesDb db, CancellationToken ct)
    {
        var own = await db.TrustPlaybooks.AsNoTracking().ToDictionaryAsync(p => p.Type, ct);
        return [.. Mats.Select(p => Of(p.Type, own.GetValueOrDefault(p.Type)))];
    }

    public static async Task<Playbook> ForAsync(CasesDb db, CaseType type, CancellationToken ct) =>
        Of(type, await db.TrustPlaybooks.AsNoTracking().FirstOrDefaultAsync(p => p.Type == type, ct));

    public static Playbook Of(CaseType type, TrustPlaybook? own)
    {
        var mats = Mats.Single(p => p.Type == type);
        return own is { IsTakenBack: false } ? mats with { Steps = own.Steps, Own = true, Version = own.Version }
            : mats with { Version = own?.Version ?? 0 };
    }
}
