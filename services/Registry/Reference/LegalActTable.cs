using Oversight.Kernel;
using Oversight.Reference;

namespace Oversight.Registry.Reference;

/// <summary>The rule pack <c>legal-acts</c> as a table of transitions, and what does each of its acts.</summary>
internal static class LegalActTable
{
    /// <summary>Service and noun of its refusals.</summary>
    public const string Subject = "registry.institution";

    // Struck off the register (注销), or a lead that is closed or banned (取缔): the end of an entry.
    private static readonly string[] Final = ["DEREGISTERED", "LEAD_CLOSED", "LEAD_BANNED"];

    private static readonly Lazy<NamedTransitions> Shipped = new(() => new RegisterRules(null).Table);

    /// <summary>The shipped table, every version of it.</summary>
    public static NamedTransitions Rows => Shipped.Value;

    /// <summary>All versions of a pack as one table.</summary>
    public static NamedTransitions Of(IReadOnlyList<string> states, RulePack<LegalActRule> acts) => new(
        Subject, states, Final, [.. acts.Versions.Select(Row)]);

    /// <summary>The row of an act on the day for which its rule was found.</summary>
    public static NamedTransition Row(RuleVersion<LegalActRule> rule) =>
        new(rule.Key, rule.Values.From, rule.Values.To, ViaOf(rule.Key), rule.Basis);

    // What a place adds to the pack has no endpoint of its own until a release gives it one.
    private static Via ViaOf(string act) => act switch
    {
        LegalActs.Register => Via.Route("RegisterInstitution"),
        LegalActs.Change => Via.Route("ChangeInstitution"),
        LegalActs.Suspend or LegalActs.StopEnrolment => Via.Route("SuspendInstitution"),
        LegalActs.Restore => Via.Route("RestoreInstitution"),
        LegalActs.Renew or LegalActs.RenewExpired => Via.Route("RenewLicence"),
        LegalActs.Expire => Via.Date("licence.expires"),
        LegalActs.Revoke or LegalActs.Withdraw => Via.Route("RevokeLicence"),
        LegalActs.Deregister => Via.Route("DeregisterInstitution"),
        LegalActs.OpenLead => Via.Route("RecordUnlicensedEntity"),
        LegalActs.CloseLead => Via.Route("CloseLead"),
        LegalActs.GuideLead => Via.Route("GuideLead"),
        LegalActs.BanLead => Via.Route("BanLead"),
        _ => Via.Route(),
    };
}
