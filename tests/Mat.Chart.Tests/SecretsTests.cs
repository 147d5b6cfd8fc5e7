using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mat.Chart.Tests.Rendering;

namespace Mat.Chart.Tests;

/// <summary>Secrets come by reference, and each process gets those it needs.</summary>
public sealed partial class SecretsTests
{
    [GeneratedRegex("(?i)(password|passwd|pwd|secret|apikey)\\s*[=:]\\s*[^\\s\"'{…]|://[^/@\\s]+:[^/@\\s]+@|-----BEGIN|\\bmat[asp]?_[A-Za-z0-9]{16,}")]
    private static partial Regex Literal();

    [Theory, InlineData("single"), InlineData("grouped"), InlineData("distributed"), InlineData("full"), InlineData("backends")]
    public void No_secret_is_rendered(string values)
    {
        var manifest = Helm.Ci(values);

        Assert.Empty(manifest.Kind("Secret"));
        foreach (var (owner, pod) in manifest.Pods())
            foreach (var variable in pod.Container()["env"].Items())
            {
                var name = (string)variable["name"]!;
                // The names of a store, of secrets in it and of a mounted file, and the switch between ways to sign in: none holds
                // anything.
                if (name is "MAT__SECRETSTORE" or "MAT__AUTH" or "MAT__OIDC__CLIENTSECRETFILE"
                    || name.StartsWith("MAT__SECRETS__", StringComparison.Ordinal))
                    continue;
                if (Regex.IsMatch(name, "(?i)password|secret|token|_pass$|auth$|^MAT__(POSTGRES|RABBITMQ|REDIS)$"))
                    Assert.True(variable["valueFrom"]?["secretKeyRef"] is not null, $"{owner.Id()}: {name} is written out");
                Assert.DoesNotMatch(Literal(), (string?)variable["value"] ?? "");
            }

        foreach (var text in manifest.Objects.SelectMany(Strings))
            Assert.DoesNotMatch(Literal(), text);
    }

    [Theory, InlineData("mat"), InlineData("mat-backends")]
    public void The_values_hold_no_secret_either(string chart)
    {
        foreach (var file in Directory.GetFiles(Checkout.Chart(chart), "*values.yaml", SearchOption.AllDirectories))
            foreach (var text in Strings(Yaml.Document(File.ReadAllText(file))))
                Assert.DoesNotMatch(Literal(), text);
    }

    [Fact]
    public void Every_secret_that_is_referred_to_is_one_that_the_values_name()
    {
        string[] named = ["mat-keys", "mat-postgres", "mat-rabbitmq", "mat-redis", "mat-admin", "mat-dapr", "partners-extra",
            "registry-login", "mat-tls", "syslog-tls"];
        foreach (var (owner, pod) in Helm.Full.Pods())
        {
            var referred = pod.Container()["env"].Items().Select(e => (string?)e["valueFrom"]?["secretKeyRef"]?["name"])
                .Concat(pod["spec"]!["volumes"].Items().Select(v => (string?)v["secret"]?["secretName"]))
                .Concat(pod["spec"]!["imagePullSecrets"].Items().Select(s => (string?)s["name"])).OfType<string>();
            foreach (var secret in referred)
                Assert.True(named.Contains(secret), $"{owner.Id()} refers to {secret}");
        }
    }

    [Fact]
    public void Each_process_mounts_the_keys_that_it_uses()
    {
        var keys = Helm.Full.Workloads().ToDictionary(w => w.Owner.Component()!, w =>
            w.Pod["spec"]!["volumes"].Items().Single(v => (string)v["name"]! == "keys")["secret"]!["items"].Items()
            .Select(i => (string)i["path"]!).Order().ToArray());

        string[] verify = ["verify-key-next.pem", "verify-key.pem"];
        Assert.Equal(["oidc-client-secret", "signing-key.pem", .. verify], keys["gateway"]);
        Assert.Equal(["master.keys", "partners-key.pem", .. verify], keys["partners"]);
        Assert.Equal(["partners-verify.pem", .. verify], keys["tickets"]);
        foreach (var service in Mat.Platform.Hosting.ServiceCatalog.Targets.Except(["gateway", "partners", "tickets"]))
            Assert.Equal(verify, keys[service]);
    }

    [Fact]
    public void A_group_mounts_the_keys_of_its_modules()
    {
        string[] Keys(string workload) =>
            [.. Helm.Grouped.Workloads().Single(w => w.Owner.Component() == workload).Pod["spec"]!["volumes"].Items()
            .Single(v => (string)v["name"]! == "keys")["secret"]!["items"].Items().Select(i => (string)i["path"]!).Order()];

        Assert.Equal(["master.keys", "partners-key.pem", "partners-verify.pem", "verify-key.pem"], Keys("desk"));
        Assert.Equal(["signing-key.pem", "verify-key.pem"], Keys("gateway"));
        Assert.All(new[] { "core", "security" }, w => Assert.Equal(["verify-key.pem"], Keys(w)));
    }

    [Fact]
    public void Without_a_key_of_its_own_Partners_signs_with_the_gateway_s()
    {
        var rendered = Helm.Render("distributed", "keys: { partnersSigningKey: '', partnersVerifyKeys: [] }");
        string? Signing(string name) =>
            rendered.Workloads().Single(w => w.Owner.Component() == name).Pod.Container().Env("MAT__KEYS__SIGNINGKEYFILE");

        Assert.Equal("/keys/signing-key.pem", Signing("partners"));
        Assert.Equal("/keys/signing-key.pem", Signing("gateway"));
        Assert.Null(Signing("tickets"));
    }

    [Fact]
    public void The_client_s_secret_is_a_file_of_the_edge_alone()
    {
        Assert.All(Helm.Full.Workloads(), w =>
            Assert.Equal(w.Owner.Component() == "gateway" ? "/keys/oidc-client-secret" : null,
                w.Pod.Container().Env("MAT__OIDC__CLIENTSECRETFILE")));
        Assert.All(Helm.Distributed.Workloads(), w => Assert.Null(w.Pod.Container().Env("MAT__OIDC__CLIENTSECRETFILE")));
    }

    /// <summary>Otherwise every process could read every key through its sidecar, whatever is mounted.</summary>
    [Fact]
    public void Settings_come_out_of_the_sidecars_store_and_keys_do_not()
    {
        foreach (var (owner, pod) in Helm.Full.Workloads())
            Assert.Equal(("mat-secrets", "mat-settings"),
                (pod.Container().Env("MAT__SECRETSTORE"), pod.Container().Env("MAT__SECRETS__0")));
        Assert.All(Helm.Distributed.Workloads(), w => Assert.Null(w.Pod.Container().Env("MAT__SECRETSTORE")));
        Assert.DoesNotContain("mat-keys", Helm.Full.Get("Role", "mat-secrets").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_files_are_where_the_settings_say()
    {
        foreach (var (owner, pod) in Helm.Full.Workloads())
        {
            var mounted = pod["spec"]!["volumes"].Items().Single(v => (string)v["name"]! == "keys")["secret"]!["items"].Items()
                .Select(i => "/keys/" + (string)i["path"]!).Order();
            var set = pod.Container()["env"].Items()
                .Where(e => (string)e["name"]! is var name
                    && (name.StartsWith("MAT__KEYS__", StringComparison.Ordinal) || name == "MAT__OIDC__CLIENTSECRETFILE"))
                    .Select(e => (string)e["value"]!).Order();
            Assert.Equal(mounted, set);
            Assert.NotNull(owner);
        }
    }

    [Fact]
    public void The_first_password_goes_to_Trust_alone()
    {
        foreach (var (owner, pod) in Helm.Full.Workloads())
            Assert.Equal(owner.Component() == "trust", pod.Container()["env"].Items().Any(e => (string)e["name"]! == "MAT_ADMIN_PASSWORD"));
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Strings(p.Value)),
        JsonArray list => list.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
