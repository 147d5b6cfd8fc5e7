using System.Text;
using Mat.Partners.Deliveries;

namespace Mat.Partners.Tests.Deliveries;

public class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    [Fact]
    public void Golden_vector_of_the_specification_is_signed_byte_for_byte()
    {
        var signature = WebhookSignature.Sign(WebhookSignature.KeyOf(Secret), Id, 1614265330, """{"test": 2432232314}"""u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void Every_secret_in_force_signs_and_the_newest_comes_first()
    {
        var other = WebhookSignature.NewSecret();

        var header = WebhookSignature.Header([other, Secret], Id, 1614265330, """{"test": 2432232314}"""u8).Split(' ');

        Assert.Equal(2, header.Length);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", header[1]);
        Assert.NotEqual(header[0], header[1]);
    }

    [Fact]
    public void New_secret_holds_32_random_bytes()
    {
        var secret = WebhookSignature.NewSecret();

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, WebhookSignature.KeyOf(secret).Length);
        Assert.NotEqual(secret, WebhookSignature.NewSecret());
    }

    [Fact]
    public void Id_with_a_dot_is_never_signed() =>
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(Encoding.UTF8.GetBytes("k"), "a.b", 1, "{}"u8));
}
