using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;

namespace Oversight.CreditFile.Tests;

/// <summary>Facts of other services as they would announce them.</summary>
internal static class Facts
{
    private static readonly DateTime At = CreditUnderTest.Start.UtcDateTime;
    private static readonly Ground Law = new("民办教育促进法", "第六十二条");

    public static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    public static Party Party(Guid? institution) => new(institution, "慈溪市试验幼儿园", null, "330282", null, PartyEntries.Institution);

    public static InstitutionState State(Guid id, long version = 1, string status = "ACTIVE", string division = "330282") => new(
        id, version, "慈溪市试验幼儿园", null, "K1", "non_profit", status, division, "慈溪市试验路 1 号", "教民133028260000018号", "慈溪市教育局",
        null, null, null);

    public static InstitutionRegistered Registered(Guid id, long version = 1, string status = "ACTIVE", string division = "330282") =>
        new(State(id, version, status, division), At, Day("2026-04-02"), Law, "registrar");

    public static InstitutionChanged Changed(Guid id, long version, string division) =>
        new(State(id, version, "ACTIVE", division), At, Day("2026-10-01"), Law, ["division"], "registrar");

    public static InstitutionLicenceExpired Expired(Guid id, long version, string day) =>
        new(State(id, version, "EXPIRED"), At, Day(day), Law);

    public static InstitutionLicenceRenewed Renewed(Guid id, long version, string day) => new(State(id, version), At, Day(day), Law);

    public static InstitutionLicenceRevoked Revoked(Guid id, long version, string day) =>
        new(State(id, version, "REVOKED"), At, Day(day), Law);

    public static InstitutionDeregistered Deregistered(Guid id, long version, string day) =>
        new(State(id, version, "DEREGISTERED"), At, Day(day), Law);

    public static UnlicensedEntityRecorded Lead(Guid id) => new(id, 1, "小区托管班", null, "330282", "某小区", "UNLICENSED_LEAD", true, true, At);

    public static PenaltyDecided Decided(
        Guid? institution, Guid penalty, string day, string creditClass = "general", bool simplified = false, string[]? kinds = null,
        long version = 1) => new(
        penalty, version, Guid.CreateVersion7(), Party(institution), "education", "慈教罚决〔2026〕1号",
        [new PenalisedAct("V35", "violations/V35@2021", Law, Day(day))],
        kinds ?? ["fine"], 5_000_00, 0, creditClass, simplified, Day(day), [], null, At);

    public static PenaltyPerformed Performed(Guid? institution, Guid penalty, string day) =>
        new(penalty, 2, Party(institution), Day(day), At);

    public static PenaltyAnnulled Annulled(Guid? institution, Guid penalty, string day) =>
        new(penalty, 3, Guid.CreateVersion7(), Party(institution), "慈教罚决〔2026〕1号", Law, Day(day), null, [], At);

    public static InspectionConcluded Concluded(
        Guid? institution, Guid visit, string day, params (string Severity, bool Corrected)[] findings) => new(
        visit, 4, Party(institution), "daily", ["education", "fire"], Day(day), Day(day), ["problems_found"],
        [.. findings.Select(f => new InspectionFinding(Guid.CreateVersion7(), "F03", "fire", f.Severity, Law, f.Corrected, null, []))],
        null, "fire@2026", null, At);

    public static InspectionWithdrawn Withdrawn(Guid? institution, Guid visit, string day) =>
        new(visit, 5, Party(institution), Day(day), At);

    public static RectificationOverdue Overdue(Guid? institution, Guid order, string due, long version = 2) =>
        new(Order(institution, order, due, version), At);

    public static RectificationFailed Failed(Guid? institution, Guid order, string day, long version = 3) =>
        new(Order(institution, order, day, version), Day(day), At);

    public static RectificationPassed Passed(Guid? institution, Guid order, string day, long version = 4) =>
        new(Order(institution, order, day, version), Day(day), At);

    public static MatterConcluded Matter(
        Guid? institution, Guid matter, string day, string category = "refund_dispute", string outcome = "substantiated") =>
        new(matter, 6, "complaint", category, Party(institution), "education", outcome, Day(day), At);

    private static RectificationState Order(Guid? institution, Guid order, string due, long version) =>
        new(order, version, Guid.CreateVersion7(), Party(institution), "education", ["F03"], Day("2026-05-01"), Day(due), null);
}
