using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mat.Partners.Tests.Fakes;

/// <summary>A mail as the server took it.</summary>
public sealed record Mail(string From, IReadOnlyList<string> To, string Text)
{
    /// <summary>Header lines, unfolded.</summary>
    public IReadOnlyList<string> Headers => Text.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n");

    public string Header(string name) =>
        Headers.Single(h => h.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))[(name.Length + 2)..];

    public string Body
    {
        get
        {
            var body = Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
            return Header("Content-Transfer-Encoding") switch
            {
                "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\r\n", "", StringComparison.Ordinal))),
                _ => Unquote(body),
            };
        }
    }

    private static string Unquote(string text)
    {
        var bytes = new List<byte>();
        text = text.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

/// <summary>A mail server on a real socket that says what the test wants it to say.</summary>
public sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public FakeSmtp()
    {
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;
    public ConcurrentQueue<Mail> Taken { get; } = new();

    /// <summary>Answer to RCPT TO; empty says nothing for ever.</summary>
    public string OnRecipient { get; set; } = "250 OK";

    public Dictionary<string, string?> Settings => new()
    {
        ["Partners:Smtp:Host"] = "127.0.0.1",
        ["Partners:Smtp:Port"] = $"{Port}",
        ["Partners:Smtp:StartTls"] = "false",
        ["Partners:Smtp:From"] = "ict@trust.example",
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await SayAsync("220 fake");
            var (from, to) = ("", new List<string>());
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "QUIT")
                    break;
                if (verb == "MAIL")
                    (from, to) = (line, []);
                if (verb == "RCPT")
                    to.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                if (verb == "RCPT" && OnRecipient.Length == 0)
                    await Task.Delay(-1, _stop.Token);
                if (verb == "DATA")
                {
                    await SayAsync("354 go on");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync(_stop.Token) is { } part && part != ".")
                        text.Append(part.StartsWith('.') ? part[1..] : part).Append("\r\n");
                    Taken.Enqueue(new(from, to, text.ToString()));
                }

                await SayAsync(verb == "RCPT" ? OnRecipient : "250 OK");
            }

            await SayAsync("221 bye");
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }

        async Task SayAsync(string line) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token);
    }
}
