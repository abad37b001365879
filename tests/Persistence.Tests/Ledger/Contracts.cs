namespace Oversight.Persistence.Tests.Contracts.V1;

/// <summary>How an account was opened: an enum on the wire.</summary>
public enum OpeningWay
{
    AtCounter,
    ByTransfer,
}

/// <summary>A fact that counts: each is to take effect once, in any order.</summary>
public sealed record AmountPosted(
    Guid AccountId, long Ordinal, long AmountFen, DateOnly PostedOn, OpeningWay Way, DateTime At, string? Note = null);

/// <summary>The state of an account as of one version: only the newest counts.</summary>
[StateCopy]
public sealed record AccountRenamed(Guid AccountId, long Version, string Name);

/// <summary>As the contracts of the platform have it; the digest knows it by its name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StateCopyAttribute : Attribute
{
    public string? Member { get; init; }

    public string[] Except { get; init; } = [];
}
