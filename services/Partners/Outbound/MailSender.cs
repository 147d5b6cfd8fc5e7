using System.Diagnostics;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Mat.Partners.Deliveries;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Outbound;

/// <summary>
/// Sends a message as e-mail through the trust's mail server. Every name in it was written by somebody else, so nothing but
/// one line ever goes into a header.
/// </summary>
internal sealed class MailSender(IOptions<PartnersOptions> options)
{
    private const string Scheme = "mailto:";
    private readonly SmtpOptions _smtp = options.Value.Smtp;

    public static bool IsMail(string url) => url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a URL cannot be an endpoint, for people to read; null when it can.</summary>
    public string? Refuse(string url)
    {
        if (string.IsNullOrEmpty(_smtp.Host))
            return "The trust has set up no mail server (Partners:Smtp:Host).";
        var address = AddressOf(url);
        // ASCII without what a header or an SMTP line gives a meaning to, before any parser sees it.
        return address.Length is 0 or > 254
            || address.Any(c => c is <= ' ' or > '~' or '"' or '(' or ')' or ',' or ':' or ';' or '<' or '>' or '[' or ']' or '\\' or '?'
                or '&' or '%')
            || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address
            || !parsed.Host.Contains('.', StringComparison.Ordinal)
            ? "Write mailto: and one plain address, such as mailto:helpdesk@partner.example."
            : null;
    }

    /// <param name="link">Where the reader answers; null when there is no such place.</param>
    /// <param name="thread">What mails about one thing have in common, so that mail programs show them together.</param>
    public async Task<AttemptResult> SendAsync(string url, string messageId, MailText text, string? link, string thread,
        CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        if (Refuse(url) is { } refusal)
            return Result(AttemptFailure.Blocked, refusal);
        var address = AddressOf(url);

        // Real time on purpose: this bounds the network, not the business.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(options.Value.AttemptDeadline);
        try
        {
            using var mail = Compose(address, messageId, text, link, thread);
            using var client = new SmtpClient(_smtp.Host, _smtp.Port)
            {
                EnableSsl = _smtp.StartTls,
                DeliveryFormat = SmtpDeliveryFormat.SevenBit
            };
            if (_smtp.User is { Length: > 0 } user)
                client.Credentials = new NetworkCredential(user, _smtp.Password);
            await client.SendMailAsync(mail, deadline.Token);
            return Result(AttemptFailure.None, null, 250);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Result(AttemptFailure.Timeout,
                $"the mail server did not take it within {options.Value.AttemptDeadline.TotalSeconds:0.###} seconds");
        }
        catch (SmtpException e)
        {
            var (failure, why) = Explain(e);
            return Result(failure, why, (int)e.StatusCode is > 0 and var code ? code : null);
        }

        AttemptResult Result(AttemptFailure failure, string? why, int? status = null) =>
            new(failure, status, why is null ? null : $"{failure.ToString().ToLowerInvariant()}: {why}", null, null,
                Stopwatch.GetElapsedTime(started))
            {
                Request = $"MAIL {AddressOf(url)} by {_smtp.Host}:{_smtp.Port}\nSubject: {text.Subject}",
            };
    }

    private MailMessage Compose(string address, string messageId, MailText text, string? link, string thread)
    {
        var host = new MailAddress(_smtp.From).Host;
        var mail = new MailMessage(_smtp.From, address)
        {
            Subject = MailText.Line(text.Subject),
            SubjectEncoding = Encoding.UTF8,
            Body = link is null ? text.Text : $"{text.Text}\nRead the request and answer it here:\n{link}\n",
            BodyEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{MailText.Line(messageId)}@{host}>");
        mail.Headers.Add("References", $"<{MailText.Line(thread)}@{host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    /// <summary>5.1.1 and its like: no further try makes the address exist. What is wrong with our own server is tried again.</summary>
    private static (AttemptFailure, string) Explain(SmtpException e)
    {
        if (e is SmtpFailedRecipientException
            {
                StatusCode: SmtpStatusCode.MailboxUnavailable
            or SmtpStatusCode.UserNotLocalTryAlternatePath or SmtpStatusCode.MailboxNameNotAllowed
            })
            return (AttemptFailure.Refused, $"the mail server knows no such mailbox ({(int)e.StatusCode})");
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException tls)
                return (AttemptFailure.Tls, tls.Message);
            if (inner is SocketException socket)
                return (AttemptFailure.Connect, $"the mail server: {socket.SocketErrorCode}");
        }

        return (int)e.StatusCode > 0 ? (AttemptFailure.Status, $"the mail server answered {(int)e.StatusCode}")
            : (AttemptFailure.Protocol, "the mail server broke off");
    }

    private static string AddressOf(string url) => IsMail(url) ? url[Scheme.Length..] : url;
}
