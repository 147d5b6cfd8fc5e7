using Mat.Trust.SignIn;

namespace Mat.Trust.Tests.SignIn;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("coffee tram lantern")]
    [InlineData("vC9#qLz!x27m")]
    [InlineData("dragonfly over Ottery")]
    public void Long_unlikely_passwords_are_taken(string password) => Assert.Null(PasswordRules.Check(password, "ann@mat.local"));

    [Theory]
    [InlineData("short", "password.too_short")]
    [InlineData("elevenchars", "password.too_short")]
    [InlineData("password1234", "password.common")]
    [InlineData("P@ssw0rd2024!", "password.common")]
    [InlineData("Qwertyuiop123", "password.common")]
    [InlineData("123456789012", "password.common")]
    [InlineData("aaaaaaaaaaaaaaaa", "password.common")]
    [InlineData("Let Me In 2026!", "password.common")]
    [InlineData("ann.other@mat.local", "password.personal")]
    [InlineData("Ann.Other2026", "password.personal")]
    public void Guessable_passwords_are_refused(string password, string code) =>
        Assert.Equal(code, PasswordRules.Check(password, "ann.other@mat.local")?.Code);

    [Fact]
    public void Endless_password_is_refused() => Assert.Equal("password.too_long", PasswordRules.Check(new string('x', 201), "a@b")?.Code);
}
