using Oversight.Registry.Institutions;

namespace Oversight.Registry.Unlicensed;

/// <summary>
/// What a lead is a violation of, by what it lacks: no permit, or neither, is the permit authority's (V01); no business licence alone is
/// market regulation's (V27) (无证无照经营查处办法 第五条至第七条).
/// </summary>
internal static class UnlicensedViolations
{
    public const string NoPermit = "V01", NoBusinessLicence = "V27";

    /// <summary>Code of the violation catalogue.</summary>
    public static string Of(Institution lead) => lead.LacksPermit || !lead.LacksBusinessLicence ? NoPermit : NoBusinessLicence;
}
