namespace Oversight.Contracts.Registry.V1;

/// <summary>
/// A lead on an entity that teaches without a licence (S17) was entered or changed. It is a lead, not a finding: the public
/// record must not show it. Consumers keep it as a state copy by <see cref="Version"/>.
/// </summary>
/// <param name="InstitutionId">Id in the register.</param>
/// <param name="Version">Version of the entry, raised by one with every change.</param>
/// <param name="Name">Name on the door.</param>
/// <param name="CreditCode">Credit code of a business licence without education permit, or null.</param>
/// <param name="Division">Division of the site, six digits.</param>
/// <param name="Address">Where it teaches.</param>
/// <param name="Status"><c>UNLICENSED_LEAD</c> while open; another status once it was followed up.</param>
/// <param name="LacksPermit">No education permit (无证).</param>
/// <param name="LacksBusinessLicence">No business licence (无照); with no permit either, the permit authority handles it (无证无照经营查处办法
/// 第五至七条).</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[StateCopy(Except = [nameof(OccurredAt)])]
public sealed record UnlicensedEntityRecorded(
    Guid InstitutionId,
    long Version,
    string Name,
    string? CreditCode,
    string Division,
    string Address,
    string Status,
    bool LacksPermit,
    bool LacksBusinessLicence,
    DateTime OccurredAt);
