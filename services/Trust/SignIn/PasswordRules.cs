namespace Mat.Trust.SignIn;

/// <summary>Why a password is not taken.</summary>
internal sealed record PasswordRefusal(string Code, string Detail);

/// <summary>Length and not being guessable, no character classes (NCSC and NIST SP 800-63B say the same).</summary>
internal static class PasswordRules
{
    public const int Shortest = 12;

    /// <summary>Hashing time grows with length; nobody types more.</summary>
    public const int Longest = 200;

    /// <summary>What people choose who must reach twelve characters. Compared without case, spaces and the digits and signs at the
    /// end.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "password", "passwordpassword", "mypassword", "newpassword", "thisismypassword", "changeme", "changemenow", "pleasechangeme",
        "changeit", "letmein", "letmeinnow", "letmeinplease", "welcome", "welcomewelcome", "welcomeback", "administrator", "admin",
        "adminadmin", "qwerty", "qwertyuiop", "qwertyqwerty", "qwertyuiopasdf", "asdfghjkl", "asdfasdfasdf", "zxcvbnm", "qazwsxedc",
        "qazwsxedcrfv", "abcdefghijkl", "abcdefghijklm", "abcabcabcabc", "iloveyou", "iloveyouiloveyou", "football", "footballfootball",
        "manchesterunited", "manchester", "liverpool", "liverpoolfc", "chelseafc", "arsenal", "everton", "princess", "sunshine",
        "superman", "trustno", "secret", "secretsecret", "school", "schoolschool", "schoolpassword", "teacher", "teacherteacher",
        "classroom", "headteacher", "academy", "academytrust", "springtime", "summer", "summertime", "autumn", "winter",
        "september", "monday", "christmas", "birthday", "computer", "internet", "microsoft", "googlegoogle", "chromebook",
        "correcthorsebatterystaple", "threerandomwords", "onetwothreefour", "monkeymonkey", "dragondragon", "starwars", "pokemon",
    };

    private static readonly string[] Runs = ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz",
        "qwertyuiopasdfghjklzxcvbnm"];

    public static PasswordRefusal? Check(string password, string email)
    {
        if (password.Length < Shortest)
            return new("password.too_short", $"A password has at least {Shortest} characters. Three random words make a good one.");
        if (password.Length > Longest)
            return new("password.too_long", $"A password has at most {Longest} characters.");
        var plain = password.ToLowerInvariant();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var name = (at > 0 ? email[..at] : email).ToLowerInvariant();
        if (plain.Contains(email.ToLowerInvariant(), StringComparison.Ordinal) || (name.Length >= 5 && Bare(plain) == Bare(name)))
            return new("password.personal", "The password is your e-mail address.");
        if (plain.Distinct().Count() < 5 || Runs.Any(run => run.Contains(plain, StringComparison.Ordinal)) || Common.Contains(Bare(plain)))
            return new("password.common", "This password is among the first that an attacker tries.");
        return null;
    }

    /// <summary>Letters as people disguise them, without what they hang on at the end.</summary>
    private static string Bare(string plain)
    {
        var trimmed = plain.Replace(" ", "", StringComparison.Ordinal).TrimEnd([.. "0123456789!?.,#*-_@$£&+="]);
        return string.Concat(
            trimmed.Select(c => c switch { '0' => 'o', '1' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', _ => c }));
    }
}
