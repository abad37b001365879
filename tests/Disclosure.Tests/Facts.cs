using Oversight.Contracts.CreditFile.V1;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;

namespace Oversight.Disclosure.Tests;

/// <summary>Facts as the services that own them would announce them.</summary>
internal static class Facts
{
    private static readonly DateTime At = PublicSite.Start.UtcDateTime;
    private static readonly Ground Law = new("民办教育促进法", "第十八条");

    public static InstitutionState State(
        string name = "宁波市海曙区星星幼儿园", Guid? id = null, long version = 1, string type = "K1", string status = "ACTIVE",
        string division = "330203", string? creditCode = null, string? licenceNumber = "教民133020360000012号",
        DateOnly? validTo = null) => new(
        id ?? Guid.CreateVersion7(), version, name, creditCode, type, "non_profit", status, division, "宁波市海曙区解放路1号",
        licenceNumber, "宁波市海曙区教育局", new DateOnly(2022, 2, 17), new DateOnly(2022, 2, 19), validTo ?? new DateOnly(2027, 2, 18));

    public static InstitutionRegistered Registered(InstitutionState state) => new(state, At, DayOf(state), Law, "registrar");

    public static InstitutionChanged Changed(InstitutionState state) => new(state, At, DayOf(state), Law, ["name"], "registrar");

    public static InstitutionSuspended Suspended(InstitutionState state) => new(state, At, DayOf(state), Law);

    public static InstitutionRestored Restored(InstitutionState state) => new(state, At, DayOf(state), Law);

    public static InstitutionLicenceRevoked Revoked(InstitutionState state) => new(state, At, DayOf(state), Law);

    public static Party Party(InstitutionState state) =>
        new(state.InstitutionId, state.Name, state.CreditCode, state.Division, state.Address, PartyEntries.Institution);

    public static PenaltyDecided Penalty(
        Party party, Guid? id = null, string creditClass = "general", bool simplified = false, DateOnly? decidedOn = null,
        string number = "甬海消罚决字〔2026〕第12号", long fineFen = 1_200_000, IReadOnlyList<string>? kinds = null) => new(
        id ?? Guid.CreateVersion7(), 1, Guid.CreateVersion7(), party, "fire", number,
        [new PenalisedAct("V37", "violations/V37@2021", new Ground("消防法", "第六十条"), new DateOnly(2026, 10, 8))],
        kinds ?? ["fine", "warning"], fineFen, 0, creditClass, simplified, decidedOn ?? new DateOnly(2026, 11, 20), [], null, At);

    public static PenaltyAnnulled Annulled(PenaltyDecided penalty) => new(
        penalty.PenaltyId, 2, penalty.CaseId, penalty.Party, penalty.DecisionNumber, new Ground("行政处罚法", "第三十八条"),
        new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 26), [], At);

    public static PenaltyRepaired Repaired(PenaltyDecided penalty) =>
        new(penalty.PenaltyId, 9, penalty.Party.InstitutionId ?? Guid.Empty, new DateOnly(2026, 11, 23), At);

    public static CreditFactDisputed Disputed(string kind, Guid source, Guid institution, long version, bool isDisputed) =>
        new(kind, source, version, institution, isDisputed, At);

    public static InspectionConcluded Inspection(Party party, Guid? id = null, DateOnly? concludedOn = null, bool clean = false) => new(
        id ?? Guid.CreateVersion7(), 4, party, "daily", ["fire", "education"], new DateOnly(2026, 11, 18),
        concludedOn ?? new DateOnly(2026, 11, 19), [clean ? "1" : "A"], clean ? [] :
        [
            new InspectionFinding(
                Guid.CreateVersion7(), "E13", "education", "medium", new Ground("中小学生校外培训服务合同（示范文本）", "全文"), true, null,
                [new string('a', 64)]),
            new InspectionFinding(
                Guid.CreateVersion7(), "F05", "fire", "high", new Ground("消防法", "第二十八条"), false, "V37", [new string('b', 64)]),
        ],
        null, "checklists@2026", new DateOnly(2026, 12, 17), At);

    public static InspectionWithdrawn Withdrawn(InspectionConcluded inspection) =>
        new(inspection.VisitId, 5, inspection.Party, new DateOnly(2026, 11, 23), At);

    public static RectificationState Order(
        InspectionConcluded inspection, Guid? id = null, long version = 1, DateOnly? dueOn = null) => new(
        id ?? Guid.CreateVersion7(), version, inspection.VisitId, inspection.Party, "fire", ["F05"], new DateOnly(2026, 11, 19),
        dueOn ?? new DateOnly(2026, 12, 4), null);

    public static RectificationOrdered Ordered(RectificationState order) => new(order, At);

    public static RectificationPassed Passed(RectificationState order) => new(order, new DateOnly(2026, 11, 23), At);

    public static RectificationFailed Failed(RectificationState order) => new(order, new DateOnly(2026, 11, 23), At);

    public static ExposureReleased Exposure(
        Party party, Guid? id = null, DateOnly? endsOn = null, string text = "该机构消防通道堵塞，拒不改正。", DateOnly? releasedOn = null) => new(
        id ?? Guid.CreateVersion7(), 1, party, "消防隐患拒不改正", text, "fire", releasedOn ?? new DateOnly(2026, 11, 24),
        endsOn ?? new DateOnly(2026, 12, 24), At);

    public static ExposureWithdrawn Withdrawn(ExposureReleased exposure) =>
        new(exposure.ExposureId, 2, exposure.Party, new DateOnly(2026, 11, 24), At);

    public static RatingChanged Rating(Guid institution, long version, string grade, int points, params RatingEntry[] entries) => new(
        institution, version, grade, points, 1000, null, null, "scoring@2026", new DateOnly(2026, 11, 24), entries, At);

    public static RatingEntry Entry(
        string indicator, int points, string kind, Guid? source = null, DateOnly? on = null, DateOnly? expires = null,
        bool disputed = false) => new(
        indicator, points, false, kind, source ?? Guid.CreateVersion7(), on ?? new DateOnly(2026, 11, 20),
        expires ?? new DateOnly(2028, 11, 20), disputed);

    private static DateOnly DayOf(InstitutionState state) => new DateOnly(2026, 1, 1).AddDays((int)state.Version);
}
