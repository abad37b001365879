using Oversight.Contracts.Registry.V1;

namespace Oversight.Disclosure.Tests;

/// <summary>Facts of the registry as it would announce them.</summary>
internal static class Facts
{
    private static readonly DateTime At = PublicSite.Start.UtcDateTime;
    private static readonly Ground Law = new("民办教育促进法", "第十八条");

    public static InstitutionState State(
        string name = "宁波市海曙区星星幼儿园", Guid? id = null, long version = 1, string type = "K1", string status = "ACTIVE",
        string division = "330203", string? creditCode = null, string? licenceNumber = "教民133020360000012号", DateOnly? validTo = null) => new(
        id ?? Guid.CreateVersion7(), version, name, creditCode, type, "non_profit", status, division, "宁波市海曙区解放路1号",
        licenceNumber, "宁波市海曙区教育局", new DateOnly(2022, 2, 17), new DateOnly(2022, 2, 19), validTo ?? new DateOnly(2027, 2, 18));

    public static InstitutionRegistered Registered(InstitutionState state) => new(state, At, DayOf(state), Law, "registrar");

    public static InstitutionChanged Changed(InstitutionState state) => new(state, At, DayOf(state), Law, ["name"], "registrar");

    public static InstitutionSuspended Suspended(InstitutionState state) => new(state, At, DayOf(state), Law);

    public static InstitutionRestored Restored(InstitutionState state) => new(state, At, DayOf(state), Law);

    public static InstitutionLicenceRevoked Revoked(InstitutionState state) => new(state, At, DayOf(state), Law);

    private static DateOnly DayOf(InstitutionState state) => new DateOnly(2026, 1, 1).AddDays((int)state.Version);
}
