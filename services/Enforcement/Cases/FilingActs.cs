using System.Security.Cryptography;
using System.Text;
using Oversight.Enforcement.Penalties;
using Oversight.Kernel;

namespace Oversight.Enforcement.Cases;

/// <summary>Which file the acts of a request are for.</summary>
/// <param name="OperationId">Joint operation, within which departments share the key of an act; or null.</param>
/// <param name="PartyKey">Key of the party.</param>
/// <param name="Place">County or district of the party.</param>
/// <param name="Today">Official day of the filing.</param>
internal sealed record ActFile(Guid? OperationId, string PartyKey, DivisionCode Place, DateOnly Today);

/// <summary>
/// What a case is filed for (违法行为): each act by the rule of its own day (第三十七条), in time (第三十六条), and with the keys of the one act
/// (第二十五条, 第二十九条).
/// </summary>
internal sealed class FilingActs(PenaltyRules rules, LimitationPeriod limitation)
{
    /// <summary>Reads the acts.</summary>
    /// <returns>The acts in the order of the request; or the first thing that is wrong with them.</returns>
    public Result<List<ActStatement>> Read(IReadOnlyList<ActRequest> stated, ActFile file)
    {
        if (stated.Count == 0)
        {
            return CaseErrors.ActMissing;
        }

        var read = new List<ActStatement>();
        for (var i = 0; i < stated.Count; i++)
        {
            var act = Read(stated[i], $"acts[{i}]", file);
            if (act.IsRefused)
            {
                return act.Error;
            }

            read.Add(act.Value);
        }

        // Two rows of one case with the same key would fail on the unique index, whose refusal speaks of another case.
        return read.DistinctBy(a => a.FilingKey).Count() == read.Count ? read : CaseErrors.ActTwice;
    }

    private Result<ActStatement> Read(ActRequest stated, string at, ActFile file)
    {
        if (stated.ActOn > file.Today)
        {
            return CaseErrors.ActInFuture.At($"{at}.actOn");
        }

        var code = ViolationCode.Parse(stated.Violation);
        var (where, key) = (TextInput.Optional(stated.Place, 200), TextInput.Optional(stated.ActKey, 100, TextForm.Code));
        if ((code.Error?.At($"{at}.violation") ?? where.Error?.At($"{at}.place") ?? key.Error?.At($"{at}.actKey")) is { } wrong)
        {
            return wrong;
        }

        var violation = code.Value.Value;
        if (!rules.Violations.Keys.Contains(violation))
        {
            return CaseErrors.ViolationUnknown($"{at}.violation");
        }

        // The term is asked first: an act before every rule of the catalogue is time-barred, not unknown.
        if (limitation.Bars(violation, stated.ActOn, stated.HarmDone, file.Today) is { } barred)
        {
            return CaseErrors.TimeBarred($"{at}.actOn", barred);
        }

        var rule = rules.Violations.OnDay(violation, stated.ActOn, file.Place);
        if (rule.IsRefused)
        {
            return CaseErrors.ViolationNotInForce($"{at}.actOn");
        }

        if (!rule.Value.Values.IsPenalty)
        {
            return CaseErrors.IsDiscipline($"{at}.violation", rule.Value.Basis);
        }

        // 第二十九条: a shared key is bound to its operation, or else to the party. The same word elsewhere is another act.
        var scope = file.OperationId is { } operation ? $"operation|{operation:N}" : file.PartyKey;
        var actKey = key.Value is { } shared
            ? $"shared|{scope}|{shared}" : $"act|{file.PartyKey}|{rule.Value.Values.Act}|{stated.ActOn:yyyy-MM-dd}";
        // The filing key is of the violation and not of the act: departments may each file the norm that is theirs, only the fine is once.
        return new ActStatement(
            rule.Value, stated.ActOn, where.Value, stated.IncomeFen, Hash(actKey),
            Hash($"filing|{file.PartyKey}|{violation}|{stated.ActOn:yyyy-MM-dd}"));
    }

    // Of codes, days and party keys, which are keyed hashes where they come from a person's name or number.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
