namespace Oversight.Contracts.Registry.V1;

/// <summary>
/// The publishable state of an institution after the fact that carries it. Consumers keep it as a state copy and drop it if
/// they already have the same or a higher <see cref="Version"/>. It holds no personal data: sponsor, principal and telephone
/// never leave the registry.
/// </summary>
/// <param name="InstitutionId">Id of the institution, the same for ever.</param>
/// <param name="Version">Version of the institution that this state is; raised by one with every change.</param>
/// <param name="Name">Registered name (民促法实施条例 第二十条: one name only).</param>
/// <param name="CreditCode">Unified social credit code (GB 32100-2015), or null where the institution has none.</param>
/// <param name="Type">Type code of the rule pack <c>institution-types</c>: K1 … X2.</param>
/// <param name="Profit"><c>for_profit</c> or <c>non_profit</c>; null where the distinction does not apply.</param>
/// <param name="Status">Status code of the rule pack <c>institution-statuses</c>, e.g. <c>ACTIVE</c>.</param>
/// <param name="Division">Division of the teaching site, GB/T 2260, six digits.</param>
/// <param name="Address">Teaching address.</param>
/// <param name="LicenceNumber">Number of the school-running licence (办学许可证), or null.</param>
/// <param name="IssuingAuthority">Authority that issued it, or null.</param>
/// <param name="LicenceIssuedOn">Day of issue, or null.</param>
/// <param name="LicenceValidFrom">First day of validity, or null.</param>
/// <param name="LicenceValidTo">Last day of validity, or null.</param>
public sealed record InstitutionState(
    Guid InstitutionId,
    long Version,
    string Name,
    string? CreditCode,
    string Type,
    string? Profit,
    string Status,
    string Division,
    string Address,
    string? LicenceNumber,
    string? IssuingAuthority,
    DateOnly? LicenceIssuedOn,
    DateOnly? LicenceValidFrom,
    DateOnly? LicenceValidTo);

/// <summary>The article on which a fact rests.</summary>
/// <param name="Law">Instrument, e.g. <c>民办教育促进法</c>.</param>
/// <param name="Article">Article, e.g. <c>第十八条</c>.</param>
public sealed record Ground(string Law, string Article);

/// <summary>An institution was entered in the register.</summary>
/// <param name="Institution">Its state.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
/// <param name="Source"><c>registrar</c> or <c>import</c>.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionRegistered(
    InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground, string Source);

/// <summary>Name, type, site or licence of an institution changed; its status did not.</summary>
/// <param name="Institution">Its state after the change.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
/// <param name="Changed">Names of the members of <see cref="InstitutionState"/> that changed, camelCase.</param>
/// <param name="Source"><c>registrar</c> or <c>import</c>.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionChanged(
    InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground, IReadOnlyList<string> Changed, string Source);

/// <summary>An institution was suspended (暂停 or 责令停止招生): <see cref="InstitutionState.Status"/> says which.</summary>
/// <param name="Institution">Its state after the act.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionSuspended(InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);

/// <summary>A suspended institution may run again (恢复).</summary>
/// <param name="Institution">Its state after the act.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionRestored(InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);

/// <summary>The licence ran out without renewal (许可到期).</summary>
/// <param name="Institution">Its state after the day of expiry.</param>
/// <param name="OccurredAt">When the register noted it (UTC).</param>
/// <param name="EffectiveOn">First official day on which the licence was no longer valid.</param>
/// <param name="Ground">The article it rests on.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionLicenceExpired(InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);

/// <summary>The licence was renewed (延续) or issued anew.</summary>
/// <param name="Institution">Its state after the act.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionLicenceRenewed(InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);

/// <summary>The licence was revoked as a penalty (吊销) or withdrawn (撤销): <see cref="InstitutionState.Status"/> says which.</summary>
/// <param name="Institution">Its state after the act.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionLicenceRevoked(InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);

/// <summary>The institution was deregistered (注销); final.</summary>
/// <param name="Institution">Its state after the act.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
/// <param name="EffectiveOn">Official day from which it counts.</param>
/// <param name="Ground">The article it rests on.</param>
[StateCopy(Member = nameof(Institution))]
public sealed record InstitutionDeregistered(InstitutionState Institution, DateTime OccurredAt, DateOnly EffectiveOn, Ground Ground);
