using Oversight.Kernel;

namespace Oversight.Identity.Accounts;

/// <summary>
/// What a chosen password must be: long, not obvious, not made of the user's name, not a number (telephone, identity card, birthday). No
/// rule of composition and no expiry, as NIST SP 800-63B 5.1.1.2 has it; at most 128 characters, so that hashing stays cheap.
/// </summary>
internal static class PasswordRules
{
    public const int MaxLength = 128;
    private const int FewestDistinct = 6;

    private static readonly string[] Obvious =
    [
        "password", "passw0rd", "qwerty", "asdfgh", "zxcvbn", "1qaz2wsx", "letmein", "welcome", "iloveyou", "woaini", "admin",
        "administrator",
        "oversight", "changeme", "123456", "654321", "111111", "000000", "888888", "666666", "abcdef", "abc123", "5201314", "密码", "管理员",
    ];

    /// <summary>Refuses a password that is too short, too long or obvious.</summary>
    public static Result Check(string password, string userName, int minLength)
    {
        if (password.Length < minLength)
        {
            return new Error(ErrorKind.Invalid, "identity.password.short", $"A password has at least {minLength} characters.");
        }

        if (password.Length > MaxLength)
        {
            return new Error(ErrorKind.Invalid, "identity.password.long", $"A password has at most {MaxLength} characters.");
        }

        var plain = password.ToLowerInvariant();
        // Obvious words and the own name add nothing that a guesser has to try, so only what is left of the password is judged.
        var rest = Obvious.Append(userName).Aggregate(plain, (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        var distinct = rest.Distinct().Count();
        return distinct < FewestDistinct || IsRun(rest) || plain.All(char.IsAsciiDigit)
            ? new Error(
                ErrorKind.Invalid, "identity.password.obvious",
                "This password is easy to guess. Take several words that do not belong together.")
            : Result.Done;
    }

    private static bool IsRun(string text) =>
        text.Length > 1 && Enumerable.Range(1, text.Length - 1).All(i => Math.Abs(text[i] - text[i - 1]) <= 1);
}
